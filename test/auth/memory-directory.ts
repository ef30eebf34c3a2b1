import { AppError } from '../../src/errors.ts';
import type { Directory, Member } from '../../src/store/directory.ts';

/** A directory in memory that counts its look-ups and can be told to forget somebody. */
export function createMemoryDirectory(): Directory & { lookups: number; members: Member[] } {
  const directory: Directory & { lookups: number; members: Member[] } = {
    lookups: 0,
    members: [],
    register: async (member) => {
      if (directory.members.some(({ user }) => user.email === member.user.email))
        throw new AppError('CONFLICT', 'That e-mail is taken. Log in, or use another one.');
      directory.members.push(member);
    },
    hasUsers: async () => directory.members.length > 0,
    findUserByEmail: async (email) => directory.members.find(({ user }) => user.email === email)?.user ?? null,
    findMember: async ({ userId, tenantId }) => {
      directory.lookups += 1;
      return directory.members.find(({ user, tenant }) => user.id === userId && tenant.id === tenantId) ?? null;
    },
    findUsers: async (tenantId, ids) =>
      directory.members
        .filter(({ user, tenant }) => tenant.id === tenantId && ids.includes(user.id))
        .map(({ user }) => user),
    updateUser: async (id, change) => {
      directory.members = directory.members.map((member) =>
        member.user.id === id ? { ...member, user: { ...member.user, ...change } } : member,
      );
    },
    listTenants: async () => directory.members.map(({ tenant }) => tenant),
    listMembers: async (tenantId) => directory.members.filter(({ tenant }) => tenant.id === tenantId),
    adopt: async (tenant, members) => {
      directory.members.push(...members.map((member) => ({ ...member, tenant })));
    },
  };
  return directory;
}
