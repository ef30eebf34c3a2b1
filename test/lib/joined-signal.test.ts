import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { joinSignals } from '../../src/lib/joined-signal.ts';

describe('joined signals', () => {
  it('abort as soon as one of them does, with its reason', () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const { signal } = joinSignals(first.signal, second.signal);
    expect(signal.aborted).toBe(false);
    second.abort('enough');
    expect(signal.reason).toBe('enough');
    first.abort('more');
    expect(signal.reason).toBe('enough');
  });

  it('have aborted already where one of them has', () => {
    const { signal } = joinSignals(new AbortController().signal, AbortSignal.abort('before'));
    expect(signal.reason).toBe('before');
  });

  it('leave no listener behind, whether released or aborted', () => {
    const server = new AbortController();
    for (let call = 0; call < 20; call += 1) {
      const caller = new AbortController();
      const joined = joinSignals(caller.signal, server.signal);
      if (call % 2 === 0) caller.abort();
      joined.release();
      joined.release();
    }
    joinSignals(server.signal, AbortSignal.abort());
    expect(getEventListeners(server.signal, 'abort')).toEqual([]);
  });

  it('are deaf once they are released', () => {
    const caller = new AbortController();
    const joined = joinSignals(caller.signal);
    joined.release();
    caller.abort();
    expect(joined.signal.aborted).toBe(false);
  });
});
