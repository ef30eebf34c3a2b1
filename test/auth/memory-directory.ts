import { AppError } from '../../src/errors.ts';
import type { Directory } from '../../src/store/directory.ts';
import type { Member } from '../../src/store/directory-records.ts';
import type { SessionRecord } from '../../src/store/sessions.ts';

/** A directory in memory that counts its look-ups and can be told to forget somebody. */
export function createMemoryDirectory(): Directory & { lookups: number; members: Member[] } {
  const sessions = new Map<string, SessionRecord>();
  const find = ({ userId, tenantId }: { userId: string; tenantId: string }) =>
    directory.members.find(({ user, tenant }) => user.id === userId && tenant.id === tenantId);
  const unused = async () => {
    throw new TypeError('Nobody needs this here.');
  };
  const directory: Directory & { lookups: number; members: Member[] } = {
    lookups: 0,
    members: [],
    sessions: {
      create: async (session) => void sessions.set(session.id, session),
      findMany: async (ids) => ids.flatMap((id) => sessions.get(id) ?? []),
      list: async () => [...sessions.values()],
      see: async () => {},
      rotate: unused,
      renew: unused,
      end: unused,
      endAll: unused,
      sweep: unused,
    },
    invitations: { create: unused, find: unused, list: unused, revoke: unused, accept: unused, sweep: unused },
    apiTokens: { create: unused, find: unused, findMany: unused, list: unused, see: unused, revoke: unused },
    findTenant: unused,
    updateTenant: unused,
    replaceSealedApiKey: unused,
    deleteTenant: unused,
    forgetTenant: unused,
    pageMembers: unused,
    updateMembership: unused,
    removeMembership: unused,
    finish: unused,
    passwordResets: { create: unused, take: unused, sweep: unused },
    register: async (member) => {
      if (directory.members.some(({ user }) => user.email === member.user.email))
        throw new AppError('CONFLICT', 'That e-mail is taken. Log in, or use another one.');
      directory.members.push(member);
    },
    hasUsers: async () => directory.members.length > 0,
    findUserByEmail: async (email) => directory.members.find(({ user }) => user.email === email)?.user ?? null,
    findMember: async (key) => find(key) ?? null,
    findMembers: async (keys) => {
      directory.lookups += 1;
      return keys.flatMap((key) => find(key) ?? []);
    },
    listMemberships: async (userId) => directory.members.filter(({ user }) => user.id === userId),
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
    credentials: async () => ({ invitations: [], apiTokens: [], sessions: [] }),
    adoptCredentials: async () => {},
  };
  return directory;
}
