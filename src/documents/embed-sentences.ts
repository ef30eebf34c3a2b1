import type { DocumentId } from '../ids.ts';
import { sentencesOf } from '../lib/sentences.ts';
import { isReadBy } from '../lib/text/language.ts';
import { createTimeSlice } from '../lib/time-slice.ts';
import type { Embedder } from '../models/embedder.ts';
import type { Embedders } from '../models/embedders.ts';
import type { TenantIngestion } from '../store/ingestion.ts';
import { type PackedSentences, packSentences } from '../store/sentences.ts';

/** Chunks whose sentences are embedded and written together: some hundred sentences. */
const BATCH = 24;

/** A chunk of more lines or sentences, such as a long table, has them in groups of neighbours. */
const MOST_SENTENCES = 16;

/**
 * Embeds the sentences of the next chunks of a searchable document, when nothing more urgent is to be embedded.
 *
 * @returns whether there may be more; false also when the document is gone
 */
export async function embedSentences(
  store: TenantIngestion,
  documentId: DocumentId,
  { embedders, signal }: { embedders: Embedders; signal: AbortSignal },
): Promise<boolean> {
  const next = await store.withoutSentences(documentId, { limit: BATCH, signal });
  if (!next || next.chunks.length === 0) return false;
  const { generation, embedder, chunks } = next;
  const sentences = await packSentencesOf(
    chunks.map(({ text }) => text),
    { embedder: embedders.get(embedder), signal },
  );
  const written = chunks.map(({ index }, at) => ({ index, sentences: sentences[at] ?? packSentences([]) }));
  return await store.writeSentences({ documentId, generation, embedder }, written);
}

/** The sentences of some chunks' texts, embedded and packed, when nothing more urgent is to be embedded. */
export async function packSentencesOf(
  chunks: readonly string[],
  { embedder, signal }: { embedder: Embedder; signal: AbortSignal },
): Promise<PackedSentences[]> {
  const slice = createTimeSlice(2, { signal });
  const cut: { text: string; places: Place[] }[] = [];
  for (const text of chunks) {
    // What the embedder doesn't read is searched by its words.
    cut.push({ text, places: isReadBy(embedder, text) ? placesOf(text) : [] });
    if (slice.isOver()) await slice.next();
  }
  const texts = cut.flatMap(({ text, places }) => places.map(({ start, end }) => text.slice(start, end)));
  const vectors = await embedder.embed(texts, { as: 'passage', priority: 'LOW', signal });
  let at = 0;
  return cut.map(({ places }) =>
    packSentences(
      places.map((place) => {
        const vector = vectors[at++];
        if (!vector) throw new TypeError('An embedder gives one vector a text.');
        return { ...place, vector };
      }),
    ),
  );
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** None where there is but one: the chunk's own vector says the same. */
function placesOf(text: string): Place[] {
  const sentences = sentencesOf(text);
  if (sentences.length < 2) return [];
  const groupSize = Math.ceil(sentences.length / MOST_SENTENCES);
  return Array.from({ length: Math.ceil(sentences.length / groupSize) }, (_, group) => {
    const [first, ...others] = sentences.slice(group * groupSize, (group + 1) * groupSize);
    return { start: first?.start ?? 0, end: others.at(-1)?.end ?? first?.end ?? 0 };
  });
}
