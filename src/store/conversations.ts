import type { ConversationId, TenantId } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { Page, PageRequest } from './pages.ts';

/** Questions that were asked one after the other, with their answers. */
export interface ConversationRecord {
  readonly id: ConversationId;
  readonly tenantId: TenantId;
  /** Null until somebody, or the first question, gives it one. */
  readonly title: string | null;
  readonly createdAt: Date;
  /** When it was last used: made, renamed, or asked in. */
  readonly updatedAt: Date;
}

/**
 * Somebody's own conversations: nobody else has them, whatever the role. What belongs to nobody (`owner` null) can't be
 * written, and nothing is there to read.
 */
export interface Conversations {
  create(conversation: Pick<ConversationRecord, 'id' | 'title' | 'createdAt'>): Promise<ConversationRecord>;
  find(id: ConversationId, options?: Abortable): Promise<ConversationRecord | null>;
  /** Last used first, ties by descending id. `contains`: in the title or in a question, whatever the case. */
  list(page: PageRequest & { contains: string | null } & Abortable): Promise<Page<ConversationRecord>>;
  /** Null where there is none. */
  rename(id: ConversationId, title: string, at: Date): Promise<ConversationRecord | null>;
  /** Deletes a conversation with its answers and the audit's texts of them, at once and for good; runs in it end. False where there was none. */
  delete(id: ConversationId): Promise<boolean>;
}
