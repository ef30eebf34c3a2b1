import { Query } from 'mingo';
import { CommandError } from './errors.ts';
import type { IndexSpec } from './index-spec.ts';
import { type Doc, keyOf, valueAt } from './values.ts';

/** An index of one collection: what it refuses, and the keys of a unique one. */
export interface Index {
  readonly spec: IndexSpec;
  /** `replacing`: the id whose keys may be taken. @throws CommandError 11000, or 130 for a vector that doesn't fit */
  check(doc: Doc, replacing: string | null): void;
  add(doc: Doc, id: string): void;
  remove(doc: Doc): void;
  fork(): Index;
}

/** An index without entries. `ns` is for its messages. */
export function createIndex(spec: IndexSpec, ns: string, entries = new Map<string, string>()): Index {
  const partial = spec.partialFilter ? new Query(spec.partialFilter) : null;

  const keysOf = (doc: Doc): string[] => {
    if (!spec.unique || partial?.test(doc) === false) return [];
    const paths = Object.keys(spec.key);
    if (spec.sparse && paths.every((path) => valueAt(doc, path) === undefined)) return [];
    return combinations(paths.map((path) => valueAt(doc, path) ?? null));
  };

  return {
    spec,
    check(doc, replacing) {
      if (spec.kind === 'cosmosSearch') checkDimensions(spec, doc);
      for (const key of keysOf(doc)) {
        const holder = entries.get(key);
        if (holder !== undefined && holder !== replacing) throw duplicateKey(spec, ns, doc);
      }
    },
    add(doc, id) {
      for (const key of keysOf(doc)) entries.set(key, id);
    },
    remove(doc) {
      for (const key of keysOf(doc)) entries.delete(key);
    },
    fork: () => createIndex(spec, ns, new Map(entries)),
  };
}

/** An array field has one key for each element. */
function combinations(values: readonly unknown[]): string[] {
  let keys = [''];
  for (const value of values) {
    const choices = Array.isArray(value) && value.length > 0 ? [...new Set(value.map(keyOf))] : [keyOf(value)];
    keys = keys.flatMap((key) => choices.map((choice) => `${key}\0${choice}`));
  }
  return keys;
}

function duplicateKey(spec: IndexSpec, ns: string, doc: Doc): CommandError {
  const keyValue = Object.fromEntries(Object.keys(spec.key).map((path) => [path, valueAt(doc, path) ?? null]));
  const shown = Object.entries(keyValue).map(([path, value]) => `${path}: ${JSON.stringify(value)}`);
  return new CommandError(
    11000,
    `E11000 duplicate key error collection: ${ns} index: ${spec.name} dup key: { ${shown.join(', ')} }`,
    { extra: { keyPattern: spec.key, keyValue } },
  );
}

function checkDimensions(spec: IndexSpec, doc: Doc): void {
  const [path = ''] = Object.keys(spec.key);
  const vector = valueAt(doc, path);
  const dimensions = cosmosDimensions(spec);
  if (Array.isArray(vector) && vector.length !== dimensions) {
    throw new CommandError(130, `expected ${dimensions} dimensions, not ${vector.length}`);
  }
}

/** The number of dimensions that a `cosmosSearch` index was made for. */
export function cosmosDimensions(spec: IndexSpec): number {
  const options = spec.listed['cosmosSearchOptions'];
  return typeof options === 'object' && options && 'dimensions' in options ? Number(options.dimensions) : 0;
}
