import { grantDetail } from '../audit/facts.ts';
import { identityOf } from '../auth/identity.ts';
import type { Session } from '../auth/open-session.ts';
import { SessionPayload } from '../auth/types.ts';
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
import { type InvitationId, toId } from '../ids.ts';
import type { InvitationRecord } from '../store/invitations.ts';
import type { InvitationPreview } from './invitations-service.ts';
import { Role } from './types.ts';

const Invitation = builder.objectRef<InvitationRecord>('Invitation').implement({
  description: 'An invitation to become a member of the organisation.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The opaque id of the invitation.' }),
    email: t.exposeString('email', { description: 'The e-mail address of the invited person, in lower case.' }),
    role: t.expose('role', { type: Role, description: 'The role that the member will have.' }),
    piiAccess: t.exposeBoolean('piiAccess', {
      description: 'Whether the member will see documents that contain personal data.',
    }),
    collections: t.stringList({
      nullable: true,
      description: 'The collections that the member will be limited to; null for all documents.',
      resolve: ({ collections }) => collections && [...collections],
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'Until when it can be accepted.' }),
  }),
});

const InvitationConnection = connectionType('Invitation', { node: Invitation, items: 'invitations' });

builder.queryField('invitations', (t) =>
  t.field({
    type: InvitationConnection,
    access: 'ADMIN',
    audit: 'none',
    description: 'The invitations that can still be accepted, newest first.',
    args: pageArgs('invitations'),
    complexity: pageComplexity,
    resolve: async (_root, args, context) => {
      const page = await context.services.invitations.list(identify(context), {
        ...parsePage(args),
        signal: context.signal,
      });
      return toConnection<InvitationRecord>(page, { after: args.after, cursorOf: cursorOfCreated });
    },
  }),
);

const InvitationPreviewRef = builder.objectRef<InvitationPreview>('InvitationPreview').implement({
  description: 'What whoever has the token of an invitation may know of it.',
  fields: (t) => ({
    tenantName: t.exposeString('tenantName', { description: 'The name of the organisation.' }),
    email: t.string({ description: 'The invited e-mail address.', resolve: ({ invitation }) => invitation.email }),
    role: t.field({
      type: Role,
      description: 'The role that the member will have.',
      resolve: ({ invitation }) => invitation.role,
    }),
    hasAccount: t.exposeBoolean('hasAccount', {
      description: 'Whether the invited e-mail address has an account here, so that its owner logs in to accept.',
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when it can be accepted.',
      resolve: ({ invitation }) => invitation.expiresAt,
    }),
  }),
});

builder.queryField('invitation', (t) =>
  t.field({
    type: InvitationPreviewRef,
    nullable: true,
    access: 'public',
    audit: 'none',
    description:
      'The organisation and the role that an invitation is for, shown to whoever has its token. Null when it has ended or never was.',
    args: { token: t.arg.string({ required: true, description: 'The token of the invitation.' }) },
    resolve: (_root, { token }, { services, signal }) => services.invitations.preview(token, { signal }),
  }),
);

const InviteMemberInput = builder.inputType('InviteMemberInput', {
  description: 'Whom to invite, and what they will be able to do and see.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'The e-mail address of the person to invite.' }),
    role: t.field({
      type: Role,
      required: true,
      defaultValue: 'VIEWER',
      description: 'The role that the member will have.',
    }),
    piiAccess: t.boolean({
      defaultValue: false,
      description: 'Whether the member will see documents that contain personal data.',
    }),
    collections: t.stringList({
      description: 'The collections that the member will be limited to, each with those below it; all by default.',
    }),
  }),
});

const InviteMemberPayload = builder
  .objectRef<{ invitation: InvitationRecord; token: string }>('InviteMemberPayload')
  .implement({
    description: 'An invitation, and the token to hand to the invited person.',
    fields: (t) => ({
      invitation: t.field({
        type: Invitation,
        description: 'The invitation.',
        resolve: ({ invitation }) => invitation,
      }),
      token: t.exposeString('token', {
        description: 'The one-time token for `acceptInvitation`. It is shown this once.',
      }),
    }),
  });

builder.mutationField('inviteMember', (t) =>
  t.field({
    type: InviteMemberPayload,
    access: 'ADMIN',
    audit: audited<{ invitation: InvitationRecord }, typeof InviteMemberInput.$inferInput>(
      'member.invite',
      ({ input, result }) => ({
        target: result?.invitation.id,
        detail: { email: result?.invitation.email ?? null, ...grantDetail(input) },
      }),
    ),
    description:
      'Invites somebody for a week; an earlier invitation of the same e-mail address ends. Carrel sends no mail: hand the token over. Nobody grants more than they hold.',
    args: { input: t.arg({ type: InviteMemberInput, required: true, description: 'The person and the rights.' }) },
    resolve: (_root, { input: { email, role, piiAccess, collections } }, context) =>
      context.services.invitations.invite(identify(context), {
        email,
        role,
        piiAccess: piiAccess ?? false,
        collections: parseCollections(collections),
      }),
  }),
);

const RevokeInvitationInput = builder.inputType('RevokeInvitationInput', {
  description: 'The invitation to revoke.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the invitation.' }) }),
});

const RevokeInvitationPayload = builder.objectRef<{ id: string }>('RevokeInvitationPayload').implement({
  description: 'An invitation that was revoked.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that the invitation had.' }) }),
});

builder.mutationField('revokeInvitation', (t) =>
  t.field({
    type: RevokeInvitationPayload,
    access: 'ADMIN',
    audit: audited<unknown, { id: string }>('invitation.revoke', ({ input }) => ({ target: input.id })),
    description: 'Revokes an invitation: its token is refused from now on.',
    args: { input: t.arg({ type: RevokeInvitationInput, required: true, description: 'The invitation.' }) },
    resolve: async (_root, { input: { id } }, context) => {
      await context.services.invitations.revoke(identify(context), toId<InvitationId>(id));
      return { id };
    },
  }),
);

const AcceptInvitationInput = builder.inputType('AcceptInvitationInput', {
  description: 'An invitation, and the account to be made for a new user.',
  fields: (t) => ({
    token: t.string({ required: true, description: 'The token of the invitation.' }),
    password: t.string({
      description:
        'The password of the new account, 8 to 256 characters. Null for someone who has an account: they send their access token instead.',
    }),
    name: t.string({ description: 'The name of the new user.' }),
  }),
});

builder.mutationField('acceptInvitation', (t) =>
  t.field({
    type: SessionPayload,
    access: 'public',
    audit: audited<Session>('invitation.accept', ({ result }) => ({ target: result?.member.user.id }), identityOf),
    description:
      'Makes the invited person a member and logs them in. An invitation can be used once. A person without an account chooses a password; one with an account sends its access token.',
    args: { input: t.arg({ type: AcceptInvitationInput, required: true, description: 'The token and the account.' }) },
    resolve: (_root, { input: { token, password, name } }, { services, caller, address, device }) =>
      services.invitations.accept({ token, password: password ?? null, name: name ?? null }, caller, {
        address,
        device,
      }),
  }),
);
