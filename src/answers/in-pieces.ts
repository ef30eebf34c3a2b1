import { createTimeSlice } from '../lib/time-slice.ts';
import type { Step } from './steps.ts';

/** Twice what a model is asked for, its thoughts included; in UTF-16 code units. */
const LONGEST = 20_000;
/** Reading one takes a few milliseconds, whatever stands in it. */
const PIECE = /[\s\S]{1,200}/gu;

/**
 * The same with long texts in pieces, between which the event loop turns: servers send whole answers at once, and hostile ones
 * what takes long to read. A text without an end is cut, as if the model had reached its limit.
 */
export async function* inPieces(steps: AsyncIterable<Step>, signal: AbortSignal): AsyncGenerator<Step> {
  const slice = createTimeSlice(SLICE_MS, { signal });
  let spentMs = 0;
  let length = 0;
  for await (const step of steps) {
    if (step.type !== 'text') {
      yield step;
      continue;
    }
    for (const [text] of step.text.matchAll(PIECE)) {
      const begin = performance.now();
      yield { type: 'text', text };
      spentMs += performance.now() - begin;
      length += text.length;
      if (length > LONGEST) return yield { type: 'finished', reason: 'length' };
      if (spentMs < SLICE_MS) continue;
      await slice.next();
      spentMs = 0;
    }
  }
}

const SLICE_MS = 10;
