import type { Identity } from '../auth/identity.ts';
import { AppError } from '../errors.ts';
import { isAtLeast, isWithin } from '../roles.ts';
import type { DocumentAccess } from '../store/access.ts';
import type { DocumentRecord } from '../store/documents.ts';

/** Where a document is filed, and who will see it. */
export type Filing = Pick<DocumentAccess, 'collection' | 'visibility' | 'containsPii'>;

/**
 * Nobody files a document where they could not see it themselves.
 * @throws AppError `FORBIDDEN`; `BAD_INPUT` where a collection is missing
 */
export function requireOwnFiling({ collection, visibility, containsPii }: Filing, caller: Identity): void {
  const { collections, piiAccess, credential } = caller;
  if (visibility === 'PRIVATE' && credential.type === 'API_TOKEN') {
    throw new AppError(
      'FORBIDDEN',
      'An API token is nobody, for whom a document could be private. Log in, or share it.',
    );
  }
  if (containsPii && !piiAccess) {
    throw new AppError(
      'FORBIDDEN',
      'Only members with access to personal data can add documents that contain some, since nobody else would see them.',
    );
  }
  if (collections === null) return;
  const yours = `You may add documents to ${collections.join(', ') || 'no collection'}.`;
  if (collection === null) throw new AppError('BAD_INPUT', `Name the collection of the document. ${yours}`);
  if (collections.some((name) => isWithin(collection, name))) return;
  throw new AppError('FORBIDDEN', `This is none of your collections. ${yours}`);
}

/** An EDITOR changes and deletes what they brought in, an ADMIN what they see. @throws AppError `FORBIDDEN` */
export function requireMayChange({ createdBy }: DocumentRecord, { role, userId }: Identity): void {
  if (createdBy === userId || isAtLeast(role, 'ADMIN')) return;
  throw new AppError(
    'FORBIDDEN',
    `This document was brought in by somebody else: that needs the role ADMIN or higher; yours is ${role}.`,
  );
}
