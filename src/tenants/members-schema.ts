import { grantDetail } from '../audit/facts.ts';
import { parseCollections } from '../documents/collections.ts';
import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { connectionType, cursorOf, pageArgs, pageComplexity, parsePage, toConnection } from '../graphql/connection.ts';
import { toId, type UserId } from '../ids.ts';
import type { Member } from '../store/directory-records.ts';
import { Role, User } from './types.ts';

const MemberRef = builder.objectRef<Member>('Member').implement({
  description: 'A user as a member of the organisation.',
  fields: (t) => ({
    user: t.field({ type: User, description: 'The user.', resolve: ({ user }) => user }),
    role: t.field({ type: Role, description: 'The role of the member.', resolve: ({ membership }) => membership.role }),
    piiAccess: t.boolean({
      description: 'Whether the member sees documents that contain personal data.',
      resolve: ({ membership }) => membership.piiAccess,
    }),
    collections: t.stringList({
      nullable: true,
      description: 'The collections that the member is limited to, each with those below it; null for all documents.',
      resolve: ({ membership: { collections } }) => collections && [...collections],
    }),
    joinedAt: t.field({
      type: 'DateTime',
      description: 'When the user became a member.',
      resolve: ({ membership }) => membership.joinedAt,
    }),
    suspendedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Since when the member may not use the organisation; null while they may.',
      resolve: ({ membership }) => membership.suspendedAt,
    }),
  }),
});

const MemberConnection = connectionType('Member', { node: MemberRef, items: 'members' });

builder.queryField('members', (t) =>
  t.field({
    type: MemberConnection,
    access: 'ADMIN',
    audit: 'none',
    description: 'The members of the organisation; those who joined first come first.',
    args: pageArgs('members'),
    complexity: pageComplexity,
    resolve: async (_root, args, context) => {
      const page = await context.services.members.list(identify(context), {
        ...parsePage(args),
        signal: context.signal,
      });
      return toConnection<Member>(page, {
        after: args.after,
        cursorOf: ({ membership: { joinedAt: at, userId: id } }) => cursorOf({ at, id }),
      });
    },
  }),
);

const UpdateMemberInput = builder.inputType('UpdateMemberInput', {
  description: 'What to change of a member. What is left out stays as it is.',
  fields: (t) => ({
    userId: t.id({ required: true, description: 'The id of the user.' }),
    role: t.field({ type: Role, description: 'The new role.' }),
    piiAccess: t.boolean({ description: 'Whether the member sees documents that contain personal data.' }),
    collections: t.stringList({
      description: 'The collections that the member is limited to, each with those below it; null for all documents.',
    }),
    suspended: t.boolean({ description: 'Whether the member may not use the organisation for the time being.' }),
  }),
});

const UpdateMemberPayload = builder.objectRef<{ member: Member }>('UpdateMemberPayload').implement({
  description: 'A member who was changed.',
  fields: (t) => ({
    member: t.field({ type: MemberRef, description: 'The member as they are now.', resolve: ({ member }) => member }),
  }),
});

builder.mutationField('updateMember', (t) =>
  t.field({
    type: UpdateMemberPayload,
    access: 'ADMIN',
    audit: audited<unknown, typeof UpdateMemberInput.$inferInput>('member.update', ({ input }) => ({
      target: input.userId,
      detail: { ...grantDetail(input), ...(input.suspended != null && { suspended: input.suspended }) },
    })),
    description:
      "Changes what a member may do and see, or suspends them. It takes effect at once: the member's open sockets and streams are closed. Nobody grants more than they hold, nor changes a member with more rights, and the last owner can't be demoted or suspended.",
    args: { input: t.arg({ type: UpdateMemberInput, required: true, description: 'The member and the changes.' }) },
    resolve: async (_root, { input: { userId, role, piiAccess, collections, suspended } }, context) => ({
      member: await context.services.members.update(identify(context), toId<UserId>(userId), {
        ...(role && { role }),
        ...(piiAccess != null && { piiAccess }),
        ...(collections !== undefined && { collections: parseCollections(collections) }),
        ...(suspended != null && { suspended }),
      }),
    }),
  }),
);

const RemoveMemberInput = builder.inputType('RemoveMemberInput', {
  description: 'The member to remove.',
  fields: (t) => ({ userId: t.id({ required: true, description: 'The id of the user; your own, to leave.' }) }),
});

const RemoveMemberPayload = builder.objectRef<{ userId: string }>('RemoveMemberPayload').implement({
  description: 'A member who was removed.',
  fields: (t) => ({ userId: t.exposeID('userId', { description: 'The id of the user.' }) }),
});

builder.mutationField('removeMember', (t) =>
  t.field({
    type: RemoveMemberPayload,
    access: 'VIEWER',
    audit: audited<unknown, { userId: string }>('member.remove', ({ input }) => ({ target: input.userId })),
    description:
      'Removes a member, for administrators; everybody may remove themselves. An account that belongs to no other organisation is deleted with it. What the member has brought in stays.',
    args: { input: t.arg({ type: RemoveMemberInput, required: true, description: 'The member.' }) },
    resolve: async (_root, { input: { userId } }, context) => {
      await context.services.members.remove(identify(context), toId<UserId>(userId));
      return { userId };
    },
  }),
);
