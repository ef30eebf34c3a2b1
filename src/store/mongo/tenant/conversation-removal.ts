import type { Filter } from 'mongodb';
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

/**
 * Removes answers and runs with their events and the audit's texts of them, of which those go first: they are found by
 * their answers. A text that came while those went is removed behind them.
 */
export async function removeAnswers(db: TenantDb, filter: Filter<AnswerRow>): Promise<void> {
  const rows = await db.answers.find(filter, { projection: { _id: 1 }, ...reading() }).toArray();
  if (rows.length === 0) return;
  const ids = rows.map(({ _id }) => _id);
  await db.answerEvents.deleteMany({ answerId: { $in: ids } });
  await db.answerTexts.deleteMany({ _id: { $in: ids } });
  await db.answers.deleteMany(filter);
  await db.answerTexts.deleteMany({ _id: { $in: ids } });
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

/** Rows without those that are left of deleted conversations. */
export async function ofLivingConversations<Row extends Pick<AnswerRow, 'conversationId'>>(
  db: TenantDb,
  rows: readonly Row[],
  signal: AbortSignal | undefined,
): Promise<Row[]> {
  const named = new Set(rows.map(({ conversationId }) => conversationId).filter((id) => id !== null));
  if (named.size === 0) return [...rows];
  const there = { _id: { $in: [...named] }, deletedAt: null };
  const found = await db.conversations.find(there, { projection: { _id: 1 }, ...reading(signal) }).toArray();
  const living = new Set(found.map(({ _id }) => _id));
  return rows.filter(({ conversationId }) => conversationId === null || living.has(conversationId));
}
