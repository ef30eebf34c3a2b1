import { builder } from '../graphql/builder.ts';
import { describeValues } from '../graphql/enum-values.ts';
import { ROLES } from '../roles.ts';
import type { TenantRecord, UserRecord } from '../store/directory-records.ts';
import type { TenantUsage } from '../store/tenant-store.ts';
import type { Quotas } from './use-limits.ts';

export const Role = builder.enumType('Role', {
  description: 'What a member may do. VIEWER < EDITOR < ADMIN < OWNER: each may do what those before it may.',
  values: describeValues(ROLES, {
    VIEWER: 'Read, search and ask.',
    EDITOR: 'Add documents; change, replace and delete their own.',
    ADMIN: 'Change and delete all documents that they see; manage members and API tokens; read the audit log.',
    OWNER: 'Rename and delete the organisation; choose its language model and instructions.',
  }),
});

export const User = builder.objectRef<UserRecord>('User').implement({
  description: 'A person with an account.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The opaque id of the user.' }),
    email: t.exposeString('email', { description: 'The e-mail address, in lower case.' }),
    name: t.exposeString('name', { nullable: true, description: 'The name of the person.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the account was created.' }),
  }),
});

const TenantUsageRef = builder.objectRef<TenantUsage>('TenantUsage').implement({
  description: 'How much an organisation has stored.',
  fields: (t) => ({
    documents: t.exposeInt('documents', { description: 'How many documents are searchable.' }),
    chunks: t.exposeInt('chunks', { description: 'How many chunks these documents have.' }),
    storedBytes: t.exposeFloat('storedBytes', { description: 'The size of all originals, in bytes.' }),
  }),
});

const TenantQuotas = builder.objectRef<Quotas>('TenantQuotas').implement({
  description: 'The limits that the operator has set for an organisation; null for no limit.',
  fields: (t) => ({
    documents: t.exposeInt('documents', {
      nullable: true,
      description: 'Documents, searchable or not.',
    }),
    storedBytes: t.exposeFloat('storageBytes', {
      nullable: true,
      description: 'The size of all originals, in bytes.',
    }),
    questionsPerDay: t.exposeInt('questionsPerDay', {
      nullable: true,
      description: 'Questions of all members together in 24 hours, which begin with the first of them.',
    }),
  }),
});

/** A tenant, and the way to what it uses. */
export interface TenantShape {
  readonly record: TenantRecord;
  usage(): Promise<TenantUsage | null>;
}

export const Tenant = builder.objectRef<TenantShape>('Tenant').implement({
  description: 'An organisation. Only its members can see its documents.',
  fields: (t) => ({
    id: t.id({ description: 'The opaque id of the organisation.', resolve: ({ record }) => record.id }),
    name: t.string({ description: 'The name of the organisation.', resolve: ({ record }) => record.name }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When the organisation was created.',
      resolve: ({ record }) => record.createdAt,
    }),
    instructions: t.string({
      nullable: true,
      description: "Instructions for the language model, in addition to Carrel's own rules; null for none.",
      resolve: ({ record }) => record.instructions,
    }),
    usage: t.field({
      type: TenantUsageRef,
      nullable: true,
      description: 'How much it has stored; null for members who may not see all documents.',
      resolve: (tenant) => tenant.usage(),
    }),
    quotas: t.field({
      type: TenantQuotas,
      description: 'The limits that the operator has set for it.',
      resolve: ({ record }, _args, { services }) => services.limits.quotasOf(record),
    }),
  }),
});
