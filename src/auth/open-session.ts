import { newId, type SessionId } from '../ids.ts';
import type { Directory } from '../store/directory.ts';
import type { Member } from '../store/directory-records.ts';
import { hashSecret, newSecret } from './secrets.ts';
import type { Tokens } from './tokens.ts';

/** How long a refresh token is good. */
const REFRESH_DAYS = 30;
const MAX_DEVICE = 200;

/** Somebody who is logged in now. */
export interface Session {
  readonly id: SessionId;
  readonly accessToken: string;
  /** Of the access token. */
  readonly expiresAt: Date;
  /** Opaque; shown this once, as only its hash is stored. */
  readonly refreshToken: string;
  readonly member: Member;
}

/** Begins sessions, and hands out the tokens of those that go on. */
export interface SessionOpener {
  /** A new session of a member. `device`: what the client says it is, null where it says nothing. */
  open(member: Member, device: string | null): Promise<Session>;
  /** Another access token of a session, beside the refresh token that it has now. */
  resume(member: Member, id: SessionId, refreshToken: string): Promise<Session>;
  /** When a refresh token that is made now ends. */
  refreshEnd(): Date;
}

/** Opens sessions that are kept in the directory. */
export function createSessionOpener({
  directory,
  tokens,
  now,
}: {
  directory: Directory;
  tokens: Tokens;
  now: () => Date;
}): SessionOpener {
  const refreshEnd = () => new Date(now().getTime() + REFRESH_DAYS * 86_400_000);

  const resume = async (member: Member, id: SessionId, refreshToken: string): Promise<Session> => {
    const { userId, tenantId } = member.membership;
    return { id, ...(await tokens.issue({ userId, tenantId, sessionId: id })), refreshToken, member };
  };

  return {
    refreshEnd,
    resume,
    open: async (member, device) => {
      const { userId, tenantId } = member.membership;
      const id = newId<SessionId>();
      const refreshToken = newSecret();
      const [createdAt, expiresAt] = [now(), refreshEnd()];
      await directory.sessions.create(
        { id, userId, tenantId, device: describeDevice(device), createdAt, lastSeenAt: createdAt, expiresAt },
        hashSecret(refreshToken),
      );
      return await resume(member, id, refreshToken);
    },
  };
}

/** What is kept of a `User-Agent`. */
function describeDevice(raw: string | null): string | null {
  const device = raw?.replace(/\p{C}/gu, '').trim().slice(0, MAX_DEVICE);
  return device || null;
}
