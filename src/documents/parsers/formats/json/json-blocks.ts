import { oneLine } from '../one-line.ts';
import type { ParsedBlock } from '../parsed.ts';
import { plainBlocks } from '../plain-text.ts';
import type { JsonValue } from './parse-json.ts';

/**
 * The blocks of a value. An object is a row of its values and of those within it, with their paths as columns
 * (`room.name`), then its long texts, and the rows of the arrays that it holds. A large one comes in parts. What a row is
 * part of is said once, in its first column.
 */
export function* jsonBlocks(value: JsonValue, path: string): Generator<ParsedBlock> {
  switch (value.kind) {
    case 'text':
      yield* textBlocks(value.text, path);
      return;
    case 'array': {
      const texts = textsOf(value);
      if (texts) yield* row(texts, null);
      else for (const item of value.items) yield* jsonBlocks(item, path);
      return;
    }
    case 'object':
      yield* objectBlocks(value, path);
  }
}

function* objectBlocks(value: JsonValue, path: string): Generator<ParsedBlock> {
  const { fields, rest } = partsOf(value, Number.POSITIVE_INFINITY) ?? partsOf(value, 1) ?? NO_PARTS;
  for (let at = 0; at < fields.length; at += MOST_FIELDS) {
    const part = fields.slice(at, at + MOST_FIELDS);
    const texts = part.map(([, text]) => text);
    yield* row(
      texts,
      part.map(([name], column) => endOf(column === 0 ? joined(path, name) : name)),
    );
  }
  for (const [name, member] of rest) {
    const texts = textsOf(member);
    if (texts) yield* textBlocks(texts.join(', '), joined(path, name));
    else yield* jsonBlocks(member, joined(path, name));
  }
}

type Field = readonly [path: string, text: string];
type Member = readonly [path: string, value: JsonValue];

/** What an object holds: what fits into a row, and what does not. */
interface Parts {
  readonly fields: Field[];
  readonly rest: Member[];
}

const NO_PARTS: Parts = { fields: [], rest: [] };

/** With those of the objects within it, to so many levels; null if they are too many for one row. */
function partsOf(value: JsonValue, levels: number): Parts | null {
  const parts: Parts = { fields: [], rest: [] };
  return collect(value, '', levels, parts) ? parts : null;
}

function collect(value: JsonValue, path: string, levels: number, parts: Parts): boolean {
  if (value.kind !== 'object') return true;
  for (const [name, member] of value.members) {
    const at = joined(path, oneLine(name));
    const text = shortTextOf(member);
    if (text === '') continue;
    if (text !== null) parts.fields.push([at, text]);
    else if (member.kind !== 'object' || levels === 1) parts.rest.push([at, member]);
    else if (!collect(member, at, levels - 1, parts)) return false;
    if (levels > 1 && parts.fields.length + parts.rest.length > MOST_FIELDS) return false;
  }
  return true;
}

/** Of a path that is too long for a name, its end says most. */
function endOf(path: string): string {
  return path.length <= LONGEST_PATH ? path : `…${path.slice(1 - LONGEST_PATH)}`;
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** What a cell can hold, of a text or of an array of texts; null for what is longer, or something else. */
function shortTextOf(value: JsonValue): string | null {
  if (value.kind === 'object') return null;
  if (value.kind === 'text' && isEncoded(value.text)) return '…';
  const texts = value.kind === 'text' ? [value.text] : textsOf(value);
  if (!texts || texts.reduce((sum, { length }) => sum + length, 0) > LONGEST_CELL) return null;
  return oneLine(texts.join(', '));
}

/** Null where an array holds others, or objects. */
function textsOf(value: JsonValue): string[] | null {
  if (value.kind !== 'array') return null;
  const texts = value.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
  return texts.length === value.items.length ? texts : null;
}

/** A text of its own, named in its first paragraph. */
function* textBlocks(text: string, path: string): Generator<ParsedBlock> {
  for (const [at, block] of plainBlocks(text).entries()) {
    if (at === 0 && path !== '' && block.kind === 'paragraph')
      yield { ...block, text: `${endOf(path)}: ${block.text}` };
    else yield block;
  }
}

function* row(texts: readonly string[], columns: readonly string[] | null): Generator<ParsedBlock> {
  const cells = texts.map(oneLine);
  const last = cells.findLastIndex((cell) => cell !== '');
  if (last >= 0) yield { kind: 'table-row', cells: cells.slice(0, last + 1), columns };
}

const MOST_FIELDS = 40;
const LONGEST_CELL = 500;
const LONGEST_PATH = 80;

/** Files, keys and the like, which nobody reads. */
const isEncoded = (text: string) => text.length >= LEAST_ENCODED && !NOT_BASE64.test(text);

const LEAST_ENCODED = 200;
/** Looked for by its other signs: to go through millions of its own takes the engine's stack. */
const NOT_BASE64 = /[^\w+/=-]/;
