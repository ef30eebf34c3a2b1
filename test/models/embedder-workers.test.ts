import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkerClient } from '../../src/lib/worker-rpc.ts';
import { createEmbedderWorkers } from '../../src/models/embedder-workers.ts';
import type { TransformersWorker } from '../../src/models/transformers-worker.ts';

const { signal } = new AbortController();
const passages = { priority: 'NORMAL', dimensions: 1, signal } as const;
const question = { priority: 'HIGH', dimensions: 1, signal } as const;
const texts = (count: number) => Array.from({ length: count }, (_, at) => 'x'.repeat(1 + ((at * 7) % count)));

/** Workers that make of a text its length, when they are let. */
function scripted() {
  const workers: { asked: string[][]; answer(): void; closed: boolean }[] = [];
  const start = (): WorkerClient<TransformersWorker> => {
    const waiting: (() => void)[] = [];
    const worker = {
      asked: [] as string[][],
      closed: false,
      answer: () => {
        for (const go of waiting.splice(0)) go();
      },
    };
    workers.push(worker);
    const call = async (method: string, args: unknown) => {
      if (method !== 'embed') return null;
      const { texts } = args as { texts: string[] };
      worker.asked.push(texts);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return Float32Array.from(texts, ({ length }) => length);
    };
    const close = async () => {
      worker.closed = true;
    };
    return { call, close, ended: new Promise(() => {}) } as WorkerClient<TransformersWorker>;
  };
  return { workers, pool: createEmbedderWorkers(start) };
}

/** With two threads, as a long document left it. */
async function scriptedTwo() {
  const { workers, pool } = scripted();
  const vectors = pool.embed(texts(32), passages);
  workers[0]?.answer();
  await vectors;
  return { workers, pool };
}

describe('the threads of an embedder', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('are one for questions and short documents', async () => {
    const { workers, pool } = scripted();
    const asked = [pool.embed(['a'], question), pool.embed(texts(3), passages)];
    workers[0]?.answer();
    await Promise.all(asked);
    expect(workers).toHaveLength(1);
  });

  it('are one for a long document too until the other has loaded', async () => {
    const { workers, pool } = scripted();
    const vectors = pool.embed(texts(32), passages);
    expect(workers.map(({ asked }) => asked.flat().length)).toEqual([32, 0]);
    workers[0]?.answer();
    await vectors;
  });

  it('share the passages of a long document, and keep their order', async () => {
    const { workers, pool } = await scriptedTwo();
    const long = texts(33);
    const vectors = pool.embed(long, passages);
    expect(workers.map(({ asked }) => asked.at(-1)?.length)).toEqual([17, 16]);
    for (const worker of workers) worker.answer();
    expect([...(await vectors)]).toEqual(long.map(({ length }) => length));
  });

  it('leave questions to the first', async () => {
    const { workers, pool } = await scriptedTwo();
    const all = ['a', 'b'].map((text) => pool.embed([text], question));
    expect(workers.map(({ asked }) => asked.flat().filter((text) => !text.startsWith('x')))).toEqual([['a', 'b'], []]);
    for (const worker of workers) worker.answer();
    await Promise.all(all);
  });

  it('are one again when no long document has come in for a while', async () => {
    const { workers, pool } = await scriptedTwo();
    const vectors = pool.embed(texts(32), passages);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(workers.map(({ closed }) => closed)).toEqual([false, false]);
    for (const worker of workers) worker.answer();
    await vectors;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(workers.map(({ closed }) => closed)).toEqual([false, true]);

    const again = pool.embed(texts(32), passages);
    for (const worker of workers) worker.answer();
    await again;
    expect(workers).toHaveLength(3);
    await pool.close();
    expect(workers.every(({ closed }) => closed)).toBe(true);
  });
});
