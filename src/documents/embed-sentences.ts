import type { DocumentId } from '../ids.ts';
import { sentencesOf } from '../lib/sentences.ts';
import { isReadBy } from '../lib/text/language.ts';
import { createTimeSlice } from '../lib/time-slice.ts';
import type { Embedder } from '../models/embedder.ts';
import type { BareChunk, TenantIngestion } from '../store/ingestion.ts';
import { packSentences } from '../store/sentences.ts';

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
  { embedder, signal }: { embedder: Embedder; signal: AbortSignal },
): Promise<boolean> {
  const next = await store.withoutSentences(documentId, { limit: BATCH, signal });
  if (!next || next.chunks.length === 0) return false;
  const slice = createTimeSlice(2, { signal });
  const cut: { chunk: BareChunk; places: Place[] }[] = [];
  for (const chunk of next.chunks) {
    // What the embedder doesn't read is searched by its words.
    cut.push({ chunk, places: isReadBy(embedder, chunk.text) ? placesOf(chunk.text) : [] });
    if (slice.isOver()) await slice.next();
  }
  const texts = cut.flatMap(({ chunk, places }) => places.map(({ start, end }) => chunk.text.slice(start, end)));
  const vectors = await embedder.embed(texts, { as: 'passage', priority: 'LOW', signal });
  let at = 0;
  const written = cut.map(({ chunk, places }) => {
    const sentences = places.map((place) => {
      const vector = vectors[at++];
      if (!vector) throw new TypeError('An embedder gives one vector a text.');
      return { ...place, vector };
    });
    return { index: chunk.index, sentences: packSentences(sentences) };
  });
  return await store.writeSentences({ documentId, generation: next.generation }, written);
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
