import type { Filter } from 'mongodb';
import { MIN_CHUNKS } from '../../bm25.ts';
import { reading } from '../client.ts';
import { ORGANIZATION, type Seen } from '../tenant/filters.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import type { ChunkRow, DocumentRow } from '../tenant/tenant-rows.ts';
import type { TermStatistics } from './bm25.ts';

/** What is known of a tenant's terms: all about small tenants, an estimate from a sample about others. */
export interface TermSample extends TermStatistics {
  /** The tokens without those that more than half of the chunks hold, as long as rarer ones are left. */
  leaveOutCommon(tokens: readonly string[]): readonly string[];
}

/** Keeps for a while what was learnt of tenants' terms. */
export interface TermSamples {
  /** How many chunks a tenant's database holds, shown or not; as of a second ago at most. */
  count(db: TenantDb): Promise<number>;
  /** What is known of the terms in what somebody sees, and of nothing else. */
  read(db: TenantDb, seen: Seen): Promise<TermSample>;
  /** Whether a tenant has chunks that are private to somebody; as of a second ago at most. */
  havePrivate(db: TenantDb): Promise<boolean>;
  /** This process has written or removed chunks. */
  forget(db: TenantDb): void;
}

const SAMPLE = 500;
const MAX_TENANTS = 100;
const COUNT_MS = 1_000;

/** Readers with different rights whose samples are kept of a tenant. */
const MAX_SAMPLES = 50;

interface Sample {
  /** How many chunks the tenant had. */
  readonly of: number;
  readonly terms: Promise<TermSample>;
}

interface Entry {
  count: Promise<number>;
  havePrivate: Promise<boolean>;
  countedAt: number;
  /** By the name of what is seen. */
  samples: Map<string, Sample>;
}

/** Keeps samples of the tenants that were searched last. */
export function createTermSamples(): TermSamples {
  // A map keeps the order of insertion: the first is the least recently used.
  const entries = new Map<string, Entry>();

  const entryOf = (db: TenantDb): Entry => {
    const known = entries.get(db.database);
    const now = Date.now();
    if (known && now - known.countedAt < COUNT_MS) return known;
    const entry: Entry = {
      count: countChunks(db),
      havePrivate: findPrivate(db),
      countedAt: now,
      samples: known?.samples ?? new Map(),
    };
    entry.havePrivate.catch(() => entries.delete(db.database));
    entry.count.then(
      (count) => {
        // Another process may write the first one at any moment.
        if (count === 0) entry.countedAt = 0;
      },
      () => entries.delete(db.database),
    );
    entries.delete(db.database);
    entries.set(db.database, entry);
    const [oldest] = entries.keys();
    if (entries.size > MAX_TENANTS && oldest) entries.delete(oldest);
    return entry;
  };

  return {
    count: (db) => entryOf(db).count,
    havePrivate: (db) => entryOf(db).havePrivate,
    read: async (db, seen) => {
      const entry = entryOf(db);
      const [chunks, havePrivate] = await Promise.all([entry.count, entry.havePrivate]);
      const isWhole = seen.isAllShared && !havePrivate;
      const name = isWhole ? '' : seen.name;
      const { samples } = entry;
      const sample = samples.get(name);
      const isFresh = sample && Math.abs(sample.of - chunks) <= (chunks <= SAMPLE ? 0 : chunks / 10);
      if (sample && isFresh) return await sample.terms;
      const terms = isWhole ? takeSample(db, chunks) : takeSampleOf(db, seen);
      terms.catch(() => entries.delete(db.database));
      samples.delete(name);
      samples.set(name, { of: chunks, terms });
      const [oldest] = samples.keys();
      if (samples.size > MAX_SAMPLES && oldest !== undefined) samples.delete(oldest);
      return await terms;
    },
    forget: (db) => {
      const entry = entries.get(db.database);
      if (!entry) return;
      entry.countedAt = 0;
      for (const [name, { of }] of entry.samples) if (of <= SAMPLE) entry.samples.delete(name);
    },
  };
}

