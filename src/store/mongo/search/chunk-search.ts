import type { Filter } from 'mongodb';
import { driveAsync } from '../../../lib/drive.ts';
import { nearestWords } from '../../../lib/nearest-words.ts';
import type { Abortable } from '../../abortable.ts';
import type { DocumentAccess, Scope } from '../../access.ts';
import type {
  Candidate,
  Candidates,
  ChunkKey,
  ChunkSearch,
  EmbeddedQuestion,
  FoundChunks,
  RankedQuestion,
  RankedSearch,
  SearchedQuestion,
  ShownChunk,
} from '../../chunks.ts';
import { rank } from '../../ranking/rank.ts';
import { sentenceCosines } from '../../sentences.ts';
import { checkVector } from '../../vectors.ts';
import { reading } from '../client.ts';
import { createDescriber, type FoundRow, rowId, toKey, toSentences, toText } from '../tenant/chunk-rows.ts';
import { accessOf } from '../tenant/document-rows.ts';
import { type Sight, sightOf, toDocumentFilter } from '../tenant/filters.ts';
import { fromStored } from '../tenant/stored-text.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import { ACCESS, type ChunkRow, checkTenant, type DocumentRow } from '../tenant/tenant-rows.ts';
import { fieldsOf, type VectorSlot, valuesOf } from '../tenant/vector-slots.ts';
import type { Engine, EngineSearch } from './engine.ts';
import { fromTokens, toToken } from './keywords.ts';
import type { TermSamples } from './term-samples.ts';

/** Searches of a tenant's chunks, whatever the engine. Only chunks that their document shows, and the scope sees, come out. */
export interface Searcher {
  /** @throws what `candidates` throws */
  search(db: TenantDb, scope: Scope, question: RankedQuestion, search: RankedSearch): Promise<FoundChunks>;
  /**
   * @throws EmbedderChanged when the question's vector is not of the tenant's embedder
   * @throws TypeError for a vector that is none
   */
  candidates(db: TenantDb, scope: Scope, question: SearchedQuestion, search: ChunkSearch): Promise<Candidates>;
  spellings(db: TenantDb, scope: Scope, terms: readonly string[], options: Abortable): Promise<(string[] | null)[]>;
  first(db: TenantDb, scope: Scope, search: ChunkSearch): Promise<ChunkKey[]>;
  read(
    db: TenantDb,
    scope: Scope,
    keys: readonly ChunkKey[],
    options: { question?: EmbeddedQuestion } & Abortable,
  ): Promise<ShownChunk[]>;
}

/** Chunks whose words misspelt ones are compared with. */
const MOST_SPELLED = 2_000;

/** A search by the vectors of one slot. */
type SlotSearch = ChunkSearch & { readonly slot: VectorSlot };

/** The most that is asked of an engine when hits turn out not to be shown; mongot considers no more. */
const MAX_WANTED = 10_000;

/** Searches with one engine. */
export function createSearcher({ engine, samples }: { engine: Engine; samples: TermSamples }): Searcher {
  const findMatching = async (db: TenantDb, tokens: readonly string[], sight: Sight, search: SlotSearch) => {
    const wanted = [...new Set(tokens)];
    if (wanted.length === 0) return [];
    const matchAny = (some: readonly string[]) =>
      findShown(db, sight, search, (asked) => engine.matching(db, some, { ...asked, statistics }));
    const statistics = await samples.read(db, sight.seen);
    const telling = statistics.leaveOutCommon(wanted);
    const hits = await matchAny(telling);
    // A sample can't tell a rare term from one that nothing holds.
    return hits.length > 0 || telling.length === wanted.length ? hits : await matchAny(wanted);
  };

  const findCandidates: Searcher['candidates'] = async (db, scope, { vector, embedder, terms }, asking) => {
    const slot = await db.vectors.slotFor(embedder);
    checkVector(vector, slot.embedder.dimensions);
    const search = { ...asking, slot };
    const asked = sightOf(scope, search.filter);
    if (asked.isEmpty || (await samples.count(db)) === 0) return { nearest: [], matching: [] };
    const sight = (await samples.havePrivate(db)) ? withPrivate(asked) : asked;
    const tokens = terms.map(toToken);
    const [near, matching] = await Promise.all([
      findShown(db, sight, search, (asked) => engine.nearest(db, vector, asked)),
      findMatching(db, tokens, sight, search),
    ]);
    const describe = createDescriber(db, vector, tokens);
    const known = new Map<string, Candidate>();
    const toCandidate = (row: FoundRow): Candidate => {
      const candidate = known.get(row._id) ?? describe(row);
      known.set(row._id, candidate);
      return candidate;
    };
    return { nearest: near.map(toCandidate), matching: matching.map(toCandidate) };
  };

  return {
    search: async (db, scope, question, { topK, ...wanted }) => {
      const found = await findCandidates(db, scope, question, wanted);
      const { signal } = wanted;
      return await driveAsync(rank(found, question.ranking, topK), (keys) =>
        readTexts(db, scope, keys, { question, signal }),
      );
    },
    candidates: findCandidates,
    spellings: findSpellings,
    first: findFirst,
    read: readTexts,
  };
}

/** The same where something is private: then that is left out by the engine, at once, so that nothing tells whether it would have been found. */
function withPrivate(sight: Sight): Sight {
  return { ...sight, conditions: { ...sight.conditions, ...sight.unlessPrivate } };
}

/**
 * Asks for more until enough of what is found is shown by its document, and seen. What has become private to others in the
 * last second is left out in the engine only once it was in the way.
 */
