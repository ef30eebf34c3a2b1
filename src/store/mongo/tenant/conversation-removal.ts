import type { Filter } from 'mongodb';
import type { ConversationId } from '../../../ids.ts';
import { reading } from '../client.ts';
import type { TenantDb } from './tenant-db.ts';
import type { AnswerRow, ConversationRow } from './tenant-rows.ts';

/** Makes conversations tombstones, without their titles: from now on nothing reads what belongs to them. */
export async function bury(db: TenantDb, filter: Filter<ConversationRow>): Promise<number> {
  const { matchedCount } = await db.conversations.updateMany(
    { ...filter, deletedAt: null },
    { $set: { title: null, foldedTitle: '' }, $currentDate: { deletedAt: true } },
  );
  return matchedCount;
}

/** Removes answers and runs with their events, of which those go first: they are found by their answers. */
export async function removeAnswers(db: TenantDb, filter: Filter<AnswerRow>): Promise<void> {
  const rows = await db.answers.find(filter, { projection: { _id: 1 }, ...reading() }).toArray();
  if (rows.length === 0) return;
  await db.answerEvents.deleteMany({ answerId: { $in: rows.map(({ _id }) => _id) } });
  await db.answers.deleteMany(filter);
}

/**
 * Removes what belongs to deleted conversations, and those themselves once nobody who saw them alive is still writing.
 * True where some are left.
 */
export async function sweepConversations(db: TenantDb, { deletedBefore }: { deletedBefore: Date }): Promise<boolean> {
  const buried = await db.conversations.find({ deletedAt: { $ne: null } }, reading()).toArray();
  for (const { _id } of buried) await removeAnswers(db, { conversationId: _id });
  const old = buried.filter(({ deletedAt }) => deletedAt && deletedAt < deletedBefore).map(({ _id }) => _id);
  if (old.length > 0) await db.conversations.deleteMany({ _id: { $in: old } });
  return old.length < buried.length;
}

/** Those of these conversations that are there. */
export async function livingConversations(
  db: TenantDb,
  ids: readonly (ConversationId | null)[],
  signal?: AbortSignal | undefined,
): Promise<ReadonlySet<ConversationId>> {
  const named = [...new Set(ids.filter((id) => id !== null))];
  if (named.length === 0) return new Set();
  const filter = { _id: { $in: named }, deletedAt: null };
  const rows = await db.conversations.find(filter, { projection: { _id: 1 }, ...reading(signal) }).toArray();
  return new Set(rows.map(({ _id }) => _id));
}
