import type { TenantId } from '../../ids.ts';
import type { Credentials } from '../credentials.ts';
import * as apiTokens from './api-tokens-file.ts';
import type { AttachedFile } from './attached-file.ts';
import * as invitations from './invitations-file.ts';
import { date, nullable, text } from './rows.ts';
import * as sessions from './sessions-file.ts';

/** All that lets somebody into an organisation. */
export function credentials(file: AttachedFile, tenantId: TenantId): Credentials {
  const all = (table: string) => file.all(`SELECT * FROM ${table} WHERE tenant_id = ? ORDER BY id`, tenantId);
  return {
    invitations: all('invitations').map((row) => ({
      invitation: invitations.toInvitation(row),
      hash: text(row, 'token_hash'),
    })),
    apiTokens: all('api_tokens').map((row) => ({ ...apiTokens.toFound(row), hash: text(row, 'token_hash') })),
    sessions: all('sessions').map((row) => ({
      session: sessions.toSession(row),
      refreshTokens: file
        .all('SELECT * FROM refresh_tokens WHERE session_id = ? ORDER BY hash', text(row, 'id'))
        .map((token) => ({ hash: text(token, 'hash'), usedAt: nullable(token, 'used_at', date) })),
    })),
  };
}

/** Stores what isn't there yet. */
export function adoptCredentials(file: AttachedFile, found: Credentials): void {
  const isThere = (table: string, id: string) => file.get(`SELECT 1 FROM ${table} WHERE id = ?`, id) !== undefined;
  file.transaction(
    () => {
      for (const { invitation, hash } of found.invitations) {
        if (!isThere('invitations', invitation.id)) invitations.insert(file, invitation, hash);
      }
      for (const { token, hash, isRevoked } of found.apiTokens) {
        if (!isThere('api_tokens', token.id)) apiTokens.insert(file, token, hash, { isRevoked });
      }
      for (const { session, refreshTokens } of found.sessions) {
        if (isThere('sessions', session.id)) continue;
        sessions.insert(file, session);
        for (const { hash, usedAt } of refreshTokens) sessions.insertToken(file, hash, session.id, usedAt);
      }
    },
    { durable: true },
  );
}
