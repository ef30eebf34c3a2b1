import type { ConversationId, OwnerId } from '../../../ids.ts';
import type { AnswerRecord } from '../../answers.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import { toFolded, toStored } from './stored-text.ts';
import type { TenantDb } from './tenant-db.ts';
import type { AnswerRow } from './tenant-rows.ts';

/** Whether a conversation, if one is named, is there and is theirs. */
export async function hasConversation(
  db: TenantDb,
  owner: OwnerId,
  id: ConversationId | null,
  signal?: AbortSignal | undefined,
): Promise<boolean> {
  if (id === null) return true;
  const options = { projection: { _id: 1 }, ...reading(signal) };
  return (await db.conversations.findOne({ _id: id, owner, deletedAt: null }, options)) !== null;
}

/**
 * Notes that a conversation was asked in, and gives it this title if it has none. Before the answer itself: a conversation
 * that was asked in, whose answer was lost, is whole, but not one that doesn't know of its answer. False where it is gone.
 */
export async function noteAsked(
  db: TenantDb,
  owner: OwnerId,
  { conversationId, createdAt }: Pick<AnswerRecord, 'conversationId' | 'createdAt'>,
  title: string,
): Promise<boolean> {
  if (conversationId === null) return true;
  const there = { _id: conversationId, owner, deletedAt: null };
  const asked = { $max: { updatedAt: createdAt } };
  const named = { ...asked, $set: { title: toStored(title), foldedTitle: toFolded(title) } };
  if ((await db.conversations.updateOne({ ...there, title: null }, named)).matchedCount > 0) return true;
  return (await db.conversations.updateOne(there, asked)).matchedCount > 0;
}

/** Inserts a row, unless its conversation is deleted meanwhile. What a kill leaves of it then is swept with that. */
export async function insertRow(db: TenantDb, row: AnswerRow): Promise<boolean> {
  try {
    await db.answers.insertOne(row);
  } catch (error) {
    // The reply to its insert was lost.
    if (kindOf(error) !== 'duplicate') throw error;
  }
  const { _id, owner, conversationId } = row;
  if (await hasConversation(db, owner, conversationId)) return true;
  await db.answers.deleteOne({ _id, owner });
  return false;
}
