import { builder, identify } from '../graphql/builder.ts';
import type { Member } from '../store/directory.ts';
import { Role, Tenant, User } from '../tenants/types.ts';
import type { Identity } from './identity.ts';

const Viewer = builder.objectRef<{ identity: Identity }>('Viewer').implement({
  description: 'The caller: the user, the organisation and the role.',
  fields: (t) => ({
    user: t.field({
      type: User,
      nullable: true,
      description: 'The user who calls.',
      resolve: ({ identity }) => identity.member.user,
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
  }),
});

interface SessionShape {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly member: Member;
}

const SessionPayload = builder.objectRef<SessionShape>('SessionPayload').implement({
  description: 'The result of a registration or a login.',
  fields: (t) => ({
    accessToken: t.exposeString('accessToken', {
      description: 'The access token, to be sent as `Authorization: Bearer <token>`.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the access token expires.' }),
    viewer: t.field({
      type: Viewer,
      description: 'The user who is logged in.',
      resolve: ({ member, expiresAt }) => {
        const { tenantId, userId, role } = member.membership;
        return { identity: { tenantId, userId, role, member, expiresAt } };
      },
    }),
  }),
});

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
  }),
});

builder.queryField('me', (t) =>
  t.field({
    type: Viewer,
    access: 'VIEWER',
    description: 'The caller: the user, the organisation and the role.',
    resolve: (_root, _args, context) => ({ identity: identify(context) }),
  }),
);

builder.mutationField('register', (t) =>
  t.field({
    type: SessionPayload,
    access: 'public',
    description: 'Creates an account and an organisation that it owns, and logs in.',
    args: { input: t.arg({ type: RegisterInput, required: true, description: 'The account and the organisation.' }) },
    resolve: (_root, { input }, { services, address }) => services.auth.register(input, { address }),
  }),
);

builder.mutationField('login', (t) =>
  t.field({
    type: SessionPayload,
    access: 'public',
    description: 'Logs in to the organisation of the last login.',
    args: { input: t.arg({ type: LoginInput, required: true, description: 'The e-mail address and the password.' }) },
    resolve: (_root, { input }, { services, address }) => services.auth.login(input, { address }),
  }),
);
