import { createHash } from 'node:crypto';
import {
  type AuditEntryId,
  type DocumentId,
  type Generation,
  newId,
  type TenantId,
  type UserId,
} from '../../src/ids.ts';
import { EVERYTHING } from '../../src/store/access.ts';
import type { NewAuditEntry } from '../../src/store/audit.ts';
import type { Candidate, Chunk, ChunkSearch, EmbeddedQuestion, Ranking } from '../../src/store/chunks.ts';
import type { Member } from '../../src/store/directory-records.ts';
import type { NewDocument } from '../../src/store/documents.ts';
import type { EmbedderStamp } from '../../src/store/embedder-stamp.ts';
import type { IngestionAttempt } from '../../src/store/ingestion.ts';
import type { Store } from '../../src/store/store.ts';
import type { ScopedTenant, TenantStore } from '../../src/store/tenant-store.ts';

/** Few dimensions, so that a test can say which vector is near to which. */
export const TEST_EMBEDDER: EmbedderStamp = { id: 'test-embedder', dimensions: 4 };

export function newMember(change: { email?: string; tenantId?: TenantId } = {}): Member {
  const tenantId = change.tenantId ?? newId<TenantId>();
  const userId = newId<UserId>();
  const createdAt = new Date('2026-01-02T03:04:05.678Z');
  return {
    tenant: {
      id: tenantId,
      name: 'Ægir & Sons\u0000',
      createdAt,
      suspendedAt: null,
      deletedAt: null,
      limits: { documents: 5, storageBytes: null },
      instructions: 'Say “Æsir”\u0000.\ufff9\ud800',
      modelSettings: {
        provider: 'OPENAI_COMPATIBLE',
        model: 'm\u0000',
        endpoint: 'https://models.example.org/v1',
        sealedApiKey: 'v1.a.b.c',
        updatedAt: new Date('2026-01-04T03:04:05.678Z'),
      },
    },
    user: {
      id: userId,
      email: change.email ?? `${userId}@example.org`,
      name: null,
      passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
      lastTenantId: tenantId,
      createdAt,
      suspendedAt: null,
    },
    membership: {
      tenantId,
      userId,
      role: 'OWNER',
      piiAccess: true,
      collections: ['finance', 'Ægir\u0000'],
      joinedAt: new Date('2026-01-03T03:04:05.678Z'),
      suspendedAt: null,
    },
  };
}

/** A tenant's data with all that is in it. */
export type TestTenant = TenantStore & ScopedTenant;

/** Opens the data of an organisation that is there. */
export async function openTestTenant(store: Store, id: TenantId): Promise<TestTenant> {
  const tenant = await store.openTenant(id);
  return { ...tenant.as(EVERYTHING), ...tenant };
}

/** Registers an organisation and opens its data. */
export async function openNewTenant(store: Store): Promise<TestTenant> {
  const member = newMember();
  await store.directory.register(member);
  return await openTestTenant(store, member.tenant.id);
}

/** The chunks nearest to a vector. */
export async function nearest(
  { chunks }: Pick<ScopedTenant, 'chunks'>,
  vector: Float32Array,
  search: ChunkSearch,
): Promise<readonly Candidate[]> {
  return (await chunks.candidates({ vector, embedder: TEST_EMBEDDER.id, terms: [] }, search)).nearest;
}

/** A question in the direction of chunks at this angle. */
export function newQuestion(angle = 0): EmbeddedQuestion {
  return { vector: newChunk(0, { angle }).vector, embedder: TEST_EMBEDDER.id };
}

/** A question of so many words, each of one term, is ranked by its meaning and its words. */
export function newRanking(wordCount: number, change: Partial<Ranking> = {}): Ranking {
  const ones = Array.from({ length: wordCount }, () => 1);
  const wordOf = [...ones.keys()];
  return { wordOf, wordCount, weights: ones, shares: ones, threshold: 0.44, reading: 'MEANING', ...change };
}

/** The chunks with any of the terms. */
export async function matching(
  { chunks }: Pick<ScopedTenant, 'chunks'>,
  terms: readonly string[],
  search: ChunkSearch,
): Promise<readonly Candidate[]> {
  return (await chunks.candidates({ ...newQuestion(), terms }, search)).matching;
}

/** An entry of the audit: somebody has searched. */
export function newAuditEntry(change: Partial<NewAuditEntry> = {}): NewAuditEntry {
  return {
    id: newId<AuditEntryId>(),
    at: new Date('2026-04-01T12:00:00.123Z'),
    actor: { userId: newId<UserId>(), email: 'ada@example.org', apiToken: null },
    rights: { role: 'EDITOR', piiAccess: false, collections: ['\u00c6gir\u0000\ud800'] },
    action: 'search.run',
    outcome: 'OK',
    target: null,
    documents: [],
    detail: {},
    ...change,
  };
}

/** A document as it comes in. Its bytes are those of `content`, which is its id by default, so that no two are the same. */
export function newDocument(change: Partial<NewDocument> & { content?: string } = {}): {
  document: NewDocument;
  original: Uint8Array;
} {
  const id = newId<DocumentId>();
  const { content = id, ...rest } = change;
  const original = new TextEncoder().encode(content);
  const document: NewDocument = {
    id,
    name: 'notes.txt',
    mediaType: 'text/plain',
    sizeBytes: original.length,
    sha256: createHash('sha256').update(original).digest('hex'),
    version: 1,
    tags: [],
    documentDate: null,
    collection: null,
    visibility: 'ORGANIZATION',
    containsPii: false,
    createdBy: null,
    createdAt: new Date('2026-03-01T00:00:00.000Z'),
    ...rest,
  };
  return { document, original };
}

/** A chunk of a few terms, with a vector of unit length in the plane of the first two axes at the angle (radians). */
export function newChunk(
  index: number,
  { terms = ['word'], angle = 0 }: { terms?: string[]; angle?: number } = {},
): Chunk {
  const text = terms.join(' ');
  return {
    index,
    text,
    headings: ['Part', 'Section'],
    page: null,
    start: index * 10,
    end: index * 10 + text.length,
    terms,
    vector: Float32Array.of(Math.cos(angle), Math.sin(angle), 0, 0),
    sentences: null,
  };
}

export function newAttempt(documentId: DocumentId): IngestionAttempt {
  return { documentId, generation: newId<Generation>() };
}

/** Creates a document and begins an attempt at it. */
export async function beginDocument(
  tenant: TestTenant,
  change: Parameters<typeof newDocument>[0] = {},
): Promise<IngestionAttempt> {
  const { document, original } = newDocument(change);
  await tenant.documents.create(document, original);
  const attempt = newAttempt(document.id);
  await tenant.ingestion.begin(attempt);
  return attempt;
}

/** What an original holds that is stored by a process which may be killed: more than one piece of it. */
export function crashContent(id: DocumentId): string {
  return id.repeat(40_000);
}

/** Takes a document all the way to searchable. */
export async function ingestDocument(
  tenant: TestTenant,
  chunks: readonly Chunk[],
  change: Parameters<typeof newDocument>[0] & { text?: string; pageStarts?: readonly number[] } = {},
): Promise<DocumentId> {
  const { text = chunks.map((chunk) => chunk.text).join('\n'), pageStarts = [], ...rest } = change;
  const attempt = await beginDocument(tenant, rest);
  await tenant.ingestion.write(attempt, chunks);
  await tenant.ingestion.finish(attempt, { text, chunkCount: chunks.length, pageCount: null, pageStarts });
  return attempt.documentId;
}
