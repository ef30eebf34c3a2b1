import type { TenantId, UserId } from '../ids.ts';
import type { Member } from '../store/directory.ts';

export interface MemberKey {
  readonly userId: UserId;
  readonly tenantId: TenantId;
}

type FindMember = (key: MemberKey) => Promise<Member | null>;

/**
 * Looks members up, and again only when a second has passed since the last look began: what that second holds is shared,
 * also while it is under way. A look that fails is forgotten. Keeps at most `capacity`, those used last.
 */
export function createMemberCache({
  find,
  now,
  maxAgeMs = 1_000,
  capacity = 10_000,
}: {
  find: FindMember;
  now: () => Date;
  maxAgeMs?: number;
  capacity?: number;
}): FindMember {
  /** In the order of use: a Map keeps the order in which keys were set. */
  const looks = new Map<string, { begun: number; member: Promise<Member | null> }>();

  return (key) => {
    const name = `${key.tenantId} ${key.userId}`;
    const time = now().getTime();
    const known = looks.get(name);
    looks.delete(name);
    // A clock that was set back must not keep a member for longer.
    const age = known ? time - known.begun : -1;
    const look = known && age >= 0 && age < maxAgeMs ? known : { begun: time, member: find(key) };
    looks.set(name, look);
    look.member.catch(() => {
      if (looks.get(name) === look) looks.delete(name);
    });
    const oldest = looks.size > capacity ? looks.keys().next().value : undefined;
    if (oldest !== undefined) looks.delete(oldest);
    return look.member;
  };
}
