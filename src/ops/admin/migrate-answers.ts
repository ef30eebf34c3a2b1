import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../errors.ts';
import type { Abortable } from '../../store/abortable.ts';
import { EVERYTHING } from '../../store/access.ts';
import type { OwnedAnswer, OwnedConversation, ShownPassage } from '../../store/answers.ts';
import type { TenantStore } from '../../store/tenant-store.ts';

/** Conversations or answers that are read at once. */
const PAGE = 100;

interface Stores extends Abortable {
  readonly from: TenantStore;
  /** Has the documents already. */
  readonly to: TenantStore;
}

/**
 * Copies an organisation's conversations and answers with their ratings, and checks each answer that was copied. What is
 * there already is left, but for a new title or rating. An answer on its way ends with the server that writes it.
 * @throws AppError that names the answer that could not be copied
 */
export async function migrateAnswers(stores: Stores): Promise<void> {
  for await (const owned of allConversations(stores)) await createConversation(stores, owned);
  for await (const owned of allAnswers(stores)) await migrateAnswer(stores, owned);
  // Titles and last uses come behind the answers, which give a conversation both.
  for await (const owned of allConversations(stores)) await renameConversation(stores, owned);
}

async function createConversation({ to }: Stores, { owner, conversation }: OwnedConversation): Promise<void> {
  const { conversations } = to.as(EVERYTHING, owner);
  if (!(await conversations.find(conversation.id))) await conversations.create(conversation);
}

async function renameConversation({ to }: Stores, { owner, conversation }: OwnedConversation): Promise<void> {
  const { id, title, updatedAt } = conversation;
  const { conversations } = to.as(EVERYTHING, owner);
  const there = await conversations.find(id);
  if (title === null || (there?.title === title && there.updatedAt >= updatedAt)) return;
  await conversations.rename(id, title, updatedAt);
}

async function migrateAnswer({ from, to, signal }: Stores, { owner, answer }: OwnedAnswer): Promise<void> {
  signal?.throwIfAborted();
  const { answers } = to.as(EVERYTHING, owner);
  const { id, rating } = answer;
  const [there] = await answers.findMany([id]);
  if (there) {
    if (rating && !isDeepStrictEqual(there.rating, rating)) await answers.rate(id, rating);
    return;
  }
  const copy = { ...answer, passages: await asThere(to, answer.passages) };
  const isKept = await answers.keep(copy, { title: answer.question });
  if (isKept && isDeepStrictEqual((await answers.findMany([id]))[0], copy)) return;
  throw new AppError(
    'STORE_UNAVAILABLE',
    `The answer ${id} of the organisation ${from.tenantId} is not the same there as here, or its conversation is gone. Stop the servers that use either store, then begin again.`,
  );
}

/** Passages of documents that are current here, and have another generation there. */
async function asThere(to: TenantStore, passages: readonly ShownPassage[]): Promise<ShownPassage[]> {
  return await Promise.all(
    passages.map(async (passage) => {
      if (!passage.current) return passage;
      const document = await to.ingestion.find(passage.documentId);
      return { ...passage, generation: document?.generation ?? passage.generation };
    }),
  );
}

function allConversations({ from, signal }: Stores): AsyncGenerator<OwnedConversation> {
  const read = (last: OwnedConversation | null) =>
    from.kept.conversations({ after: last?.conversation.id ?? null, limit: PAGE, signal });
  return pages(read);
}

function allAnswers({ from, signal }: Stores): AsyncGenerator<OwnedAnswer> {
  return pages((last) => from.kept.answers({ after: last?.answer.id ?? null, limit: PAGE, signal }));
}

/** Reads page after page, each from behind the last item on. */
async function* pages<Item>(read: (last: Item | null) => Promise<Item[]>): AsyncGenerator<Item> {
  let last: Item | null = null;
  for (;;) {
    const items: Item[] = await read(last);
    yield* items;
    last = items.at(-1) ?? null;
    if (items.length < PAGE) return;
  }
}
