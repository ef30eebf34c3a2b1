import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { abortable } from '../../src/lib/abortable.ts';

/** Gives one number and then waits until its signal aborts; records what happened to it. */
function source() {
  const happened: string[] = [];
  let ended: () => void = () => {};
  const done = new Promise<void>((resolve) => {
    ended = resolve;
  });
  async function* open(signal: AbortSignal) {
    try {
      yield 1;
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    } catch (error) {
      happened.push((error as Error).name);
    } finally {
      happened.push('finally');
      ended();
    }
  }
  return { open, happened, done };
}

describe('an abortable stream', () => {
  it('tells once why it ended, and is over then', async () => {
    const outer = new AbortController();
    const stream = abortable(outer.signal, source().open);
    await stream.next();
    outer.abort(new Error('gone'));
    await expect(stream.next()).rejects.toThrow('gone');
    expect(await stream.next()).toEqual({ done: true, value: undefined });

    const finished = abortable(new AbortController().signal, async function* (): AsyncGenerator<number> {});
    expect(await finished.next()).toEqual({ done: true, value: undefined });
    expect(await finished.next()).toEqual({ done: true, value: undefined });
  });

  it('ends for a reader who leaves while the source awaits, and stops the source', async () => {
    const { open, happened, done } = source();
    const stream = abortable(new AbortController().signal, open);
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    const pending = stream.next();
    expect(await stream.return()).toEqual({ done: true, value: undefined });
    expect(await pending).toEqual({ done: true, value: undefined });
    await done;
    expect(happened).toEqual(['AbortError', 'finally']);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('ends even where the source never settles', async () => {
    async function* never(): AsyncGenerator<number> {
      await new Promise(() => {});
      yield 1;
    }
    const stream = abortable(new AbortController().signal, never);
    const pending = stream.next();
    await stream.return();
    expect(await pending).toEqual({ done: true, value: undefined });
  });

  it('throws the reason of the outer signal out of the pending read', async () => {
    const outer = new AbortController();
    const { open, done } = source();
    const stream = abortable(outer.signal, open);
    await stream.next();
    const pending = stream.next();
    outer.abort(new Error('the server stops'));
    await expect(pending).rejects.toThrow('the server stops');
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    await done;
  });

  it('opens no source for who has left already', async () => {
    const { open, happened } = source();
    const stream = abortable(AbortSignal.abort(new Error('gone')), open);
    await expect(stream.next()).rejects.toThrow('gone');
    expect(happened).toEqual([]);
  });

  it('passes an error of the source on', async () => {
    // biome-ignore lint/correctness/useYield: it fails before it gives anything
    const stream = abortable(new AbortController().signal, async function* (): AsyncGenerator<number> {
      throw new Error('broken');
    });
    await expect(stream.next()).rejects.toThrow('broken');
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('leaves no listener on the outer signal, however it ends', async () => {
    const outer = new AbortController();
    const read = abortable(outer.signal, async function* () {
      yield 1;
    });
    for await (const _ of read);
    const left = abortable(outer.signal, source().open);
    await left.next();
    await left.return();
    const thrown = abortable(outer.signal, source().open);
    await expect(thrown.throw(new Error('enough'))).rejects.toThrow('enough');
    const failed = abortable(outer.signal, async function* () {
      yield 1;
      throw new Error('broken');
    });
    await failed.next();
    await expect(failed.next()).rejects.toThrow('broken');
    expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
  });
});
