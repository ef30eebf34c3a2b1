import type { AnswerModel, AnswerPart, AnswerRequest } from '../../src/models/answer-model.ts';

/** What a scripted model says to a request. */
export type Script = (request: AnswerRequest, options: { signal: AbortSignal }) => AsyncIterable<AnswerPart>;

/** One call of a scripted model. */
export interface ModelRun {
  readonly request: AnswerRequest;
  readonly signal: AbortSignal;
  /** Resolves when its generator has left, by whatever way. */
  readonly ended: Promise<void>;
}

/** A language model that says what a test wants, and records what it was asked. */
export interface ScriptedModel extends AnswerModel {
  /** May be replaced between questions. */
  script: Script;
  readonly runs: ModelRun[];
  /** The next call, once it has begun. */
  nextRun(): Promise<ModelRun>;
}

export function createScriptedModel(): ScriptedModel {
  const waiting: ((run: ModelRun) => void)[] = [];
  const model: ScriptedModel = {
    id: 'scripted',
    contextTokens: null,
    script: says('It is so [1].'),
    runs: [],
    nextRun: () => new Promise((resolve) => waiting.push(resolve)),
    stream: async function* (request, { signal }) {
      let left = () => {};
      const ended = new Promise<void>((resolve) => {
        left = resolve;
      });
      const run = { request, signal, ended };
      model.runs.push(run);
      for (const begun of waiting.splice(0)) begun(run);
      try {
        yield* model.script(request, { signal });
      } finally {
        left();
      }
    },
  };
  return model;
}

/** Says these texts, one a token, and finishes. */
export function says(...texts: string[]): Script {
  return async function* () {
    for (const text of texts) yield { type: 'text', text };
    yield { type: 'finished', reason: 'stop', promptTokens: 7, completionTokens: texts.length };
  };
}

/** Says these texts and then waits until it is told to stop, as a provider does that has fallen silent. */
export function saysThenHangs(...texts: string[]): Script {
  return async function* (_request, { signal }) {
    for (const text of texts) yield { type: 'text', text };
    await untilAborted(signal);
  };
}

/** Never resolves; rejects once the signal aborts. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
