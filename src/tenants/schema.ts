import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import type { TenantRecord } from '../store/directory-records.ts';
import type { DeletionReceipt } from './tenants-service.ts';
import { Tenant } from './types.ts';

const UpdateTenantInput = builder.inputType('UpdateTenantInput', {
  description: 'What to change of the organisation. What is left out stays as it is.',
  fields: (t) => ({
    name: t.string({ description: 'The new name.' }),
    instructions: t.string({
      description:
        "Instructions for the language model in addition to Carrel's own rules, such as tone, wording or language; at most 2,000 characters. Null or empty removes them.",
    }),
  }),
});

const UpdateTenantPayload = builder.objectRef<{ record: TenantRecord }>('UpdateTenantPayload').implement({
  description: 'An organisation that was changed.',
  fields: (t) => ({
    tenant: t.field({
      type: Tenant,
      description: 'The organisation as it is now.',
      resolve: ({ record }, _args, context) => ({
        record,
        usage: () => context.services.tenants.usage(identify(context), { signal: context.signal }),
      }),
    }),
  }),
});

builder.mutationField('updateTenant', (t) =>
  t.field({
    type: UpdateTenantPayload,
    access: 'OWNER',
    audit: audited<unknown, typeof UpdateTenantInput.$inferInput>('tenant.update', ({ input }) => ({
      detail: {
        name: input.name ?? null,
        ...(input.instructions !== undefined && { instructions: input.instructions ? 'set' : 'removed' }),
      },
    })),
    description: 'Changes the organisation.',
    args: { input: t.arg({ type: UpdateTenantInput, required: true, description: 'The changes.' }) },
    resolve: async (_root, { input: { name, instructions } }, context) => ({
      record: await context.services.tenants.update(identify(context), {
        ...(name != null && { name }),
        ...(instructions !== undefined && { instructions }),
      }),
    }),
  }),
);

const DeleteTenantInput = builder.inputType('DeleteTenantInput', {
  description: 'What confirms that the organisation is to be deleted.',
  fields: (t) => ({
    password: t.string({ required: true, description: 'The password of the owner who asks for it.' }),
    confirmName: t.string({ required: true, description: 'The name of the organisation, exactly as it is.' }),
  }),
});

const DeleteTenantPayload = builder.objectRef<{ receipt: DeletionReceipt }>('DeleteTenantPayload').implement({
  description: 'The receipt for an organisation that was deleted.',
  fields: (t) => ({
    tenantId: t.id({ description: 'The id that it had.', resolve: ({ receipt }) => receipt.tenantId }),
    documents: t.int({
      description: 'How many searchable documents it had.',
      resolve: ({ receipt }) => receipt.documents,
    }),
    chunks: t.int({ description: 'How many chunks its documents had.', resolve: ({ receipt }) => receipt.chunks }),
    members: t.int({ description: 'How many members it had.', resolve: ({ receipt }) => receipt.members }),
    deletedAt: t.field({
      type: 'DateTime',
      description: 'When all of it was gone.',
      resolve: ({ receipt }) => receipt.deletedAt,
    }),
  }),
});

builder.mutationField('deleteTenant', (t) =>
  t.field({
    type: DeleteTenantPayload,
    access: 'OWNER',
    // The log goes with the organisation: the service writes its last entry before.
    audit: 'none',
    description:
      'Deletes the organisation: its documents, members, tokens and log, and the accounts that belong to no other. It ends all sessions and streams, and can not be undone.',
    args: { input: t.arg({ type: DeleteTenantInput, required: true, description: 'The confirmation.' }) },
    resolve: async (_root, { input }, context) => ({
      receipt: await context.services.tenants.delete(identify(context), input, context),
    }),
  }),
);

const DeleteAccountInput = builder.inputType('DeleteAccountInput', {
  description: 'What confirms that the account is to be deleted.',
  fields: (t) => ({ password: t.string({ required: true, description: 'The password of the account.' }) }),
});

const DeleteAccountPayload = builder.objectRef<{ userId: string }>('DeleteAccountPayload').implement({
  description: 'An account that was deleted.',
  fields: (t) => ({ userId: t.exposeID('userId', { description: 'The id that the user had.' }) }),
});

builder.mutationField('deleteAccount', (t) =>
  t.field({
    type: DeleteAccountPayload,
    access: 'VIEWER',
    // Its last entry is written before.
    audit: 'none',
    description:
      'Deletes the account of the user, with organisations that have no other member. The only owner of an organisation with other members is refused.',
    args: { input: t.arg({ type: DeleteAccountInput, required: true, description: 'The confirmation.' }) },
    resolve: async (_root, { input }, context) => ({
      userId: await context.services.tenants.deleteAccount(identify(context), input.password, context),
    }),
  }),
);
