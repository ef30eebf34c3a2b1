import { builder, identify } from '../graphql/builder.ts';
import type { Member } from '../store/directory.ts';
import { Role, Tenant, User } from '../tenants/types.ts';
import type { Identity } from './identity.ts';

const Viewer = builder.objectRef<{ identity: Identity }>('Viewer').implement({
  description: 'Who calls, in which organisation, with which rights.',
  fields: (t) => ({
    user: t.field({
      type: User,
      nullable: true,
      description: 'The person.',
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
    role: t.field({ type: Role, description: 'The role in it.', resolve: ({ identity }) => identity.role }),
  }),
});

interface SessionShape {
  readonly accessToken: string;
  readonly expiresAt: Date;
  readonly member: Member;
}

const SessionPayload = builder.objectRef<SessionShape>('SessionPayload').implement({
  description: 'A login that succeeded.',
  fields: (t) => ({
    accessToken: t.exposeString('accessToken', { description: 'To be sent as `Authorization: Bearer …`.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'When the access token ends.' }),
    viewer: t.field({
      type: Viewer,
      description: 'Who is logged in.',
      resolve: ({ member, expiresAt }) => {
        const { tenantId, userId, role } = member.membership;
        return { identity: { tenantId, userId, role, member, expiresAt } };
      },
    }),
  }),
});

const RegisterInput = builder.inputType('RegisterInput', {
  description: 'A new organisation and its owner.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'To log in with.' }),
    password: t.string({ required: true, description: '8 to 256 characters.' }),
    organization: t.string({
      description: 'Its name; without one, the organisation is made for the user alone and named after them.',
    }),
    name: t.string({ description: 'What the owner wants to be called.' }),
  }),
});

const LoginInput = builder.inputType('LoginInput', {
  description: 'Who logs in.',
  fields: (t) => ({
    email: t.string({ required: true, description: 'As registered; case does not count.' }),
    password: t.string({ required: true, description: 'The password.' }),
  }),
});

builder.queryField('me', (t) =>
  t.field({
    type: Viewer,
    access: 'VIEWER',
    description: 'The caller: who, in which organisation, with which rights.',
    resolve: (_root, _args, context) => ({ identity: identify(context) }),
  }),
);

builder.mutationField('register', (t) =>
  t.field({
    type: SessionPayload,
    access: 'public',
    description: 'Makes an organisation with the caller as its owner.',
    args: { input: t.arg({ type: RegisterInput, required: true, description: 'Who and what.' }) },
    resolve: (_root, { input }, { services, address }) => services.auth.register(input, { address }),
  }),
);

builder.mutationField('login', (t) =>
  t.field({
    type: SessionPayload,
    access: 'public',
    description: 'Logs in, to the organisation of the last login.',
    args: { input: t.arg({ type: LoginInput, required: true, description: 'E-mail and password.' }) },
    resolve: (_root, { input }, { services, address }) => services.auth.login(input, { address }),
  }),
);
