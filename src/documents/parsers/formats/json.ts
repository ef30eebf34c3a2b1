import { complete } from './complete.ts';
import { decodeBytes } from './decode-bytes.ts';
import { jsonBlocks } from './json/json-blocks.ts';
import { parseJson, parseJsonLines } from './json/parse-json.ts';
import { oneLine } from './one-line.ts';
import type { ParsedPart } from './parsed.ts';

/**
 * Reads JSON: an object is a row of its values, whose columns are the paths to them.
 *
 * @throws Unreadable `DAMAGED`, `TOO_DEEP`, or `NO_TEXT`
 */
export function readJson(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  return complete(readValues(bytes));
}

/**
 * Reads JSON lines in the same way. A line that holds no JSON, of which there are less than half, comes as it is written.
 *
 * @throws Unreadable `DAMAGED`, `TOO_DEEP`, or `NO_TEXT`
 */
export function readJsonLines(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  return complete(readLines(bytes));
}

async function* readLines(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  for (const value of parseJsonLines(await decodeBytes(bytes))) {
    if (value.kind !== 'line') yield* jsonBlocks(value, '');
    else if (oneLine(value.text) !== '') yield { kind: 'paragraph', text: oneLine(value.text) };
  }
}

async function* readValues(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  for (const value of parseJson(await decodeBytes(bytes))) yield* jsonBlocks(value, '');
}
