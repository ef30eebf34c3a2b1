import { parse } from 'csv-parse';
import { decodeText } from '../decode-text.ts';
import { encodingOf } from '../encoding.ts';
import { oneLine } from './one-line.ts';
import type { ParsedPart } from './parsed.ts';
import { guessHead } from './table-head.ts';
import { Unreadable } from './unreadable.ts';

/**
 * Reads values with commas, semicolons, tabs or bars between them. A first row of texts names the columns.
 *
 * @throws Unreadable `NO_TEXT`, or `OUTPUT` for a record without an end
 */
export async function* readCsv(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  const text = await decodeText(bytes, encodingOf(bytes) ?? 'windows-1252', {});
  const delimiter = await guessDelimiter(text);
  const dialect = { delimiter, isQuoted: await isQuoted(text, delimiter) };
  let columns: readonly string[] | null = null;
  let isFirst = true;
  for await (const record of recordsOf(text, dialect)) {
    const cells = record.map(oneLine);
    while (cells.at(-1) === '') cells.pop();
    if (cells.length === 0) continue;
    yield { kind: 'table-row', cells, columns };
    if (isFirst) columns = headOf(cells);
    isFirst = false;
  }
  if (isFirst) throw new Unreadable('NO_TEXT');
}

interface Dialect {
  readonly delimiter: string;
  readonly isQuoted: boolean;
}

const DELIMITERS = [',', ';', '\t', '|'];
const SAMPLED_RECORDS = 20;
const SAMPLED_CHARACTERS = 200_000;
/** In characters; a quotation mark that is never closed takes all that follows. */
const LONGEST_RECORD = 1_000_000;

async function* recordsOf(text: string, { delimiter, isQuoted }: Dialect): AsyncGenerator<string[]> {
  const parser = parse(text, {
    delimiter,
    quote: isQuoted ? '"' : null,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_RECORD,
  });
  try {
    for await (const record of parser) yield record as string[];
  } catch (error) {
    throw isCsvError(error, 'CSV_MAX_RECORD_SIZE') ? new Unreadable('OUTPUT') : error;
  }
}

/** The one by which most of the first records have as many values as the first, and most values. */
async function guessDelimiter(text: string): Promise<string> {
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const records: string[][] = [];
    try {
      for await (const record of recordsOf(text.slice(0, SAMPLED_CHARACTERS), { delimiter, isQuoted: true })) {
        if (records.push(record) >= SAMPLED_RECORDS) break;
      }
    } catch {
      // The sample may end within a quotation.
    }
    const width = records[0]?.length ?? 0;
    const score = width > 1 ? records.filter(({ length }) => length === width).length * width : 0;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Whether quotation marks do what they do in CSV. Where one is not closed, they are signs like others. */
async function isQuoted(text: string, delimiter: string): Promise<boolean> {
  if (!text.includes('"')) return false;
  try {
    for await (const _record of recordsOf(text, { delimiter, isQuoted: true }));
    return true;
  } catch (error) {
    if (isCsvError(error, 'CSV_QUOTE_NOT_CLOSED') || error instanceof Unreadable) return false;
    throw error;
  }
}

function isCsvError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** In CSV a first row of texts is a head, however narrow. */
function headOf(cells: readonly string[]): readonly string[] | null {
  const isNamed = cells.length > 1 && cells.every((cell) => cell !== '' && !/^[\p{Sc}+-]?\s?\d/u.test(cell));
  return isNamed ? cells : guessHead(cells, cells.length);
}
