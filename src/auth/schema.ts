import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import type { TenantId } from '../ids.ts';
import { toId } from '../ids.ts';
import { identityOf } from './identity.ts';
import type { Session } from './open-session.ts';
import { SessionPayload, Viewer } from './types.ts';

const RegisterInput = builder.inputType('RegisterInput', {
  description: 'The organisation and the account to create.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'The e-mail address to log in with.' }),
    password: t.string({ required: true, description: 'The password, of 8 to 256 characters.' }),
    organization: t.string({
      description:
        'The name of the organisation; the name of the user, or else the e-mail address up to the @, by default.',
    }),
    name: t.string({ description: 'The name of the user.' }),
  }),
});

const LoginInput = builder.inputType('LoginInput', {
  description: 'The account to log in to.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'The e-mail address; upper and lower case are the same.' }),
    password: t.string({ required: true, description: 'The password.' }),
    tenantId: t.id({ description: 'The organisation to log in to, for members of several; the last one by default.' }),
  }),
});

builder.queryField('me', (t) =>
  t.field({
    type: Viewer,
    access: 'VIEWER',
    audit: 'none',
    description: 'The caller: the user, the organisation and the role.',
    resolve: (_root, _args, context) => ({ identity: identify(context) }),
  }),
);

builder.mutationField('register', (t) =>
  t.field({
    type: SessionPayload,
    access: 'public',
    audit: audited<Session>('tenant.register', ({ result }) => ({ target: result?.id }), identityOf),
    description: 'Creates an account and an organisation that it owns, and logs in.',
    args: { input: t.arg({ type: RegisterInput, required: true, description: 'The account and the organisation.' }) },
    resolve: (_root, { input }, context) => context.services.auth.register(input, context),
  }),
);

builder.mutationField('login', (t) =>
  t.field({
    type: SessionPayload,
    access: 'public',
    audit: audited<Session>('session.login', ({ result }) => ({ target: result?.id }), identityOf),
    description: 'Logs in: to the organisation that is named, else to that of the last login.',
    args: { input: t.arg({ type: LoginInput, required: true, description: 'The e-mail address and the password.' }) },
    resolve: (_root, { input: { tenantId, ...input } }, context) =>
      context.services.auth.login(
        { ...input, tenantId: tenantId == null ? undefined : toId<TenantId>(tenantId) },
        context,
      ),
  }),
);
