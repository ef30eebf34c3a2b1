import { notFound } from '../errors.ts';
import { type ConversationId, newId } from '../ids.ts';
import type { Abortable } from '../store/abortable.ts';
import type { AnswerRecord } from '../store/answers.ts';
import type { ConversationRecord } from '../store/conversations.ts';
import type { LastPage, LastPageRequest, Page, PageRequest } from '../store/pages.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';

/** Questions that somebody asks one after the other. They belong to their user alone. */
export interface ConversationsService {
  create(tenant: ScopedTenant, title: string | null): Promise<ConversationRecord>;
  /** Null where the caller has none of this id. */
  find(tenant: ScopedTenant, id: ConversationId, options?: Abortable): Promise<ConversationRecord | null>;
  /** Last used first. `contains`: in the title or in a question. */
  list(
    tenant: ScopedTenant,
    page: PageRequest & { contains: string | null } & Abortable,
  ): Promise<Page<ConversationRecord>>;
  /** Oldest first, as they were given: what the caller may not see any more is left out. */
  answers(tenant: ScopedTenant, id: ConversationId, page: PageRequest & Abortable): Promise<Page<AnswerRecord>>;
  /** The same from the newest on: the last of them, oldest first. */
  lastAnswers(
    tenant: ScopedTenant,
    id: ConversationId,
    page: LastPageRequest & Abortable,
  ): Promise<LastPage<AnswerRecord>>;
  /** @throws AppError `NOT_FOUND` */
  rename(tenant: ScopedTenant, id: ConversationId, title: string): Promise<ConversationRecord>;
  /** Deletes a conversation with its answers, at once and for good. @throws AppError `NOT_FOUND` */
  delete(tenant: ScopedTenant, id: ConversationId): Promise<void>;
}

/** What the conversations service is made of. */
export interface ConversationsServiceOptions {
  readonly now: () => Date;
  /** A conversation is gone. */
  onDeleted(id: ConversationId): void;
}

/** The service on a tenant's own conversations. */
export function createConversationsService({ now, onDeleted }: ConversationsServiceOptions): ConversationsService {
  return {
    create: (tenant, title) => tenant.conversations.create({ id: newId(), title, createdAt: now() }),
    find: (tenant, id, options) => tenant.conversations.find(id, options),
    list: (tenant, page) => tenant.conversations.list(page),
    answers: (tenant, id, page) => tenant.answers.list(id, page),
    lastAnswers: (tenant, id, page) => tenant.answers.last(id, page),
    rename: async (tenant, id, title) => {
      const renamed = await tenant.conversations.rename(id, title, now());
      if (!renamed) throw notFound('conversation');
      return renamed;
    },
    delete: async (tenant, id) => {
      if (!(await tenant.conversations.delete(id))) throw notFound('conversation');
      onDeleted(id);
    },
  };
}
