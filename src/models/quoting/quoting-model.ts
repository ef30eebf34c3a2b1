import type { AnswerModel } from '../answer-model.ts';
import type { Embedder } from '../embedder.ts';
import { REFUSAL } from '../refusal.ts';
import { readQuestion } from './asked.ts';
import { chooseUnits, isAnswer, scoreUnits } from './choosing.ts';
import { cosinesOf } from './closeness.ts';
import { partsOf } from './showing.ts';
import { unitsOf } from './units.ts';

/**
 * Answers by extraction, with no language model: the unit of the passages that answers the question best (a sentence, a
 * list, a table's rows, a block of code, a definition), as it stands there, under its heading and followed by its
 * passage's number in brackets. With an embedder that reads the question it compares meanings too, and refuses where even
 * the best unit is not close enough, unless it `neverRefuses`.
 */
export function createQuotingModel({
  embedder,
  neverRefuses = false,
}: {
  embedder?: Embedder;
  neverRefuses?: boolean;
} = {}): AnswerModel {
  return {
    id: 'quoting',
    contextTokens: null,
    stream: async function* ({ question, passages }, { signal }) {
      signal.throwIfAborted();
      const asked = readQuestion(question);
      const units = unitsOf(passages, asked);
      const cosines = await cosinesOf(question, units, { embedder, signal });
      const scored = scoreUnits(units, asked, cosines);
      const chosen = scored[0] && (neverRefuses || isAnswer(scored[0])) ? chooseUnits(scored, asked) : [];
      if (chosen.length === 0) yield { type: 'text', text: REFUSAL };
      for (const part of partsOf(chosen)) {
        signal.throwIfAborted();
        yield part;
      }
      yield { type: 'finished', reason: 'stop' };
    },
  };
}
