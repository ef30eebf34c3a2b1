import { ownSentences } from '../../lib/own-sentences.ts';
import { createTimeSlice } from '../../lib/time-slice.ts';
import type { AnswerModel, AnswerPart, AnswerRequest, QuestionPart } from '../answer-model.ts';
import type { Embedder } from '../embedder.ts';
import { chooseUnits } from './adding.ts';
import { readQuestion, withoutNames } from './asked.ts';
import { isAnswer, scoreUnits } from './choosing.ts';
import { cosinesOf } from './closeness.ts';
import { lacksWhatIsAsked } from './lacking.ts';
import { outlineParts } from './outline.ts';
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
    runsHere: true,
    stream: async function* (request, { signal }) {
      signal.throwIfAborted();
      for await (const part of request.parts ? answersToAll(request, signal) : answerTo(request, signal)) {
        signal.throwIfAborted();
        yield part;
      }
      yield { type: 'finished', reason: 'stop' };
    },
  };

  function answerTo(request: AnswerRequest, signal: AbortSignal): AsyncIterable<AnswerPart> | Iterable<AnswerPart> {
    return request.outlines ? outlineParts(request) : extracted(request, signal);
  }

  /** One after the other, each in a paragraph of its own; what has been quoted is not said twice. */
  async function* answersToAll(
    { question: all, parts: questions = [] }: AnswerRequest,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerPart> {
    const said = new Set<string>();
    // Each takes some milliseconds, and a long question has dozens of parts.
    const slice = createTimeSlice(SLICE_MS, { signal });
    for (const question of questions) {
      if (slice.isOver()) await slice.next();
      const parts: AnswerPart[] = [];
      for await (const part of answerTo(question, signal)) parts.push(numbered(part, question));
      const text = parts
        .map((part) => (part.type === 'quote' ? part.text : ''))
        .join('')
        .trim();
      if (text === '' || said.has(text)) continue;
      if (said.size > 0) yield { type: 'quote', text: '\n\n' };
      said.add(text);
      yield* parts;
    }
    if (said.size === 0) yield refusalTo(all);
  }

  async function* extracted(
    { question: asWritten, spelled, refersTo = [], passages }: AnswerRequest,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerPart> {
    const question = withoutNames(spelled ?? asWritten, passages);
    const asked = readQuestion(question, refersTo);
    const units = unitsOf(passages, asked);
    const cosines = await cosinesOf(question, units, { refersTo, passages, embedder, signal });
    const scored = scoreUnits(units, asked, cosines);
    const chosen = scored[0] && (neverRefuses || isAnswer(scored[0])) ? chooseUnits(scored, asked) : [];
    const isLacking =
      !neverRefuses &&
      embedder !== undefined &&
      cosines !== undefined &&
      (await lacksWhatIsAsked(chosen, { question, refersTo, asked, passages, embedder, signal }));
    if (chosen.length === 0 || isLacking) yield refusalTo(asWritten);
    else yield* partsOf(chosen);
  }
}

const SLICE_MS = 5;

function refusalTo(question: string): AnswerPart {
  return { type: 'text', text: ownSentences(question).refusal };
}

/** With the number that a passage has in the whole answer. */
function numbered(part: AnswerPart, { numbers }: QuestionPart): AnswerPart {
  return part.type === 'citation' ? { ...part, number: numbers[part.number - 1] ?? part.number } : part;
}
