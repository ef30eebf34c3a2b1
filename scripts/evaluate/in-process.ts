import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnswerMode, Turn } from '../../src/answers/answer.ts';
import { createModelQueue } from '../../src/answers/model-queue.ts';
import { createAnswerWriter } from '../../src/answers/write-answer.ts';
import { newOwner } from '../../src/auth/new-owner.ts';
import { type ChunkSizes, DEFAULT_SIZES } from '../../src/documents/chunking/chunk-size.ts';
import { embedSentences } from '../../src/documents/embed-sentences.ts';
import { ingestDocument } from '../../src/documents/ingest-document.ts';
import { FORMATS } from '../../src/documents/parsers/formats/formats.ts';
import { type AnswerId, type DocumentId, type Generation, newId } from '../../src/ids.ts';
import { questionTerms } from '../../src/lib/terms.ts';
import type { Embedder } from '../../src/models/embedder.ts';
import { createEmbedders, type Embedders } from '../../src/models/embedders.ts';
import { createQuotingModel } from '../../src/models/quoting/quoting-model.ts';
import { createMiniLmEmbedder } from '../../src/models/transformers-embedder.ts';
import { createSearchService } from '../../src/search/search-service.ts';
import { EVERYTHING } from '../../src/store/access.ts';
import type { Candidates } from '../../src/store/chunks.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { TenantStore } from '../../src/store/tenant-store.ts';
import { documentName, type Paragraph } from './squad.ts';
import type { Answered, Found, Subject } from './subject.ts';

const PASSAGES_TO_ANSWER_FROM = 4;

