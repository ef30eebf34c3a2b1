import { builder } from '../graphql/builder.ts';
import { describeValues } from '../graphql/enum-values.ts';
import { ROLES } from '../roles.ts';
import type { TenantRecord, UserRecord } from '../store/directory.ts';
import type { TenantUsage } from '../store/tenant-store.ts';

export const Role = builder.enumType('Role', {
  description: 'What a member may do; each role may do all that those before it may.',
  values: describeValues(ROLES, {
    VIEWER: 'Read, search and ask.',
    EDITOR: 'Also bring documents in.',
    ADMIN: 'Also delete documents and manage members.',
    OWNER: 'Everything.',
  }),
});

export const User = builder.objectRef<UserRecord>('User').implement({
  description: 'A person with an account.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Opaque.' }),
    email: t.exposeString('email', { description: 'Normalised: trimmed and in lower case.' }),
    name: t.exposeString('name', { nullable: true, description: 'What they want to be called.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the account was made.' }),
  }),
});

const TenantUsageRef = builder.objectRef<TenantUsage>('TenantUsage').implement({
  description: 'How much an organisation keeps.',
  fields: (t) => ({
    documents: t.exposeInt('documents', { description: 'Documents that are searchable.' }),
    chunks: t.exposeInt('chunks', { description: 'Their chunks.' }),
    storedBytes: t.exposeFloat('storedBytes', { description: 'Bytes of all originals.' }),
  }),
});

/** A tenant, and the way to what it uses. */
export interface TenantShape {
  readonly record: TenantRecord;
  usage(): Promise<TenantUsage>;
}

export const Tenant = builder.objectRef<TenantShape>('Tenant').implement({
  description: 'An organisation; its documents are seen by nobody else.',
  fields: (t) => ({
    id: t.id({ description: 'Opaque.', resolve: ({ record }) => record.id }),
    name: t.string({ description: 'What it is called.', resolve: ({ record }) => record.name }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: ({ record }) => record.createdAt,
    }),
    usage: t.field({
      type: TenantUsageRef,
      nullable: true,
      description: 'How much it keeps; null for members who may not see all documents.',
      resolve: (tenant) => tenant.usage(),
    }),
  }),
});
