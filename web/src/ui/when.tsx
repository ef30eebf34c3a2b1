import { locale } from '../lib/language.ts';
import { useMinute } from './use-minute.ts';

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });

const UNITS = [
  ['minute', 60],
  ['hour', 60],
  ['day', 24],
] as const;

/** A time as people say it: "5 minutes ago" for a week, then the date; all of it on pointing at it. */
export function When({ at }: { readonly at: string }) {
  useMinute();
  return (
    <time dateTime={at} title={sayMoment(at)}>
      {sayWhen(new Date(at), new Date())}
    </time>
  );
}

/** A moment in full: its date and time. */
export function sayMoment(at: string): string {
  return absolute.format(new Date(at));
}

/** In words, seen from a moment. */
function sayWhen(at: Date, now: Date): string {
  let amount = (at.getTime() - now.getTime()) / 1000;
  let said = relative.format(0, 'second');
  for (const [unit, size] of UNITS) {
    amount /= size;
    if (Math.abs(amount) < 1) return said;
    said = relative.format(Math.trunc(amount), unit);
  }
  return Math.abs(amount) < 7 ? said : day.format(at);
}