/** Carrel's own parts: the embedded store in a temporary folder, the default embedder, the quoting model. */
export async function openInProcess({
  threshold,
  sizes = DEFAULT_SIZES,
}: {
  threshold: number;
  sizes?: ChunkSizes;
}): Promise<Subject> {
  const { signal } = new AbortController();
  const dataDir = await mkdtemp(join(tmpdir(), 'carrel-evaluate-'));
  const embedder = remember(createMiniLmEmbedder());
  const embedders = createEmbedders(embedder);
  const store = await openEmbeddedStore({ dataDir, embedder });
  const tenant = await openTenant(store);
  const seen = tenant.as(EVERYTHING);
  const search = createSearchService({ embedders, threshold });
  const model = createQuotingModel({ embedder, neverRefuses: threshold === 0 });
  const write = createAnswerWriter({
    search,
    models: { of: async () => ({ model, reason: 'It is evaluated.', queue: 'evaluation' }) },
    queue: createModelQueue({ concurrency: 1, limit: 1 }),
    now: () => new Date(),
  });
  const ids = new Map<Paragraph, DocumentId>();
  const paragraphs = new Map<DocumentId, Paragraph>();

  const toFound = (hits: readonly { documentId: DocumentId; start: number; end: number }[]): Found[] =>
    hits.flatMap(({ documentId, start, end }) => {
      const paragraph = paragraphs.get(documentId);
      return paragraph ? [{ paragraph, start, end }] : [];
    });
  const searchLists = async (question: string, limit: number, list: keyof Candidates) => {
    const [vector] = await embedder.embed([question], { as: 'question' });
    if (!vector) return [];
    const { terms } = questionTerms(question);
    const found = await seen.chunks.candidates({ vector, embedder: embedder.id, terms }, { limit, filter: {} });
    return await seen.chunks.read(found[list]);
  };
  const ask = async (
    question: string,
    {
      earlier = [],
      among,
      mode = 'QUICK',
    }: { earlier?: readonly Turn[]; among?: readonly Paragraph[] | undefined; mode?: AnswerMode | undefined } = {},
  ): Promise<Answered> => {
    const request = { question, topK: PASSAGES_TO_ANSWER_FROM, filter: filterFor(among) };
    const asked = { ...request, mode, conversationId: null };
    const id = newId<AnswerId>();
    for await (const event of write({ id, tenant: seen, asked, earlier, isWhole: true, signal })) {
      if (event.type !== 'completed') continue;
      const { text, answered, cited, passages, claims } = event.answer;
      return {
        ...{ text, answered },
        cited: toFound(cited.flatMap((marker) => passages[marker - 1] ?? [])).map(({ paragraph }) => paragraph),
        supports: claims.map(({ support }) => support),
      };
    }
    throw new TypeError('An answer ends with its last event or throws.');
  };
  const filterFor = (among: readonly Paragraph[] | undefined) =>
    among ? { documentIds: among.flatMap((paragraph) => ids.get(paragraph) ?? []) } : {};

  return {
    add: async (added) => {
      for (const paragraph of added) {
        const id = await ingest(tenant, { embedders, sizes }, paragraph);
        ids.set(paragraph, id);
        paragraphs.set(id, paragraph);
      }
    },
    remove: async (removed) => {
      for (const paragraph of removed) {
        const id = ids.get(paragraph);
        if (id) await seen.documents.delete(id);
      }
    },
    search: async (query, { limit, among, earlier }) => {
      const result = await search.search(seen, { query, earlier, topK: limit, filter: filterFor(among) });
      return { found: toFound(result.passages), answerable: result.answerable };
    },
    ask,
    askNext: (question, earlier) => ask(question, { earlier }),
    lists: {
      keywords: async (question, limit) => toFound(await searchLists(question, limit, 'matching')),
      vectors: async (question, limit) => toFound(await searchLists(question, limit, 'nearest')),
    },
    close: async () => {
      await store.close();
      await embedder.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openTenant(store: Store): Promise<TenantStore> {
  const owner = newOwner({ email: 'evaluation@example.org', name: null, organization: 'Evaluation' }, '', new Date());
  await store.directory.register(owner);
  return store.openTenant(owner.tenant.id);
}

async function ingest(
  tenant: TenantStore,
  { embedders, sizes }: { embedders: Embedders; sizes: ChunkSizes },
  paragraph: Paragraph,
): Promise<DocumentId> {
  const original = new TextEncoder().encode(paragraph.text);
  const name = documentName(paragraph);
  const { document } = await tenant.as(EVERYTHING).documents.create(
    {
      id: newId<DocumentId>(),
      name,
      mediaType: mediaTypeOf(name),
      sizeBytes: original.length,
      sha256: createHash('sha256').update(original).digest('hex'),
      version: 1,
      tags: [],
      documentDate: null,
      collection: null,
      visibility: 'ORGANIZATION',
      containsPii: false,
      createdBy: null,
      createdAt: new Date(),
    },
    original,
  );
  const attempt = { documentId: document.id, generation: newId<Generation>() };
  const { signal } = new AbortController();
  await ingestDocument(tenant.ingestion, attempt, { embedders, sizes, ocrLanguages: null, onMended: () => {}, signal });
  while (await embedSentences(tenant.ingestion, document.id, { embedders, signal }));
  return document.id;
}

function mediaTypeOf(name: string): string {
  if (name.endsWith('.md')) return 'text/markdown';
  const format = Object.values(FORMATS).find(({ extensions }) => extensions.some((each) => name.endsWith(each)));
  return format?.mediaType ?? 'text/plain';
}

/** Embeds each text once: the same questions are asked of many corpora. */
function remember(embedder: Embedder): Embedder {
  const known = new Map<string, Promise<Float32Array>>();
  return {
    ...embedder,
    embed: (texts, options) => {
      const key = (text: string) => `${options.as}\n${text}`;
      const missing = [...new Set(texts)].filter((text) => !known.has(key(text)));
      const embedded = missing.length > 0 ? embedder.embed(missing, { as: options.as }) : Promise.resolve([]);
      for (const [at, text] of missing.entries()) {
        const vector = embedded.then((vectors) => vectors[at] ?? Promise.reject(new TypeError('A vector is missing.')));
        known.set(key(text), vector);
      }
      return Promise.all(texts.map((text) => known.get(key(text)) ?? new Float32Array()));
    },
  };
}
