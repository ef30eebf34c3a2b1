import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { MARKUP_LIMITS } from '../../../limits.ts';
import { complete } from './complete.ts';
import { createCsvRows } from './csv/csv-rows.ts';
import { dialectOf } from './csv/dialect.ts';
import { decodeBytes } from './decode-bytes.ts';
import type { ParsedPart } from './parsed.ts';

/**
 * Reads CSV and TSV, whichever sign is between the cells. The first row names the columns of the others where it reads
 * like names.
 *
 * @throws Unreadable `DAMAGED` for a binary file, or `NO_TEXT`
 */
export function readCsv(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  return complete(readRows(bytes));
}

async function* readRows(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  const { delimiter, text } = dialectOf(await decodeBytes(bytes));
  const content = Buffer.from(text);
  // Checked before any row is yielded: a quotation mark that is never closed swallows all rows behind it.
  const isQuoted = text.includes('"') && (await areQuotesClosed(content, delimiter));
  const rows = createCsvRows();
  for await (const record of records(content, delimiter, isQuoted)) yield* rows.add(record);
}

async function areQuotesClosed(content: Buffer, delimiter: string): Promise<boolean> {
  try {
    for await (const _ of records(content, delimiter, true));
    return true;
  } catch (error) {
    if (error instanceof CsvError) return false;
    throw error;
  }
}

async function* records(content: Buffer, delimiter: string, isQuoted: boolean): AsyncGenerator<string[]> {
  const parser = Readable.from(pieces(content)).compose(
    parse({
      delimiter,
      quote: isQuoted ? '"' : null,
      // Behind a space a quotation mark would be a letter. A tab that separates cells is no such space.
      ltrim: delimiter !== '\t',
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: isQuoted ? MARKUP_LIMITS.csvRowBytes : 0,
    }),
  );
  for await (const record of parser) yield record as string[];
}

function* pieces(content: Buffer): Generator<Buffer> {
  for (let from = 0; from < content.length; from += PIECE) yield content.subarray(from, from + PIECE);
}

const PIECE = 65_536;