/** By the collection's metadata, which a crash of the server may leave a little wrong; 0 only where there are none. */
async function countChunks(db: TenantDb): Promise<number> {
  const estimate = await db.chunks.estimatedDocumentCount({ maxTimeMS: reading().maxTimeMS });
  if (estimate > 0) return estimate;
  return (await db.chunks.findOne({}, { projection: { _id: 1 }, ...reading() })) ? 1 : 0;
}

async function findPrivate(db: TenantDb): Promise<boolean> {
  const found = await db.chunks.findOne({ privateTo: { $ne: ORGANIZATION } }, { projection: { _id: 1 }, ...reading() });
  return found !== null;
}

type TermsRow = Pick<ChunkRow, 'terms'>;
const TERMS = { projection: { _id: 0, terms: 1 } };

/** Of all chunks. */
async function takeSample(db: TenantDb, chunks: number): Promise<TermSample> {
  const rows =
    chunks <= SAMPLE
      ? await db.chunks.find<TermsRow>({}, { ...TERMS, ...reading() }).toArray()
      : await db.chunks
          .aggregate<TermsRow>([{ $sample: { size: SAMPLE } }, { $project: TERMS.projection }], reading())
          .toArray();
  return describe(rows, { chunks, isWhole: true });
}

/** Of the chunks of some documents that are shown and seen: ids are random, so the first ones are as good as any. */
async function takeSampleOf(db: TenantDb, { documents }: Seen): Promise<TermSample> {
  const shown: Filter<DocumentRow> = { ...documents, chunkCount: { $gt: 0 } };
  const [[sum], some] = await Promise.all([
    db.documents
      .aggregate<{ chunks: number }>(
        [{ $match: shown }, { $group: { _id: 1, chunks: { $sum: '$chunkCount' } } }],
        reading(),
      )
      .toArray(),
    db.documents
      .find<Pick<DocumentRow, 'generation'>>(shown, { projection: { _id: 0, generation: 1 }, ...reading() })
      .sort({ _id: 1 })
      .limit(SAMPLE)
      .toArray(),
  ]);
  const generations = some.flatMap(({ generation }) => generation ?? []);
  const rows = await db.chunks
    .find<TermsRow>({ generation: { $in: generations } }, { ...TERMS, ...reading() })
    .sort({ generation: 1, index: 1 })
    .limit(SAMPLE)
    .toArray();
  return describe(rows, { chunks: sum?.chunks ?? 0, isWhole: false });
}

/** What a sample says of `chunks` chunks. */
function describe(rows: readonly TermsRow[], { chunks, isWhole }: Pick<TermSample, 'chunks' | 'isWhole'>): TermSample {
  const held = new Map<string, number>();
  let length = 0;
  for (const { terms } of rows) {
    const tokens = String(terms).split(' ');
    length += tokens.length;
    for (const token of new Set(tokens)) held.set(token, (held.get(token) ?? 0) + 1);
  }
  const scale = rows.length === 0 ? 1 : Math.max(1, chunks / rows.length);
  // What a sample does not show is rarer than what it shows once.
  const unseen = chunks <= SAMPLE ? 0 : scale / 2;
  const share = (token: string) => (held.get(token) ?? 0) / Math.max(1, rows.length);
  return {
    isWhole,
    chunks: Math.max(chunks, rows.length),
    averageLength: length / Math.max(1, rows.length),
    held: (token) => (held.has(token) ? (held.get(token) ?? 0) * scale : unseen),
    leaveOutCommon: (tokens) => {
      if (tokens.length < 2 || chunks < MIN_CHUNKS) return tokens;
      const isRare = (token: string) => share(token) <= 0.5 && (held.has(token) || unseen > 0);
      const rare = tokens.filter(isRare);
      return rare.length > 0 ? rare : tokens;
    },
  };
}
