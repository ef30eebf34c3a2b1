import type { AnswerReader } from '../lib/model-text/answer-reader.ts';
import type { AnswerModel, AnswerPart, AnswerRequest, PromptPassage } from '../models/answer-model.ts';
import type { FoundPassage } from '../search/search.ts';
import type { Found, FoundPart, NotFound } from './retrieved.ts';

/** The passages that a model is sent, and what it writes from them. */
export async function beginModel(
  model: AnswerModel,
  question: Pick<AnswerRequest, 'question' | 'refersTo' | 'earlier'>,
  { passages: found, outlines, spelled, parts }: Found,
  signal: AbortSignal,
): Promise<{ passages: readonly FoundPassage[]; parts: AsyncIterable<AnswerPart> }> {
  const places = await model.fit?.({ ...question, passages: found.map(toPrompt) }, { signal });
  const passages = places ? found.filter((_, place) => places.includes(place)) : found;
  const request = {
    ...question,
    passages: passages.map(toPrompt),
    outlines,
    spelled,
    parts: parts?.map((part) => toPart(part, passages)),
  };
  return { passages, parts: model.stream(request, { signal }) };
}

function toPart({ question, refersTo, spelled, outlines, passages }: FoundPart, all: readonly FoundPassage[]) {
  const numberOf = new Map(all.map(({ id }, place) => [id, place + 1]));
  const shown = passages.flatMap((passage) => {
    const number = numberOf.get(passage.id);
    return number ? [{ passage: toPrompt(passage), number }] : [];
  });
  return {
    question,
    refersTo,
    spelled,
    outlines,
    passages: shown.map(({ passage }) => passage),
    numbers: shown.map(({ number }) => number),
  };
}

function toPrompt(passage: FoundPassage): PromptPassage {
  const { documentName: title, headings, text, relevance, closeness } = passage;
  return { title, headings, text, relevance, closeness };
}

/** What of a part may be shown now. */
export function readPart(reader: AnswerReader, part: AnswerPart): string {
  switch (part.type) {
    case 'text':
      return reader.push(part.text);
    case 'quote':
      return reader.quote(part.text);
    case 'citation':
      return reader.cite(part.number);
    case 'finished':
      return reader.end({ isCut: part.reason === 'length' });
  }
}

/** What is said, without asking any model, when the documents don't hold the answer. */
export async function* refusal({ refusal: text }: NotFound): AsyncGenerator<AnswerPart> {
  yield { type: 'text', text };
  yield { type: 'finished', reason: 'stop' };
}
