import { AppError, notFound } from '../errors.ts';
import { type ApiTokenId, newId } from '../ids.ts';
import type { Rights } from '../roles.ts';
import type { Abortable } from '../store/abortable.ts';
import type { ApiTokenRecord } from '../store/api-tokens.ts';
import type { Directory } from '../store/directory.ts';
import type { Page, PageRequest } from '../store/pages.ts';
import { newApiToken, prefixOf } from './api-token-text.ts';
import { parseName } from './credentials.ts';
import { requireGrantable } from './grants.ts';
import type { Identity } from './identity.ts';
import { hashSecret } from './secrets.ts';
import { requireUser } from './sessions-service.ts';

/** What lets programs in. */
export interface ApiTokensService {
  /** Those that are good, newest first. */
  list(caller: Identity, page: PageRequest & Abortable): Promise<Page<ApiTokenRecord>>;
  /**
   * A token with rights of its own, which are never more than its maker has.
   * @throws AppError `FORBIDDEN` for rights that go beyond the caller's, and for an API token; `BAD_INPUT`
   */
  create(
    caller: Identity,
    input: Rights & { name: string; expiresAt: Date | null },
  ): Promise<{ apiToken: ApiTokenRecord; token: string }>;
  /** @throws AppError `NOT_FOUND` */
  revoke(caller: Identity, id: ApiTokenId): Promise<void>;
}

/** The service on the directory's API tokens. */
export function createApiTokensService({
  directory,
  now,
}: {
  directory: Directory;
  now: () => Date;
}): ApiTokensService {
  return {
    list: (caller, page) => directory.apiTokens.list(caller.tenantId, { ...page, now: now() }),

    create: async (caller, { name, role, piiAccess, collections, expiresAt }) => {
      const createdBy = requireUser(caller);
      requireGrantable({ role, piiAccess, collections }, caller);
      const createdAt = now();
      if (expiresAt && expiresAt <= createdAt) {
        throw new AppError('BAD_INPUT', 'The token would have ended already. Choose a later time, or none.');
      }
      const token = newApiToken();
      const apiToken: ApiTokenRecord = {
        id: newId<ApiTokenId>(),
        tenantId: caller.tenantId,
        name: parseName(name, 'The name'),
        prefix: prefixOf(token),
        role,
        piiAccess,
        collections,
        createdBy,
        createdAt,
        lastUsedAt: null,
        expiresAt,
      };
      await directory.apiTokens.create(apiToken, hashSecret(token));
      return { apiToken, token };
    },

    revoke: async (caller, id) => {
      if (!(await directory.apiTokens.revoke(caller.tenantId, id))) throw notFound('API token');
    },
  };
}
