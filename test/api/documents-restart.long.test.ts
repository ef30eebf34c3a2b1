import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import {
  DocumentChangedDocument,
  DocumentsDocument,
  IngestTextDocument,
  RegisterDocument,
  SearchDocument,
} from '../../schema/typed/graphql.ts';
import { startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/ops/logging.ts';
import { createClient } from '../support/client.ts';

/** While it holds, the embedder takes one batch of passages, and lets the next wait until they are called off. */
const gate = vi.hoisted(() => ({ holds: true, batches: 0 }));
vi.mock('../../src/models/transformers-embedder.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/models/transformers-embedder.ts')>();
  const createMiniLmEmbedder: typeof original.createMiniLmEmbedder = (...args) => {
    const embedder = original.createMiniLmEmbedder(...args);
    const embed: typeof embedder.embed = async (texts, options) => {
      if (!gate.holds || options.as === 'question' || ++gate.batches === 1) return await embedder.embed(texts, options);
      return await new Promise((_resolve, reject) => {
        options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
      });
    };
    return { ...embedder, embed };
  };
  return { ...original, createMiniLmEmbedder };
});

/** Passages, more of them than one batch: each stands under a heading of its own. */
const COUNT = 40;
const TEXT = Array.from({ length: COUNT }, (_, at) => `# Otter ${at}\n\nIt crosses the river.\n`).join('\n');

it('a server that is stopped in the middle of an ingestion ends what waits for it, and goes on after the next start', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'carrel-test-'));
  const config = loadConfig({ PORT: '0', RATE_LIMITS: 'off', LANGUAGE_MODEL: 'quoting', DATA_DIR: dataDir });
  const start = () => startApp(config, createLogger({ level: 'silent' }));
  let app = await start();
  try {
    const { register } = await createClient(app.url).data(RegisterDocument, {
      input: { email: 'ada@example.com', password: 'correct horse' },
    });
    const before = createClient(app.url, register.accessToken);
    const input = { name: 'river.md', text: TEXT };
    const { id } = (await before.data(IngestTextDocument, { input })).ingestText.document;
    const waiting = before.data(IngestTextDocument, { input: { ...input, wait: true } });
    for await (const { data } of before.subscribe(DocumentChangedDocument, { id })) {
      if (data?.documentChanged.document?.progress.chunksEmbedded) break;
    }
    const stopped = app.close();
    expect((await waiting).ingestText).toMatchObject({ created: false, document: { id, status: 'PROCESSING' } });
    await stopped;

    gate.holds = false;
    app = await start();
    const after = createClient(app.url, register.accessToken);
    const again = await after.data(IngestTextDocument, { input: { ...input, wait: true } });
    expect(again.ingestText).toMatchObject({
      created: false,
      document: { id, status: 'SEARCHABLE', chunkCount: COUNT, error: null },
    });
    expect((await after.data(DocumentsDocument, {})).documents.totalCount).toBe(1);
    const { search } = await after.data(SearchDocument, { query: 'Which otter crosses the river?', topK: 20 });
    expect(new Set(search.passages.map((passage) => passage.index)).size).toBe(20);
  } finally {
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
