import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { startWorker } from '../../src/lib/worker-rpc.ts';
import type { Embedder } from '../../src/models/embedder.ts';
import { createMiniLmEmbedder, openTransformersEmbedder } from '../../src/models/transformers-embedder.ts';
import type { TransformersWorker } from '../../src/models/transformers-worker.ts';
import { cosine, describeEmbedder } from '../contracts/embedder.ts';
import { compiledFile } from '../support/compiled.ts';

const weights = new URL('../../weights/all-MiniLM-L6-v2/', import.meta.url).pathname;

describeEmbedder('all-MiniLM-L6-v2', () => createMiniLmEmbedder());

describe('all-MiniLM-L6-v2', () => {
  let embedder: Embedder;
  beforeAll(() => {
    embedder = createMiniLmEmbedder();
  });
  afterAll(() => embedder.close());

  it('puts like meanings near and others far, in the numbers known of these weights', async () => {
    const texts = ['The cat sat on the mat.', 'A feline rested on a rug.', 'Quarterly revenue rose.'];
    const [cat, feline, revenue] = await embedder.embed(texts, { as: 'passage' });
    expect(embedder).toMatchObject({ id: 'all-MiniLM-L6-v2-int8', dimensions: 384 });
    // Integer arithmetic differs a little between processors.
    expect(Math.abs(cosine(cat, feline) - 0.54)).toBeLessThan(0.03);
    expect(cosine(cat, revenue)).toBeCloseTo(-0.012, 1);
  });

  it('embeds what is urgent before the passages that wait, whoever sent them', async () => {
    await embedder.ready();
    const order: string[] = [];
    const passages = Array.from({ length: 20 }, (_, at) => `Passage number ${at} waits for its turn. `.repeat(5));
    const note = (name: string) => () => void order.push(name);
    await Promise.all([
      embedder.embed(passages, { as: 'passage' }).then(note('long passages')),
      embedder.embed(['One passage.'], { as: 'passage' }).then(note('short passage')),
      embedder.embed(['Urgent.'], { as: 'passage', priority: 'HIGH' }).then(note('urgent')),
    ]);
    expect(order).toEqual(['urgent', 'short passage', 'long passages']);
  });

  it('never begins the queued work of a call that was aborted', async () => {
    const controller = new AbortController();
    const many = Array.from({ length: 3_000 }, (_, at) =>
      `Passage ${at} would take the model many minutes. `.repeat(40),
    );
    const aborted = embedder.embed(many, { as: 'passage', signal: controller.signal });
    const queued = embedder.embed(many, { as: 'passage', signal: controller.signal });
    controller.abort();
    await expect(aborted).rejects.toBe(controller.signal.reason);
    await expect(queued).rejects.toBe(controller.signal.reason);
    // Would time out behind the 6,000.
    expect(await embedder.embed(['Next.'], { as: 'passage' })).toHaveLength(1);
  });
});

describe('closing', () => {
  const long = Array.from({ length: 100 }, () => 'A passage that takes the model a while. '.repeat(30));

  it('in the middle of a batch ends the work at once, and not the process', async () => {
    const embedder = createMiniLmEmbedder();
    const working = embedder.embed(long, { as: 'passage' }).catch((error) => error);
    // Answered between two batches, so the next is under way.
    await embedder.embed(['Which?'], { as: 'question', priority: 'HIGH' });
    await Promise.all([embedder.close(), embedder.close()]);
    expect(await working).toMatchObject({ code: 'MODEL_UNAVAILABLE', message: expect.stringContaining('stopping') });
  });

  it('while the model loads ends the work at once, and not the process', async () => {
    const embedder = createMiniLmEmbedder();
    const working = embedder.embed(long, { as: 'passage' }).catch((error) => error);
    await embedder.close();
    expect(await working).toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });
});

describe('the weights', () => {
  const folder = mkdtempSync(join(tmpdir(), 'carrel-weights-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const open: Embedder[] = [];
  afterEach(async () => {
    for (const embedder of open.splice(0)) await embedder.close();
  });
  const failure = async (path: string) => {
    const embedder = createMiniLmEmbedder({ folder: path });
    open.push(embedder);
    return {
      loading: await embedder.ready().catch((e) => e),
      embedding: await embedder.embed(['x'], { as: 'question' }).catch((e) => e),
    };
  };

  it('are refused when they are missing, with what to do', async () => {
    const { loading } = await failure(join(folder, 'nothing'));
    expect(loading).toBeInstanceOf(AppError);
    expect(loading).toMatchObject({ code: 'MODEL_UNAVAILABLE', message: expect.stringContaining('git checkout') });
  });

  it('are refused when they are not the ones that Carrel came with, and whoever asks learns no path', async () => {
    const changed = join(folder, 'all-MiniLM-L6-v2');
    cpSync(weights, changed, { recursive: true });
    writeFileSync(join(changed, 'onnx', 'model_quantized.onnx'), 'changed');
    const { loading, embedding } = await failure(changed);
    expect(loading.message).toMatch(/sha256 [0-9a-f]{64} instead of afdb6f1a/);
    expect(embedding).toMatchObject({ code: 'MODEL_UNAVAILABLE', details: { retryAfterSeconds: expect.any(Number) } });
    expect(embedding.message).not.toContain(folder);
  });

  it('may be others in a folder of the reader, which are told apart by their content', async () => {
    const embedder = await openTransformersEmbedder({ model: weights, cacheFolder: folder });
    open.push(embedder);
    expect(embedder).toMatchObject({ id: 'all-MiniLM-L6-v2@afdb6f1a0e45', dimensions: 384 });
    expect(await embedder.embed(['x'], { as: 'question' })).toHaveLength(1);
  });

  it.each(['./no-such-folder', 'no-such-model'])('are named when %s is neither a folder nor an id', async (model) => {
    const opened = openTransformersEmbedder({ model, cacheFolder: folder });
    await expect(opened).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE', message: expect.stringContaining(model) });
  });
});

it('weights that are missing in a folder are told with the setting that names it', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'carrel-empty-'));
  const opened = openTransformersEmbedder({ model: empty, cacheFolder: empty });
  const message = expect.stringMatching(/^EMBEDDER is '.*carrel-empty-.*', which holds no model that can be loaded /);
  await expect(opened).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE', message });
  rmSync(empty, { recursive: true });
});

describe('a worker that dies', () => {
  const WORKER = pathToFileURL(compiledFile('test/support/mortal-embedder-worker.ts'));
  const start = () => startWorker<TransformersWorker>(WORKER);
  let embedder: Embedder;
  beforeAll(() => {
    embedder = createMiniLmEmbedder({ start });
  });
  afterAll(() => embedder.close());
  const embed = (text: string) => embedder.embed([text], { as: 'passage' });
  const gone = { code: 'MODEL_UNAVAILABLE', details: { retryAfterSeconds: expect.any(Number) } };

  it('fails what it was doing, and another takes its place', async () => {
    const both = await Promise.allSettled([embed('wait'), embed('die')]);
    expect(both).toMatchObject([
      { status: 'rejected', reason: gone },
      { status: 'rejected', reason: gone },
    ]);
    expect(await embed('live')).toHaveLength(1);
  });

  it('gives vectors that are not finite, or zero, to nobody', async () => {
    await expect(embed('nan')).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
    await expect(embed('zero')).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });

  it('is left dead when the next one dies before it did anything', async () => {
    await embed('live');
    await expect(embed('die')).rejects.toMatchObject(gone);
    await expect(embed('die')).rejects.toMatchObject(gone);
    await expect(embed('live')).rejects.toMatchObject(gone);
  });
});
