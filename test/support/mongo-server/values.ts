import { BSON } from 'mongodb';
import { badValue } from './errors.ts';

/** A document, a command or a reply, as BSON reads it: int64 as number, binary as `Binary`. */
export type Doc = Record<string, unknown>;

/** Whether a value is a document, not an array or one of BSON's own types. */
export function isDoc(value: unknown): value is Doc {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A deep copy that shares nothing with the original. */
export function cloneDoc(doc: Doc): Doc {
  return BSON.deserialize(BSON.serialize(doc));
}

/** Whether two documents are the same byte for byte, order of fields included. */
export function sameDoc(a: Doc, b: Doc): boolean {
  return Buffer.compare(BSON.serialize(a), BSON.serialize(b)) === 0;
}

/** One string for each distinct BSON value, to be a key of a `Map`. */
export function keyOf(value: unknown): string {
  if (typeof value === 'string') return `s${value}`;
  return `b${Buffer.from(BSON.serialize({ v: value ?? null })).toString('base64')}`;
}

/** The value at a dotted path through documents, `undefined` where there is none. */
export function valueAt(doc: Doc, path: string): unknown {
  let at: unknown = doc;
  for (const key of path.split('.')) at = isDoc(at) ? at[key] : undefined;
  return at;
}

/** @throws CommandError `BadValue` for anything but a document */
export function asDoc(value: unknown, what: string): Doc {
  if (!isDoc(value)) throw badValue(`${what} must be an object`);
  return value;
}

/** @throws CommandError `BadValue` for anything but an array of documents */
export function asDocs(value: unknown, what: string): Doc[] {
  if (!Array.isArray(value)) throw badValue(`${what} must be an array`);
  return value.map((item) => asDoc(item, what));
}

/** @throws CommandError `BadValue` for anything but a string */
export function asString(value: unknown, what: string): string {
  if (typeof value !== 'string') throw badValue(`${what} must be a string`);
  return value;
}

/** A number, or the other value where the field is missing. */
export function numberOr<T>(value: unknown, missing: T): number | T {
  return typeof value === 'number' ? value : missing;
}