async function findShown(
  db: TenantDb,
  { conditions, unlessPrivate, documents }: Sight,
  { limit, slot, signal }: SlotSearch,
  search: (wanted: EngineSearch) => Promise<FoundRow[]>,
): Promise<FoundRow[]> {
  let asked = conditions;
  for (let wanted = limit; ; wanted = Math.min(2 * wanted, MAX_WANTED)) {
    const rows = await search({ limit: wanted, conditions: asked, documents, slot, signal });
    const generations = await findShownGenerations(db, documents, rows, signal);
    const shown = rows.filter((row) => generations.has(row.generation));
    if (shown.length >= limit || rows.length < wanted || wanted >= MAX_WANTED) return shown.slice(0, limit);
    if (unlessPrivate) asked = { ...conditions, ...unlessPrivate };
  }
}

async function findShownGenerations(
  db: TenantDb,
  seen: Sight['documents'],
  rows: readonly Pick<ChunkRow, 'generation'>[],
  signal: AbortSignal | undefined,
): Promise<Set<string | null>> {
  const generations = [...new Set(rows.map(({ generation }) => generation))];
  if (generations.length === 0) return new Set();
  const documents = await db.documents
    .find({ ...seen, generation: { $in: generations } }, reading(signal))
    .project<Pick<DocumentRow, 'tenantId' | 'generation'>>({ tenantId: 1, generation: 1 })
    .toArray();
  return new Set(documents.map((row) => checkTenant(row, db.tenantId).generation));
}

/** Among the terms of some thousand chunks that are shown and seen. */
async function findSpellings(
  db: TenantDb,
  scope: Scope,
  terms: readonly string[],
  { signal }: Abortable,
): Promise<(string[] | null)[]> {
  const { conditions, unlessPrivate, documents, isEmpty } = sightOf(scope, {});
  const rows = isEmpty
    ? []
    : await db.chunks
        .find({ ...conditions, ...unlessPrivate } as Filter<ChunkRow>, reading(signal))
        .project<Pick<ChunkRow, 'tenantId' | 'generation' | 'terms'>>({ tenantId: 1, generation: 1, terms: 1 })
        .limit(MOST_SPELLED)
        .toArray();
  const generations = await findShownGenerations(db, documents, rows, signal);
  const shown = rows.filter((row) => generations.has(checkTenant(row, db.tenantId).generation));
  return nearestWords(terms, new Set(shown.flatMap((row) => fromTokens(row.terms))));
}

/** The first chunks of the newest documents. */
async function findFirst(db: TenantDb, scope: Scope, { limit, filter, signal }: ChunkSearch): Promise<ChunkKey[]> {
  const { isEmpty, documents: fits } = sightOf(scope, filter);
  if (isEmpty) return [];
  const documents = await db.documents
    .find({ ...fits, chunkCount: { $gt: 0 } }, reading(signal))
    .project<Pick<DocumentRow, 'tenantId' | 'generation' | 'chunkCount'>>({ tenantId: 1, generation: 1, chunkCount: 1 })
    .sort({ createdAt: -1, _id: -1 })
    .limit(limit)
    .toArray();
  const reads: Promise<Pick<ChunkRow, 'tenantId' | keyof ChunkKey>[]>[] = [];
  let left = limit;
  for (const row of documents) {
    const { generation, chunkCount } = checkTenant(row, db.tenantId);
    if (left <= 0 || !generation) break;
    const share = Math.min(left, chunkCount);
    reads.push(
      db.chunks
        .find({ generation }, reading(signal))
        .project<Pick<ChunkRow, 'tenantId' | keyof ChunkKey>>({ tenantId: 1, documentId: 1, generation: 1, index: 1 })
        .sort({ index: 1 })
        .limit(share)
        .toArray(),
    );
    left -= share;
  }
  return (await Promise.all(reads)).flat().map((row) => toKey(checkTenant(row, db.tenantId)));
}

const TEXT = { tenantId: 1, documentId: 1, generation: 1, index: 1, text: 1, headings: 1, start: 1, end: 1, page: 1 };

/** The texts of those of the chunks that are shown and seen, in the order of the keys. */
async function readTexts(
  db: TenantDb,
  scope: Scope,
  keys: readonly ChunkKey[],
  { question, signal }: { question?: EmbeddedQuestion } & Abortable,
): Promise<ShownChunk[]> {
  if (keys.length === 0) return [];
  const generations = [...new Set(keys.map(({ generation }) => generation))];
  const { current } = await db.vectors.current();
  const slot = question?.embedder === current.embedder.id ? current : null;
  const [documents, rows] = await Promise.all([
    db.documents
      .find({ ...toDocumentFilter(scope, {}), generation: { $in: generations } }, reading(signal))
      .project<Pick<DocumentRow, '_id' | 'tenantId' | 'generation' | 'name' | keyof DocumentAccess>>({
        ...ACCESS,
        generation: 1,
        name: 1,
      })
      .toArray(),
    db.chunks
      .find({ _id: { $in: keys.map(rowId) } }, reading(signal))
      .project<ChunkRow>(slot ? { ...TEXT, [fieldsOf(slot).sentences]: 1 } : TEXT)
      .toArray(),
  ]);
  const shown = new Map(documents.map((row) => [`${checkTenant(row, db.tenantId)._id}:${row.generation}`, row]));
  const byRowId = new Map(rows.map((row) => [row._id, checkTenant(row, db.tenantId)]));
  return keys.flatMap((key) => {
    const row = byRowId.get(rowId(key));
    const document = shown.get(`${key.documentId}:${key.generation}`);
    if (!row || !document || row.documentId !== key.documentId) return [];
    const packed = slot && toSentences(valuesOf(row, slot).sentences);
    return [
      {
        ...toKey(row),
        ...toText(row),
        tenantId: document.tenantId,
        documentName: fromStored(document.name),
        access: accessOf(document),
        sentences: question && packed ? sentenceCosines(question.vector, packed) : null,
      },
    ];
  });
}
