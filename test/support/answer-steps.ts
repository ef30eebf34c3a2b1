import { type AnswerEventPartsFragment, AnswerResumedDocument } from '../../schema/typed/graphql.ts';
import type { Client } from './client.ts';
import { type Script, untilAborted } from './scripted-model.ts';

const WORDS = Array.from({ length: 40 }, (_, at) => ` word${at}`);

/** What a model writes, word by word. */
export const STEPS = [...WORDS, ' [1].'];

/** The answer that this becomes. */
export const STEPS_TEXT = STEPS.join('').trim();

/** A model that writes a word each time it is let; every answer counts for itself. */
export function steps(): { allow(more: number): void; readonly script: Script } {
  let allowed = 0;
  const waiting = new Set<() => void>();
  return {
    allow: (more) => {
      allowed += more;
      for (const resume of [...waiting]) resume();
    },
    script: async function* (_request, { signal }) {
      for (const [at, text] of STEPS.entries()) {
        while (at >= allowed) {
          let resume = () => {};
          const more = new Promise<void>((resolve) => {
            resume = resolve;
          });
          waiting.add(resume);
          await Promise.race([more, untilAborted(signal)]).finally(() => waiting.delete(resume));
        }
        yield { type: 'text', text };
      }
      yield { type: 'finished', reason: 'stop' };
    },
  };
}

export type Event = AnswerEventPartsFragment;

/** Reads on in an answer: all that comes, or so many deltas. */
export async function resume(
  client: Client,
  answerId: string,
  after: number | null,
  { deltas = Number.POSITIVE_INFINITY, by = 'subscribe' as 'subscribe' | 'stream' } = {},
): Promise<Event[]> {
  const events: Event[] = [];
  for await (const { data, errors } of client[by](AnswerResumedDocument, { answerId, after })) {
    if (errors) throw new Error(JSON.stringify(errors));
    if (data) events.push(data.answerResumed);
    if (indexesOf(events).length >= deltas) break;
  }
  return events;
}

/** The texts of deltas, joined. */
export function textOf(events: readonly Event[]): string {
  return events.map((event) => (event.__typename === 'AnswerDelta' ? event.text : '')).join('');
}

/** The indexes of deltas. */
export function indexesOf(events: readonly Event[]): number[] {
  return events.flatMap((event) => (event.__typename === 'AnswerDelta' ? [event.index] : []));
}
