import type { NumberFormat } from './number-formats.ts';
import { patternText, SURE_DIGITS } from './number-pattern.ts';

/** A number of a cell as people see it there: `12.5%`, `€ 1,200.00`; dates and times as ISO 8601 has them: `2021-03-04 13:45`, `36:00`. */
export function numberText(value: number, format: NumberFormat, is1904: boolean): string {
  switch (format.kind) {
    case 'number':
      return patternText(value, format.pattern) ?? rounded(value);
    case 'duration':
      return clockText(value * DAY_SECONDS);
    case 'time':
      return clockText(Math.round((value - Math.floor(value)) * DAY_SECONDS) % DAY_SECONDS);
    case 'date':
      return dateText(value, is1904);
  }
}

/** Without what is left over from calculating in binary. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(SURE_DIGITS)));
}

const DAY_SECONDS = 86_400;

function dateText(value: number, is1904: boolean): string {
  const seconds = Math.round((value + daysToEpoch(value, is1904)) * DAY_SECONDS);
  const date = new Date(seconds * 1_000);
  if (Number.isNaN(date.getTime())) return rounded(value);
  const time = ((seconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
  const day = date.toISOString().replace(/T.*$/, '');
  return time === 0 ? day : `${day} ${clockText(time)}`;
}

/** From the day that files count from to 1970. Their year 1900 has a 29th of February, as Lotus 1-2-3 had. */
function daysToEpoch(value: number, is1904: boolean): number {
  if (is1904) return -24_107;
  return value < 60 ? -25_568 : -25_569;
}

function clockText(exact: number): string {
  const seconds = Math.round(Math.abs(exact));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[2] === 0 ? parts.slice(0, 2) : parts;
  return `${exact < 0 ? '-' : ''}${shown.map((part) => String(part).padStart(2, '0')).join(':')}`;
}
