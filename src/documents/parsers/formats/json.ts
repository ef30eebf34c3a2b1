import { complete } from './complete.ts';
import { decodeBytes } from './decode-bytes.ts';
import { jsonBlocks } from './json/json-blocks.ts';
import { parseJson } from './json/parse-json.ts';
import type { ParsedPart } from './parsed.ts';

/**
 * Reads JSON and JSON lines: an object is a row of its values, whose columns are the paths to them.
 *
 * @throws Unreadable `DAMAGED`, `TOO_DEEP`, or `NO_TEXT`
 */
export function readJson(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  return complete(readValues(bytes));
}

async function* readValues(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  for (const value of parseJson(await decodeBytes(bytes))) yield* jsonBlocks(value, '');
}
