import { parse } from 'csv-parse/sync';

/** What is between the cells of a text, and the text without a line that only says so. */
export function dialectOf(text: string): { delimiter: string; text: string } {
  const [line, declared] = DECLARATION.exec(text) ?? [];
  if (line !== undefined && declared !== undefined) return { delimiter: declared, text: text.slice(line.length) };
  const sample = text.slice(0, SAMPLE);
  const candidates = DELIMITERS.map((delimiter) => ({ delimiter, ...regularity(sample, delimiter) }));
  // With a decimal comma in each of its cells, a row is regular in two ways.
  const best =
    candidates.find(({ isRegular }) => isRegular) ?? candidates.reduce((a, b) => (b.score > a.score ? b : a));
  return { delimiter: best.delimiter, text };
}

/** Excel begins its files so, if asked to. */
const DECLARATION = /^sep=([^\r\n])\r?\n/i;

const DELIMITERS = ['\t', ';', ',', '|'] as const;

/** How many cells there are in the records that are as wide as most, and whether all are. */
function regularity(sample: string, delimiter: string): { score: number; isRegular: boolean } {
  const counts = new Map<number, number>();
  const records = sampleRecords(sample, delimiter);
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [[width, count] = [0, 0]] = [...counts].sort(([, a], [, b]) => b - a);
  return { score: width * count, isRegular: width > 1 && count === records.length };
}

function sampleRecords(sample: string, delimiter: string): string[][] {
  for (const quote of ['"', null]) {
    try {
      return parse(sample, {
        delimiter,
        quote,
        ltrim: delimiter !== '\t',
        to: RECORDS,
        relax_quotes: true,
        relax_column_count: true,
        skip_empty_lines: true,
      });
    } catch {
      // The sample ends within a cell, or a quotation mark is none.
    }
  }
  return [];
}

const SAMPLE = 65_536;
const RECORDS = 20;
