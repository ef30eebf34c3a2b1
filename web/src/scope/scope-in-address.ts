import type { Scope } from './scope.ts';

const COLLECTION = 'collection';
const TAG = 'tag';
const DOCUMENT = 'documents';

/** The scope that an address names. */
export function scopeIn(search: string): Scope {
  const named = new URLSearchParams(search);
  return {
    collection: named.get(COLLECTION) ?? '',
    tags: named.getAll(TAG),
    documentIds: named.getAll(DOCUMENT),
  };
}

/** The parameters that name a scope. */
export function parametersOf({ collection, tags, documentIds }: Scope): [name: string, value: string][] {
  return [
    ...(collection ? [[COLLECTION, collection] as [string, string]] : []),
    ...tags.map((tag): [string, string] => [TAG, tag]),
    ...documentIds.map((id): [string, string] => [DOCUMENT, id]),
  ];
}

/** Where a document is asked about. */
export function addressOfAsking(documentId: string): string {
  return addressWith('/', [[DOCUMENT, documentId]]);
}

/** An address with parameters, if there are any. */
export function addressWith(path: string, parameters: readonly (readonly [name: string, value: string])[]): string {
  return parameters.length > 0 ? `${path}?${new URLSearchParams(parameters.map((each) => [...each]))}` : path;
}
