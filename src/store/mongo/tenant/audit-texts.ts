import type { NewText } from '../../audit.ts';
import { reading } from '../client.ts';
import { ofLivingConversations } from './conversation-removal.ts';
import { toStored } from './stored-text.ts';
import type { TenantDb } from './tenant-db.ts';

/**
 * Keeps texts beside the chain. Whether the answers are still there is looked at afterwards: who deletes them either
 * finds the texts, or has deleted the answers before.
 */
export async function keepTexts(db: TenantDb, texts: readonly NewText[]): Promise<void> {
  if (texts.length === 0) return;
  // A call that was cut off may be repeated.
  await db.answerTexts.bulkWrite(
    texts.map(({ answerId, at, question, answer }) => {
      const kept = { tenantId: db.tenantId, at, question: toStored(question), answer: toStored(answer) };
      return { replaceOne: { filter: { _id: answerId }, replacement: kept, upsert: true } };
    }),
  );
  const ids = texts.filter(({ ofStoredAnswer }) => ofStoredAnswer).map(({ answerId }) => answerId);
  if (ids.length === 0) return;
  const rows = await db.answers
    .find({ _id: { $in: ids } }, { projection: { conversationId: 1 }, ...reading() })
    .toArray();
  const there = new Set((await ofLivingConversations(db, rows, undefined)).map(({ _id }) => _id));
  const gone = ids.filter((id) => !there.has(id));
  if (gone.length > 0) await db.answerTexts.deleteMany({ _id: { $in: gone } });
}
