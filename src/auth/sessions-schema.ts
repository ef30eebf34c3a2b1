import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { type SessionId, type TenantId, toId } from '../ids.ts';
import type { SessionRecord } from '../store/sessions.ts';
import { identityOf } from './identity.ts';
import type { Session } from './open-session.ts';
import { SessionPayload } from './types.ts';

/** Without the organisation, which may be another than that of the token. */
type SessionShape = Omit<SessionRecord, 'tenantId'> & { readonly isCurrent: boolean };

const LoginSession = builder.objectRef<SessionShape>('LoginSession').implement({
  description: 'A login of the user on one device.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The opaque id of the session.' }),
    device: t.exposeString('device', {
      nullable: true,
      description: 'The User-Agent that the client sent; null if it sent none.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the user logged in.' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', description: 'When it was last used, to the minute.' }),
    current: t.exposeBoolean('isCurrent', { description: 'Whether it is the session of this request.' }),
  }),
});

builder.queryField('sessions', (t) =>
  t.field({
    type: [LoginSession],
    access: 'VIEWER',
    audit: 'none',
    description: 'The sessions of the user in all organisations, last seen first. API tokens have none.',
    resolve: async (_root, _args, context) => {
      const caller = identify(context);
      const { credential } = caller;
      const sessions = await context.services.sessions.list(caller, { signal: context.signal });
      return sessions.map(({ tenantId: _, ...session }) => ({
        ...session,
        isCurrent: credential.type === 'SESSION' && session.id === credential.sessionId,
      }));
    },
  }),
);

const RefreshSessionInput = builder.inputType('RefreshSessionInput', {
  description: 'The session to go on with.',
  fields: (t) => ({
    refreshToken: t.string({ required: true, description: "The session's latest refresh token. It can be used once." }),
  }),
});

builder.mutationField('refreshSession', (t) =>
  t.field({
    type: SessionPayload,
    access: 'public',
    audit: audited<Session>('session.refresh', ({ result }) => ({ target: result?.id }), identityOf),
    description:
      'Gives new tokens for a refresh token. One that was used before ends the session, as somebody has a copy of it; within ten seconds of its use it is a CONFLICT that ends nothing.',
    args: { input: t.arg({ type: RefreshSessionInput, required: true, description: 'The refresh token.' }) },
    resolve: async (_root, { input }, { services, address }) => {
      await services.limits.countRefresh(address);
      return await services.sessions.refresh(input.refreshToken);
    },
  }),
);

const LogoutInput = builder.inputType('LogoutInput', {
  description: 'What to log out of.',
  fields: (t) => ({
    everywhere: t.boolean({ defaultValue: false, description: 'All sessions of the user, not only this one.' }),
  }),
});

const LogoutPayload = builder.objectRef<{ endedSessions: number }>('LogoutPayload').implement({
  description: 'Sessions that were ended.',
  fields: (t) => ({ endedSessions: t.exposeInt('endedSessions', { description: 'How many were ended.' }) }),
});

builder.mutationField('logout', (t) =>
  t.field({
    type: LogoutPayload,
    access: 'VIEWER',
    // How many have ended is no matter of this organisation: there may be others among them.
    audit: audited<unknown, { everywhere?: boolean | null } | null>('session.logout', ({ input }) => ({
      detail: { everywhere: input?.everywhere ?? false },
    })),
    description: 'Ends the session: its tokens are refused from now on, and its sockets and streams are closed.',
    args: { input: t.arg({ type: LogoutInput, description: 'What to log out of; this session by default.' }) },
    resolve: async (_root, { input }, context) => ({
      endedSessions: await context.services.sessions.logout(identify(context), {
        everywhere: input?.everywhere ?? false,
      }),
    }),
  }),
);

const RevokeSessionInput = builder.inputType('RevokeSessionInput', {
  description: 'The session to end.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the session, one of the user’s own.' }) }),
});

interface RevokedSession {
  readonly id: string;
  /** Whether it was one of the caller's present organisation. */
  readonly isHere: boolean;
}

const RevokeSessionPayload = builder.objectRef<RevokedSession>('RevokeSessionPayload').implement({
  description: 'A session that was ended.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that the session had.' }) }),
});

builder.mutationField('revokeSession', (t) =>
  t.field({
    type: RevokeSessionPayload,
    access: 'VIEWER',
    // A session in another organisation is nothing that those who read the log of this one may know of.
    audit: audited<RevokedSession>('session.revoke', ({ result }) => ({ target: result?.isHere ? result.id : null })),
    description: 'Ends a session of the user, such as that of a device that was lost.',
    args: { input: t.arg({ type: RevokeSessionInput, required: true, description: 'The session.' }) },
    resolve: async (_root, { input: { id } }, context) => {
      const caller = identify(context);
      const { tenantId } = await context.services.sessions.revoke(caller, toId<SessionId>(id));
      return { id, isHere: tenantId === caller.tenantId };
    },
  }),
);

const SwitchTenantInput = builder.inputType('SwitchTenantInput', {
  description: 'The organisation to switch to.',
  fields: (t) => ({
    tenantId: t.id({ required: true, description: 'The id of the organisation, one of `Viewer.memberships`.' }),
  }),
});

builder.mutationField('switchTenant', (t) =>
  t.field({
    type: SessionPayload,
    access: 'VIEWER',
    audit: audited<Session>('session.switch', ({ result }) => ({ target: result?.id }), identityOf),
    description: 'Logs the user in to another of their organisations. The present session goes on beside the new one.',
    args: { input: t.arg({ type: SwitchTenantInput, required: true, description: 'The organisation.' }) },
    resolve: (_root, { input }, context) =>
      context.services.sessions.switchTenant(identify(context), toId<TenantId>(input.tenantId), context.device),
  }),
);
