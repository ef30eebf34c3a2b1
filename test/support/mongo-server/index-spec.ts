import { CommandError } from './errors.ts';
import type { Profile } from './profile.ts';
import { asDoc, asString, type Doc, isDoc } from './values.ts';

/** An index as `createIndexes` asks for it. */
export interface IndexSpec {
  readonly name: string;
  readonly key: Doc;
  readonly kind: 'ordered' | 'text' | 'cosmosSearch';
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly partialFilter: Doc | null;
  readonly expireAfterSeconds: number | null;
  /** All of it, as `listIndexes` gives it back. */
  readonly listed: Doc;
}

const FIELDS = new Set([
  'v',
  'key',
  'name',
  'unique',
  'sparse',
  'background',
  'expireAfterSeconds',
  'partialFilterExpression',
  'default_language',
]);
const PARTIAL_OPERATORS = new Set(['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type', '$and', '$or', '$in']);

/**
 * Reads one entry of `createIndexes`.
 * @throws CommandError for what mongod refuses, and for what the test server doesn't emulate
 */
export function parseIndexSpec(entry: Doc, profile: Profile): IndexSpec {
  const name = asString(entry['name'], 'name');
  const key = asDoc(entry['key'], 'key');
  const kinds = Object.values(key).filter((value) => typeof value === 'string');
  for (const kind of kinds) {
    if (kind === 'text' || (kind === 'cosmosSearch' && profile === 'documentdb')) continue;
    throw new CommandError(67, `Unknown index plugin '${kind}'`);
  }
  for (const field of Object.keys(entry)) {
    if (FIELDS.has(field) || (field === 'cosmosSearchOptions' && profile === 'documentdb')) continue;
    throw new CommandError(197, `The field '${field}' is not valid for an index specification. Specification: ${name}`);
  }
  const expires = entry['expireAfterSeconds'];
  if (expires !== undefined && Object.keys(key).length > 1) {
    throw new CommandError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL.');
  }
  const partial = entry['partialFilterExpression'];
  if (isDoc(partial)) checkPartialFilter(partial);
  const kind = kinds.includes('text') ? 'text' : kinds.includes('cosmosSearch') ? 'cosmosSearch' : 'ordered';
  if (kind === 'text' && entry['default_language'] !== 'none') {
    throw new CommandError(2, "The test server's text indexes know default_language 'none' only.");
  }
  return {
    name,
    key,
    kind,
    unique: entry['unique'] === true,
    sparse: entry['sparse'] === true,
    partialFilter: isDoc(partial) ? partial : null,
    expireAfterSeconds: typeof expires === 'number' ? expires : null,
    listed: { v: 2, ...entry, ...(kind === 'text' && listedTextKey(key)) },
  };
}

/** The index that every collection has. */
export function idIndexSpec(): IndexSpec {
  return {
    name: '_id_',
    key: { _id: 1 },
    kind: 'ordered',
    unique: true,
    sparse: false,
    partialFilter: null,
    expireAfterSeconds: null,
    listed: { v: 2, key: { _id: 1 }, name: '_id_' },
  };
}

function listedTextKey(key: Doc): Doc {
  const ordered = Object.entries(key).filter(([, value]) => value !== 'text');
  const text = Object.entries(key).filter(([, value]) => value === 'text');
  return {
    key: { ...Object.fromEntries(ordered), _fts: 'text', _ftsx: 1 },
    weights: Object.fromEntries(text.map(([path]) => [path, 1])),
    textIndexVersion: 3,
    language_override: 'language',
  };
}

function checkPartialFilter(filter: Doc): void {
  for (const [name, value] of Object.entries(filter)) {
    const refused = name.startsWith('$') && (!PARTIAL_OPERATORS.has(name) || (name === '$exists' && value !== true));
    if (refused) throw new CommandError(67, `Expression not supported in partial index: ${name}`);
    for (const inner of [value].flat()) if (isDoc(inner)) checkPartialFilter(inner);
  }
}
