import type { SheetCell } from '../sheet-table.ts';
import type { XmlAttributes } from '../xml.ts';

/** A cell as people would write it, by its value and what the program showed. */
export function cellOf(attributes: XmlAttributes, shown: string): SheetCell {
  const type = attributes['office:value-type'];
  const isText = type === 'string' || type === undefined;
  const style = attributes['table:style-name'];
  return {
    text: (type === 'date' ? isoDate(attributes['office:date-value']) : shown) || shown || writtenValue(attributes),
    isText,
    ...(style === undefined ? {} : { style }),
  };
}

/** Dates are shown in the order of some country, and often without the year. */
function isoDate(value = ''): string {
  return value.replace(/T00:00:00(?:\.0+)?$/, '').replace('T', ' ');
}

/** Where a file has values only. */
function writtenValue(attributes: XmlAttributes): string {
  const value = attributes['office:value'];
  if (value !== undefined && attributes['office:value-type'] === 'percentage') {
    return `${Number((Number(value) * 100).toPrecision(12))}%`;
  }
  return value ?? attributes['office:string-value'] ?? attributes['office:boolean-value'] ?? '';
}
