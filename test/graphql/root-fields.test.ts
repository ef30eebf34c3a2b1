import SchemaBuilder from '@pothos/core';
import { describe, expect, it } from 'vitest';
import AuditPlugin from '../../src/graphql/audit.ts';
import TenantScopePlugin from '../../src/graphql/tenant-scope.ts';

/** What a root field says of itself, right or wrong. */
type Says = Readonly<Record<string, unknown>>;

const ACCESS = { access: 'VIEWER' } as const;
const AUDIT = { audit: 'none' } as const;

/** A schema with one field at the root of each kind of operation, and one below, which says nothing. */
function build(says: Says) {
  const unused = () => {
    throw new Error('Nothing is asked of this schema.');
  };
  const builder = new SchemaBuilder<{ Context: object }>({
    plugins: [AuditPlugin, TenantScopePlugin],
    auditing: { callerOf: unused, record: unused },
    tenantScope: { identify: unused, open: unused, onBreach: unused },
  });
  const Thing = builder.objectRef<object>('Thing').implement({
    fields: (t) => ({ name: t.string({ resolve: () => 'a thing' }) }),
  });
  const right = { type: Thing, resolve: () => ({}), ...ACCESS, ...AUDIT } as const;
  const options = (kind: string) => ({ ...right, ...((says[kind] ?? {}) as typeof right) });
  builder.queryType({ fields: (t) => ({ thing: t.field(options('Query')) }) });
  builder.mutationType({ fields: (t) => ({ thing: t.field(options('Mutation')) }) });
  builder.subscriptionType({
    fields: (t) => ({ thing: t.field({ ...options('Subscription'), subscribe: async function* () {} }) }),
  });
  return builder.toSchema();
}

describe('a schema', () => {
  it('is built where each root field says who may use it, and how it is audited', () => {
    const fields = build({}).getQueryType()?.getFields();
    expect(fields?.['thing']?.extensions).toMatchObject({ access: 'VIEWER', audit: 'none' });
    expect(build({ Mutation: { access: 'public' } }).getMutationType()).toBeDefined();
  });

  it.each(['Query', 'Mutation', 'Subscription'])('is not built where a field of %s does not say so', (kind) => {
    expect(() => build({ [kind]: { access: undefined } })).toThrow(`${kind}.thing must say access`);
    expect(() => build({ [kind]: { audit: undefined } })).toThrow(`${kind}.thing must say how it is audited`);
  });
});
