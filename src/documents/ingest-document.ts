import { AppError } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { joinSignals } from '../lib/joined-signal.ts';
import { termsOf } from '../lib/terms.ts';
import { languageOf } from '../lib/text/language.ts';
import type { Language } from '../lib/text/stop-words.ts';
import { createTimeSlice } from '../lib/time-slice.ts';
import type { Embedder } from '../models/embedder.ts';
import type { Embedders } from '../models/embedders.ts';
import type { Chunk } from '../store/chunks.ts';
import { type IngestionProgress, NO_PROGRESS } from '../store/document-status.ts';
import type { IngestionAttempt, TenantIngestion } from '../store/ingestion.ts';
import { AttemptOver } from './attempt-over.ts';
import type { ChunkSizes } from './chunking/chunk-size.ts';
import { type ChunkOfText, chunkText } from './chunking/chunker.ts';
import { originalToParse } from './original-to-parse.ts';
import type { Mending, PageProgress } from './parsers/parser.ts';
import { parseOriginal } from './parsers/parsers.ts';
import { passageText } from './passage-text.ts';

/** Chunks that are embedded, written and told of together. */
const BATCH = 32;

/** The shortest time between two reports of parsed pages, in ms. */
const PAGES_TOLD_MS = 200;

/** Code units at a document's beginning. */
const ENOUGH_TO_TELL_LANGUAGE = 20_000;

/**
 * One attempt to make a document searchable: parse, cut, embed in batches, write, switch. While a batch is embedded the
 * next is on its way, so that the embedder waits for nothing.
 *
 * @returns how many chunks are searchable now
 * @throws AttemptOver, or AppError with a message for the reader
 */
export async function ingestDocument(
  store: TenantIngestion,
  attempt: IngestionAttempt,
  {
    embedders,
    sizes,
    ocrLanguages,
    onMended,
    signal,
  }: {
    embedders: Embedders;
    sizes: ChunkSizes;
    ocrLanguages: readonly string[] | null;
    onMended(mended: readonly Mending[]): void;
    signal: AbortSignal;
  },
): Promise<number> {
  let last = NO_PROGRESS;
  const report = async (change: Partial<IngestionProgress>) => {
    last = { ...last, ...change };
    if (!(await store.setProgress(attempt, last))) throw new AttemptOver();
  };

  const document = await store.begin(attempt);
  if (!document) throw new AttemptOver();
  // Asked now: were it another one later, this attempt would be over.
  const embedder = embedders.get(await store.embedder({ signal }));
  await report({ stage: 'PARSING' });
  const original = await originalToParse(store, document, { signal });
  const parsed = await withPages(report, (onPage) =>
    parseOriginal({ original, mediaType: document.mediaType, ocrLanguages, onPage, signal }),
  );
  const { text, pageCount, pageStarts, mended } = parsed;
  if (mended.length > 0) onMended(mended);

  await report({ stage: 'CHUNKING', pagesParsed: pageCount ?? 0, pagesTotal: pageCount });
  const pieces = await chunkText(parsed, { sizes, signal });
  if (pieces.length === 0) throw new AppError('BAD_INPUT', 'No text was found in this document.');
  await report({ stage: 'EMBEDDING', chunksTotal: pieces.length });
  const language = languageOf(text.slice(0, ENOUGH_TO_TELL_LANGUAGE));

  const ending = new AbortController();
  const joined = joinSignals(signal, ending.signal);
  const embed = (from: number) =>
    embedPieces(pieces.slice(from, from + BATCH), {
      embedder,
      tenant: document.tenantId,
      language,
      signal: joined.signal,
    });
  let written: Promise<void> = Promise.resolve();
  try {
    let next = embed(0);
    for (let from = 0; from < pieces.length; from += BATCH) {
      const current = next;
      next = embed(from + BATCH);
      next.catch(() => {});
      const batch = await current;
      await written;
      written = (async () => {
        if (!(await store.write(attempt, batch))) throw new AttemptOver();
        await report({ chunksEmbedded: from + batch.length });
      })();
      written.catch(() => {});
    }
  } finally {
    ending.abort();
    joined.release();
    // Nothing of this attempt may be under way when its end is reported.
    await written;
  }
  await report({ stage: 'WRITING' });
  if (!(await store.finish(attempt, { text, chunkCount: pieces.length, pageCount, pageStarts })))
    throw new AttemptOver();
  return pieces.length;
}

/** Tells of the pages that are parsed, some times a second, and ends the parsing when the attempt is over. */
async function withPages<T>(
  report: (change: Partial<IngestionProgress>) => Promise<void>,
  parse: (onPage: (progress: PageProgress) => void) => Promise<T>,
): Promise<T> {
  let reporting: Promise<void> | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;
  const result = await parse(({ parsed, total }) => {
    if (reporting || performance.now() - toldAt < PAGES_TOLD_MS) return;
    toldAt = performance.now();
    // That an attempt is over shows with the next stage.
    const told = report({ pagesParsed: parsed, pagesTotal: total }).catch(() => {});
    reporting = told.finally(() => {
      reporting = null;
    });
  });
  await reporting;
  return result;
}

/** The terms of the pieces are counted while the embedder is at work on them. */
async function embedPieces(
  pieces: readonly ChunkOfText[],
  {
    embedder,
    tenant,
    language,
    signal,
  }: { embedder: Embedder; tenant: TenantId; language: Language; signal: AbortSignal },
): Promise<Chunk[]> {
  const [vectors, chunks] = await Promise.all([
    embedder.embed(pieces.map(passageText), { as: 'passage', tenant, signal }),
    withTerms(pieces, { language, signal }),
  ]);
  return chunks.map((chunk, i) => {
    const vector = vectors[i];
    if (!vector) throw new TypeError('An embedder gives one vector a text.');
    return { ...chunk, vector, sentences: null };
  });
}

/** Works in slices of a few milliseconds and lets the event loop turn between them. */
async function withTerms(
  pieces: readonly ChunkOfText[],
  { language, signal }: { language: Language; signal: AbortSignal },
): Promise<Omit<Chunk, 'vector' | 'sentences'>[]> {
  const slice = createTimeSlice(2, { signal });
  const chunks: Omit<Chunk, 'vector' | 'sentences'>[] = [];
  for (const { columns, ...chunk } of pieces) {
    // Whoever reads the passage, a person or a model, sees them above it.
    const headings = columns === null ? chunk.headings : [...chunk.headings, columns];
    const words = [...headings, chunk.text].join('\n');
    chunks.push({ ...chunk, headings, terms: termsOf(words, languageOf(words, language)) });
    if (slice.isOver()) await slice.next();
  }
  return chunks;
}
