import { describe, expect, it } from 'vitest';
import { type AccessScope, EVERYTHING } from '../../src/store/access.ts';
import {
  conditionsOfFilter,
  conditionsOfScope,
  type FilterTable,
  type ScopeTable,
} from '../../src/store/conditions.ts';
import type { DocumentFilter } from '../../src/store/filters.ts';

const FILTERS: FilterTable<string> = {
  documentIds: (ids) => `ids ${ids.length}`,
  tags: (tags) => `tags ${tags}`,
  createdAfter: (date) => `after ${date.getTime()}`,
  createdBefore: (date) => `before ${date.getTime()}`,
  collection: (name) => `in ${name}`,
  mediaType: (type) => type,
  datedAfter: (date) => `dated after ${date.getTime()}`,
  datedBefore: (date) => `dated before ${date.getTime()}`,
  status: (status) => status,
  nameContains: (part) => part,
};
const SCOPES: ScopeTable<string> = {
  userId: (id) => `user ${id}`,
  piiAccess: (has) => (has ? null : 'no pii'),
  collections: (names) => (names ? `in ${names}` : null),
};

// A condition or a right that is added to the ports, and that an adapter's table lacks, does not compile.
type NextFilter = DocumentFilter & { readonly language?: string | undefined };
type NextScope = AccessScope & { readonly region: string };
// @ts-expect-error: there is no entry for `language`
FILTERS satisfies FilterTable<string, NextFilter>;
// @ts-expect-error: there is no entry for `region`
SCOPES satisfies ScopeTable<string, NextScope>;
// @ts-expect-error: nothing of a scope is optional
({ userId: null, piiAccess: true }) satisfies AccessScope;

describe('conditions', () => {
  it('are those of the parts that a filter has', () => {
    expect(conditionsOfFilter(FILTERS, {})).toEqual([]);
    expect(conditionsOfFilter(FILTERS, { tags: undefined, status: 'FAILED', documentIds: [] })).toEqual([
      'ids 0',
      'FAILED',
    ]);
  });

  it('are those of the rights that a scope lacks', () => {
    const scope: AccessScope = { userId: null, piiAccess: false, collections: ['a'] };
    expect(conditionsOfScope(SCOPES, scope)).toEqual(['user null', 'no pii', 'in a']);
    expect(conditionsOfScope(SCOPES, { ...scope, piiAccess: true, collections: null })).toEqual(['user null']);
    expect(conditionsOfScope(SCOPES, EVERYTHING)).toEqual([]);
  });
});
