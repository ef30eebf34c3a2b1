import type { InvitationId, TenantId, UserId } from '../ids.ts';
import type { Rights } from '../roles.ts';
import type { Abortable } from './abortable.ts';
import type { MembershipRecord, UserRecord } from './directory-records.ts';
import type { Page, PageRequest } from './pages.ts';

/** What lets somebody become a member, with the rights that they will have. */
export interface InvitationRecord extends Rights {
  readonly id: InvitationId;
  readonly tenantId: TenantId;
  /** Normalised, as a user's. */
  readonly email: string;
  readonly invitedBy: UserId;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Invitations and the hashes of their one-time tokens (SHA-256, in hex). */
export interface Invitations {
  /** Stores one, in the place of the one that the same e-mail has from the same organisation. */
  create(invitation: InvitationRecord, tokenHash: string): Promise<void>;
  /** Null for one that was used, was revoked, has expired at `now` or never was. */
  find(tokenHash: string, options: { now: Date } & Abortable): Promise<InvitationRecord | null>;
  /** Those of an organisation that have not expired at `now`, newest first. */
  list(tenantId: TenantId, page: PageRequest & { now: Date } & Abortable): Promise<Page<InvitationRecord>>;
  /** False where there is none of that organisation. */
  revoke(tenantId: TenantId, id: InvitationId): Promise<boolean>;
  /**
   * Uses one up and makes the member, all or nothing; the user with it where that is new.
   * @throws AppError `NOT_FOUND` where it is gone, `CONFLICT` where the user is a member, or the e-mail is taken
   */
  accept(
    id: InvitationId,
    member: { membership: MembershipRecord; newUser: UserRecord | null; now: Date },
  ): Promise<void>;
  /** Removes what has expired at `now`. */
  sweep(now: Date): Promise<void>;
}
