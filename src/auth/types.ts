import { builder, identify } from '../graphql/builder.ts';
import type { UserId } from '../ids.ts';
import type { ApiTokenRecord } from '../store/api-tokens.ts';
import type { Member } from '../store/directory-records.ts';
import { Role, Tenant, User } from '../tenants/types.ts';
import { type Identity, identityOf } from './identity.ts';
import type { Session } from './open-session.ts';

export const ApiToken = builder.objectRef<ApiTokenRecord>('ApiToken').implement({
  description:
    'A token for a program, accepted wherever an access token is. It never has more rights than the member who made it.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The opaque id of the token.' }),
    name: t.exposeString('name', { description: 'What it is for.' }),
    prefix: t.exposeString('prefix', {
      description: 'The 8 characters of the token after `carrel_`, to recognise it by.',
    }),
    role: t.expose('role', { type: Role, description: 'The role that it was given.' }),
    piiAccess: t.exposeBoolean('piiAccess', {
      description: 'Whether it sees documents that contain personal data.',
    }),
    collections: t.stringList({
      nullable: true,
      description: 'The collections that it is limited to, each with those below it; null for all documents.',
      resolve: ({ collections }) => collections && [...collections],
    }),
    createdBy: t.loadable({
      type: User,
      nullable: true,
      description: 'Who made it.',
      loaderOptions: { maxBatchSize: 100 },
      load: async (ids: UserId[], context) => {
        const users = await context.services.tenants.findUsers(identify(context).tenantId, ids);
        const byId = new Map(users.map((user) => [user.id, user]));
        return ids.map((id) => byId.get(id) ?? null);
      },
      resolve: ({ createdBy }) => createdBy,
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    lastUsedAt: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used, to the minute; null before its first use.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it expires; null if it never does.',
    }),
  }),
});

const Membership = builder.objectRef<Member>('Membership').implement({
  description: 'An organisation to which the caller belongs.',
  fields: (t) => ({
    tenantId: t.id({ description: 'The opaque id of the organisation.', resolve: ({ tenant }) => tenant.id }),
    tenantName: t.string({ description: 'The name of the organisation.', resolve: ({ tenant }) => tenant.name }),
    role: t.field({
      type: Role,
      description: 'The role of the caller there.',
      resolve: ({ membership }) => membership.role,
    }),
  }),
});

/** In an object of its own: an identity names a tenant, but is no row of one. */
export interface ViewerShape {
  readonly identity: Identity;
}

export const Viewer = builder.objectRef<ViewerShape>('Viewer').implement({
  description: 'The caller, with the organisation and the rights there. Exactly one of `user` and `apiToken` is there.',
  fields: (t) => ({
    user: t.field({
      type: User,
      nullable: true,
      description: 'The user who is logged in; null for an API token.',
      resolve: ({ identity: { credential, member } }) => (credential.type === 'API_TOKEN' ? null : member.user),
    }),
    apiToken: t.field({
      type: ApiToken,
      nullable: true,
      description: 'The API token that calls; null for a user who is logged in.',
      resolve: ({ identity: { credential } }) => (credential.type === 'API_TOKEN' ? credential.token : null),
    }),
    tenant: t.field({
      type: Tenant,
      description: 'The organisation that the token is for.',
      resolve: ({ identity }, _args, { services, signal }) => ({
        record: identity.member.tenant,
        usage: () => services.tenants.usage(identity, { signal }),
      }),
    }),
    role: t.field({
      type: Role,
      description: 'The role of the caller in the organisation.',
      resolve: ({ identity }) => identity.role,
    }),
    piiAccess: t.boolean({
      description: 'Whether the caller sees documents that contain personal data.',
      resolve: ({ identity }) => identity.piiAccess,
    }),
    collections: t.field({
      type: ['String'],
      nullable: true,
      description: 'The collections that the caller is limited to, each with those below it; null for all documents.',
      resolve: ({ identity: { collections } }) => collections && [...collections],
    }),
    memberships: t.field({
      type: [Membership],
      description: 'The organisations that the caller may switch to, this one among them.',
      resolve: ({ identity }, _args, { services, signal }) => services.sessions.memberships(identity, { signal }),
    }),
  }),
});

export const SessionPayload = builder.objectRef<Session>('SessionPayload').implement({
  description: 'The tokens of somebody who is logged in.',
  fields: (t) => ({
    accessToken: t.exposeString('accessToken', {
      description: 'The access token, to be sent as `Authorization: Bearer <token>`.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the access token expires.' }),
    refreshToken: t.exposeString('refreshToken', {
      description: 'Gives new tokens by `refreshSession`, once, within 30 days. Keep it secret; it is shown this once.',
    }),
    viewer: t.field({
      type: Viewer,
      description: 'The user who is logged in.',
      resolve: (session) => ({ identity: identityOf(session) }),
    }),
  }),
});
