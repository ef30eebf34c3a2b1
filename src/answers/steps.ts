import type { AnswerId } from '../ids.ts';
import type { AnswerModel, AnswerPart } from '../models/answer-model.ts';
import type { FoundPassage, SearchService } from '../search/search.ts';
import type { Source } from '../store/answers.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { AnswerEvent, Question, Turn } from './answer.ts';
import { lastTurns, readWith, sourcesOf } from './follow-ups.ts';
import { lookUp, type Searched } from './look-ups.ts';
import { beginModel, refusal } from './model-run.ts';
import { retrieve } from './retrieve.ts';
import type { Retrieved } from './retrieved.ts';
import { eachOnce } from './sources.ts';

/** The model begins: what it writes follows. */
export interface Begun {
  readonly type: 'begun';
  readonly found: Retrieved;
  /** Those of what was found that the model is sent. */
  readonly passages: readonly FoundPassage[];
  /** What the answer may have words of beside the passages: of earlier answers, of look-ups, of what is outlined or named. */
  readonly told: readonly Source[];
  readonly retrievalMs: number;
}

/** The place in the model's queue, from 1. */
export interface Place {
  readonly type: 'place';
  readonly place: number;
}

/** Look-ups, then `begun`, then the parts of the answer; places in the model's queue wherever it is waited for. */
export type Step = Searched | Begun | AnswerPart | Place;

interface Work {
  readonly search: SearchService;
  readonly tenant: ScopedTenant;
  readonly asked: Question;
  readonly earlier: readonly Turn[];
  readonly model: AnswerModel;
  /** Waits for the model, which is shared. */
  inTurn<T>(work: () => AsyncIterable<T>): AsyncGenerator<T | Place>;
}

/** What an answer takes, in order. A THOROUGH one has one turn of the model for its look-ups and its answer. */
export function answerSteps(work: Work, signal: AbortSignal): AsyncGenerator<Step> {
  const { asked, model, inTurn } = work;
  if (model.runsHere) return steps(work, (parts) => parts, signal);
  if (asked.mode === 'THOROUGH') return inTurn(() => steps(work, (parts) => parts, signal));
  return steps(work, (parts) => inTurn(() => parts), signal);
}

/** Passes on what comes before the model begins, and that it does; what follows is left in the steps. */
export async function* untilBegun(
  steps: AsyncGenerator<Step>,
  answer: { answerId: AnswerId; model: string },
): AsyncGenerator<AnswerEvent, Begun> {
  let hasBegun = false;
  try {
    for (;;) {
      const { done, value: step } = await steps.next();
      if (done) throw new TypeError('A model begins before its steps end.');
      if (step.type === 'searched') yield step;
      if (step.type === 'place') yield { type: 'queued', answerId: answer.answerId, position: step.place };
      if (step.type !== 'begun') continue;
      yield { type: 'started', ...answer, passages: step.passages, told: step.told };
      hasBegun = true;
      return step;
    }
  } finally {
    // Whoever leaves meanwhile ends the work.
    if (!hasBegun) await steps.return(undefined);
  }
}

async function* steps(
  { search, tenant, asked, earlier, model }: Work,
  inTurn: (parts: AsyncIterable<AnswerPart>) => AsyncIterable<AnswerPart | Place>,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  const begin = performance.now();
  const { question } = asked;
  const refersTo = readWith(
    question,
    earlier.map((turn) => turn.question),
  );
  const work = { search, tenant, asked, earlier: refersTo, model };
  const found = asked.mode === 'THOROUGH' ? yield* lookUp(work, signal) : await retrieve(search, tenant, work, signal);
  const retrievalMs = performance.now() - begin;
  if (!found.answerable) {
    yield { type: 'begun', found, passages: found.passages, told: found.sources ?? [], retrievalMs };
    yield* refusal(found);
    return;
  }
  const request = { question, refersTo, earlier: lastTurns(earlier) };
  const { passages, parts } = await beginModel(model, request, found, signal);
  // A model that only quotes gets no earlier answers.
  const told = eachOnce([...(model.runsHere ? [] : sourcesOf(earlier)), ...(found.sources ?? [])]);
  yield { type: 'begun', found, passages, told, retrievalMs };
  yield* inTurn(parts);
}
