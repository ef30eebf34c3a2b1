import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { toId, type UserId } from '../ids.ts';
import type { UserRecord } from '../store/directory-records.ts';
import { User } from '../tenants/types.ts';
import { identityOf } from './identity.ts';
import type { Session } from './open-session.ts';
import { SessionPayload } from './types.ts';

const UpdateProfileInput = builder.inputType('UpdateProfileInput', {
  description: 'What others see of the user.',
  fields: (t) => ({
    name: t.string({ description: 'The name, at most 200 characters; null for none. Left out, it stays as it is.' }),
  }),
});

const UpdateProfilePayload = builder.objectRef<{ user: UserRecord }>('UpdateProfilePayload').implement({
  description: 'A user who has changed their profile.',
  fields: (t) => ({ user: t.expose('user', { type: User, description: 'The user as they are now.' }) }),
});

builder.mutationField('updateProfile', (t) =>
  t.field({
    type: UpdateProfilePayload,
    access: 'VIEWER',
    audit: audited('account.update'),
    description: 'Changes what others see of the user, in all their organisations.',
    args: { input: t.arg({ type: UpdateProfileInput, required: true, description: 'The changes.' }) },
    resolve: async (_root, { input }, context) => ({
      user: await context.services.accounts.updateProfile(identify(context), input),
    }),
  }),
);

const ChangePasswordInput = builder.inputType('ChangePasswordInput', {
  description: 'The old and the new password.',
  fields: (t) => ({
    currentPassword: t.string({ required: true, description: 'The present password.' }),
    newPassword: t.string({ required: true, description: 'The new password, of 8 to 256 characters.' }),
  }),
});

builder.mutationField('changePassword', (t) =>
  t.field({
    type: SessionPayload,
    access: 'VIEWER',
    audit: audited('password.change'),
    description:
      'Changes the password of the user and ends all their other sessions. This one goes on with new tokens.',
    args: { input: t.arg({ type: ChangePasswordInput, required: true, description: 'The passwords.' }) },
    resolve: (_root, { input: { currentPassword, newPassword } }, context) =>
      context.services.accounts.changePassword(
        identify(context),
        { current: currentPassword, next: newPassword },
        context,
      ),
  }),
);

const CreatePasswordResetInput = builder.inputType('CreatePasswordResetInput', {
  description: 'The member whose password is to be reset.',
  fields: (t) => ({ userId: t.id({ required: true, description: 'The id of the user, a member.' }) }),
});

const CreatePasswordResetPayload = builder
  .objectRef<{ token: string; expiresAt: Date }>('CreatePasswordResetPayload')
  .implement({
    description: 'A one-time token that lets the member choose another password.',
    fields: (t) => ({
      token: t.exposeString('token', {
        description:
          'The token, to be handed to the member. It is shown this once, and can be used once within an hour.',
      }),
      expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When it ends.' }),
    }),
  });

builder.mutationField('createPasswordReset', (t) =>
  t.field({
    type: CreatePasswordResetPayload,
    access: 'ADMIN',
    audit: audited<unknown, { userId: string }>('password.createReset', ({ input }) => ({ target: input.userId })),
    description:
      'Makes a token by which a member who has forgotten the password may choose another one. Only for members without more rights than the caller, who belong to no other organisation.',
    args: { input: t.arg({ type: CreatePasswordResetInput, required: true, description: 'The member.' }) },
    resolve: (_root, { input }, context) =>
      context.services.accounts.createPasswordReset(identify(context), toId<UserId>(input.userId)),
  }),
);

const ResetPasswordInput = builder.inputType('ResetPasswordInput', {
  description: 'A token of `createPasswordReset`, and the new password.',
  fields: (t) => ({
    token: t.string({ required: true, description: 'The token.' }),
    newPassword: t.string({ required: true, description: 'The new password, of 8 to 256 characters.' }),
  }),
});

builder.mutationField('resetPassword', (t) =>
  t.field({
    type: SessionPayload,
    access: 'public',
    audit: audited<Session>('password.reset', () => ({}), identityOf),
    description: 'Chooses another password by a token, ends all sessions of the user and logs in.',
    args: { input: t.arg({ type: ResetPasswordInput, required: true, description: 'The token and the password.' }) },
    resolve: (_root, { input: { token, newPassword } }, context) =>
      context.services.accounts.resetPassword({ token, password: newPassword }, context),
  }),
);
