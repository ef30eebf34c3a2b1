import { expect, it } from 'vitest';
import { newId, type UserId } from '../../src/ids.ts';
import { seenBy } from '../../src/store/embedded/filters.ts';

it('what a scope sees is told without a subquery, which SQLite looks at behind all that is asked for', () => {
  const { sql, values } = seenBy({ userId: newId<UserId>(), piiAccess: false, collections: ['finance', 'hr/pay'] });
  expect(sql).not.toMatch(/select/i);
  expect(sql.match(/\?/g)).toHaveLength(values.length);
});
