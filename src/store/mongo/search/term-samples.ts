import { reading } from '../client.ts';
import type { TenantDb } from '../tenant/tenant-db.ts';
import type { TermStatistics } from './bm25.ts';

/** What is known of a tenant's terms: all about small tenants, an estimate from a sample about others. */
export interface TermSample extends TermStatistics {
  /** The tokens without those that more than half of the chunks hold, as long as rarer ones are left. */
  leaveOutCommon(tokens: readonly string[]): readonly string[];
}

export interface TermSamples {
  /** How many chunks a tenant's database holds, shown or not; as of a second ago at most. */
  count(db: TenantDb): Promise<number>;
  read(db: TenantDb): Promise<TermSample>;
  /** This process has written or removed chunks. */
  forget(db: TenantDb): void;
}

/** In smaller tenants every term is common, which says nothing. */
const MIN_CHUNKS = 50;
const SAMPLE = 500;
const MAX_TENANTS = 100;
const COUNT_MS = 1_000;

interface Entry {
  count: Promise<number>;
  countedAt: number;
  sample: { of: number; terms: Promise<TermSample> } | null;
}

/** Keeps samples of the tenants that were searched last. */
export function createTermSamples(): TermSamples {
  // A map keeps the order of insertion: the first is the least recently used.
  const entries = new Map<string, Entry>();

  const entryOf = (db: TenantDb): Entry => {
    const known = entries.get(db.database);
    const now = Date.now();
    if (known && now - known.countedAt < COUNT_MS) return known;
    const entry: Entry = { count: countChunks(db), countedAt: now, sample: known?.sample ?? null };
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
    read: async (db) => {
      const entry = entryOf(db);
      const chunks = await entry.count;
      const { sample } = entry;
      const isFresh = sample && Math.abs(sample.of - chunks) <= (chunks <= SAMPLE ? 0 : chunks / 10);
      if (sample && isFresh) return await sample.terms;
      const terms = takeSample(db, chunks);
      terms.catch(() => entries.delete(db.database));
      entry.sample = { of: chunks, terms };
      return await terms;
    },
    forget: (db) => {
      const entry = entries.get(db.database);
      if (!entry) return;
      entry.countedAt = 0;
      if (entry.sample && entry.sample.of <= SAMPLE) entry.sample = null;
    },
  };
}

/** By the collection's metadata, which a crash of the server may leave a little wrong; 0 only where there are none. */
async function countChunks(db: TenantDb): Promise<number> {
  const estimate = await db.chunks.estimatedDocumentCount({ maxTimeMS: reading().maxTimeMS });
  if (estimate > 0) return estimate;
  return (await db.chunks.findOne({}, { projection: { _id: 1 }, ...reading() })) ? 1 : 0;
}

async function takeSample(db: TenantDb, chunks: number): Promise<TermSample> {
  const projection = { _id: 0, terms: 1 };
  const rows =
    chunks <= SAMPLE
      ? await db.chunks.find({}, { projection, ...reading() }).toArray()
      : await db.chunks.aggregate([{ $sample: { size: SAMPLE } }, { $project: projection }], reading()).toArray();
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
