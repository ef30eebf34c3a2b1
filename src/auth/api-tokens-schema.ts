import { grantDetail } from '../audit/facts.ts';
import { parseCollections } from '../documents/collections.ts';
import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import {
  connectionType,
  cursorOfCreated,
  pageArgs,
  pageComplexity,
  parsePage,
  toConnection,
} from '../graphql/connection.ts';
import { type ApiTokenId, toId } from '../ids.ts';
import type { Rights } from '../roles.ts';
import type { ApiTokenRecord } from '../store/api-tokens.ts';
import { Role } from '../tenants/types.ts';
import { ApiToken } from './types.ts';

const ApiTokenConnection = connectionType('ApiToken', { node: ApiToken, items: 'API tokens' });

builder.queryField('apiTokens', (t) =>
  t.field({
    type: ApiTokenConnection,
    access: 'ADMIN',
    audit: 'none',
    description: 'The valid API tokens of the organisation, newest first.',
    args: pageArgs('tokens'),
    complexity: pageComplexity,
    resolve: async (_root, args, context) => {
      const page = await context.services.apiTokens.list(identify(context), {
        ...parsePage(args),
        signal: context.signal,
      });
      return toConnection<ApiTokenRecord>(page, { after: args.after, cursorOf: cursorOfCreated });
    },
  }),
);

const CreateApiTokenInput = builder.inputType('CreateApiTokenInput', {
  description: 'What the token is for, and what it may do and see.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'What it is for.' }),
    role: t.field({ type: Role, required: true, defaultValue: 'VIEWER', description: 'The role of the token.' }),
    piiAccess: t.boolean({
      defaultValue: false,
      description: 'Whether it sees documents that contain personal data.',
    }),
    collections: t.stringList({
      description: 'The collections that it is limited to, each with those below it; all by default.',
    }),
    expiresAt: t.field({ type: 'DateTime', description: 'When it expires; never by default.' }),
  }),
});

const CreateApiTokenPayload = builder
  .objectRef<{ apiToken: ApiTokenRecord; token: string }>('CreateApiTokenPayload')
  .implement({
    description: 'A token that was made.',
    fields: (t) => ({
      apiToken: t.field({ type: ApiToken, description: 'What it is.', resolve: ({ apiToken }) => apiToken }),
      token: t.exposeString('token', {
        description: 'The token itself, to be sent as `Authorization: Bearer <token>`. It is shown this once.',
      }),
    }),
  });

builder.mutationField('createApiToken', (t) =>
  t.field({
    type: CreateApiTokenPayload,
    access: 'ADMIN',
    audit: audited<{ apiToken: ApiTokenRecord }, Rights & { name: string }>('token.create', ({ input, result }) => ({
      target: result?.apiToken.id,
      detail: grantDetail(input),
    })),
    description:
      'Makes a token for a program. It works wherever an access token does, never with more rights than its maker has, and ends with their membership. Nobody grants more than they hold.',
    args: { input: t.arg({ type: CreateApiTokenInput, required: true, description: 'The token.' }) },
    resolve: (_root, { input: { name, role, piiAccess, collections, expiresAt } }, context) =>
      context.services.apiTokens.create(identify(context), {
        name,
        role,
        piiAccess: piiAccess ?? false,
        collections: parseCollections(collections),
        expiresAt: expiresAt ?? null,
      }),
  }),
);

const RevokeApiTokenInput = builder.inputType('RevokeApiTokenInput', {
  description: 'The token to revoke.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the token.' }) }),
});

const RevokeApiTokenPayload = builder.objectRef<{ id: string }>('RevokeApiTokenPayload').implement({
  description: 'A token that was revoked.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that the token had.' }) }),
});

builder.mutationField('revokeApiToken', (t) =>
  t.field({
    type: RevokeApiTokenPayload,
    access: 'ADMIN',
    audit: audited<unknown, { id: string }>('token.revoke', ({ input }) => ({ target: input.id })),
    description: 'Revokes a token: it is refused from now on, and its sockets and streams are closed.',
    args: { input: t.arg({ type: RevokeApiTokenInput, required: true, description: 'The token.' }) },
    resolve: async (_root, { input: { id } }, context) => {
      await context.services.apiTokens.revoke(identify(context), toId<ApiTokenId>(id));
      return { id };
    },
  }),
);
