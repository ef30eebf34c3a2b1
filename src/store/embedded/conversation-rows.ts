import type { ConversationId, TenantId } from '../../ids.ts';
import type { ConversationRecord } from '../conversations.ts';
import type { SqlRow } from './attached-file.ts';
import { checkTenant, date, json, nullable, text } from './rows.ts';

/** A row of `conversations` as the port shows it. */
export function toConversation(row: SqlRow, tenantId: TenantId): ConversationRecord {
  return {
    id: text(checkTenant(row, tenantId), 'id') as ConversationId,
    tenantId,
    title: nullable(row, 'title', json<string>),
    createdAt: date(row, 'created_at'),
    updatedAt: date(row, 'updated_at'),
  };
}
