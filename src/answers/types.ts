import { BATCHED, Document, loadDocuments } from '../documents/types.ts';
import { builder } from '../graphql/builder.ts';
import { describeValues } from '../graphql/enum-values.ts';
import { createPacedTurns } from '../lib/paced.ts';
import { Passage } from '../search/schema.ts';
import {
  type AnswerFilter,
  type AnswerRecord,
  type AnswerUsage,
  type Claim,
  type Evidence,
  FINISH_REASONS,
  type Rating,
  type ShownPassage,
  SUPPORTS,
} from '../store/answers.ts';

const turn = createPacedTurns();

/** A list of an answer, when its turn has come: a page of a hundred answers has thousands of passages, all there at once. */
async function inTurn<T>(list: readonly T[]): Promise<T[]> {
  await turn();
  return [...list];
}

/** A marker such as [1] in an answer's text, and the passage behind it. */
interface Citation {
  readonly marker: number;
  readonly passage: ShownPassage;
}

function citationsOf({ cited, passages }: AnswerRecord): Citation[] {
  return cited.flatMap((marker) => {
    const passage = passages[marker - 1];
    return passage ? [{ marker, passage }] : [];
  });
}

const FinishReason = builder.enumType('FinishReason', {
  description: 'Why an answer ended.',
  values: describeValues(FINISH_REASONS, {
    STOP: 'The answer is complete.',
    LENGTH: 'The model reached its limit of tokens, so the answer is cut off.',
    REFUSED: 'The documents do not hold the answer: `answered` is false.',
  }),
});

const CitationRef = builder.objectRef<Citation>('Citation').implement({
  description: 'A marker such as [1] in the text of the answer, and the passage that it cites.',
  fields: (t) => ({
    marker: t.exposeInt('marker', {
      description: 'The number in the brackets, which is the position of the passage in `passages`, from 1.',
    }),
    passage: t.field({ type: Passage, description: 'The passage that is cited.', resolve: ({ passage }) => passage }),
  }),
});

const AnswerUsageRef = builder.objectRef<AnswerUsage>('AnswerUsage').implement({
  description: 'The time and the tokens that an answer took.',
  fields: (t) => ({
    promptTokens: t.exposeInt('promptTokens', {
      nullable: true,
      description: 'Tokens in the prompt; null if the model does not report them.',
    }),
    completionTokens: t.exposeInt('completionTokens', {
      nullable: true,
      description: 'Tokens in the answer; null if the model does not report them.',
    }),
    retrievalMs: t.exposeFloat('retrievalMs', { description: 'Milliseconds that retrieving the passages took.' }),
    firstTokenMs: t.exposeFloat('firstTokenMs', {
      nullable: true,
      description: 'Milliseconds from the question to the first piece of text; null if there was none.',
    }),
    totalMs: t.exposeFloat('totalMs', { description: 'Milliseconds from the question to the end of the answer.' }),
  }),
});

const SupportRef = builder.enumType('Support', {
  description:
    'Whether the passages that a sentence cites support it, by a rule that compares words. It can be wrong about a free paraphrase.',
  values: describeValues(SUPPORTS, {
    SUPPORTED: 'They support it: its words are there, and its names, numbers, dates and negations fit.',
    PARTLY: 'They support a part of it, or say something else about the same things: read the evidence.',
    UNSUPPORTED: 'They do not support it.',
    UNCITED: 'It cites no passage, and none was found that supports it.',
  }),
});

const EvidenceRef = builder.objectRef<Evidence>('Evidence').implement({
  description: 'A sentence of a cited passage, to be read beside a claim.',
  fields: (t) => ({
    marker: t.exposeInt('marker', { description: 'The marker of the passage, one of `Claim.markers`.' }),
    documentId: t.exposeID('documentId', { description: 'The id of the document that the passage is from.' }),
    start: t.exposeInt('start', {
      description: 'Where it begins in the text of the document, in UTF-16 code units.',
    }),
    end: t.exposeInt('end', { description: 'Where it ends, exclusive.' }),
    text: t.exposeString('text', {
      description: 'The words of the document there, as they stood when the answer was written.',
    }),
  }),
});

const ClaimRef = builder.objectRef<Claim>('Claim').implement({
  description: 'A sentence, item or row of an answer, checked against the passages that it cites.',
  fields: (t) => ({
    start: t.exposeInt('start', {
      description: 'Where it begins in `Answer.text`, in UTF-16 code units, as JavaScript counts.',
    }),
    end: t.exposeInt('end', { description: 'Where it ends, exclusive.' }),
    markers: t.intList({
      description: 'The numbers of the passages that it cites, as in `Citation.marker`; empty where it is UNCITED.',
      resolve: ({ markers }) => [...markers],
    }),
    support: t.expose('support', { type: SupportRef, description: 'Whether the cited passages support it.' }),
    evidence: t.field({
      type: [EvidenceRef],
      complexity: { field: 1, multiplier: 1 },
      description:
        'The sentences of these passages that come closest to it, whether they support it or not; empty if none comes close.',
      resolve: ({ evidence }) => [...evidence],
    }),
  }),
});

const RatingRef = builder.objectRef<Rating>('Rating').implement({
  description: 'What the caller thinks of an answer.',
  fields: (t) => ({
    helpful: t.exposeBoolean('helpful', { description: 'Whether it helped.' }),
    comment: t.exposeString('comment', {
      nullable: true,
      description: 'Why, in the words of who rated; null without a comment.',
    }),
  }),
});

const AnswerFilterRef = builder.objectRef<AnswerFilter>('AnswerFilter').implement({
  description: 'The filter that the question was asked with: documents had to meet all of its conditions.',
  fields: (t) => ({
    collection: t.exposeString('collection', {
      nullable: true,
      description: 'Only documents in this collection, or below it; null for all.',
    }),
    tags: t.stringList({
      description: 'Only documents with at least one of these tags; empty for all.',
      resolve: ({ tags }) => [...tags],
    }),
    documents: t.loadable({
      type: [Document],
      nullable: { list: false, items: true },
      complexity: { field: 1, multiplier: 2 },
      description: 'Only these documents; empty for all. An item is null for a document that the caller may not see.',
      loaderOptions: BATCHED,
      load: loadDocuments,
      resolve: ({ documentIds }) => [...documentIds],
    }),
  }),
});

/** What lists multiply is what an answer has of them as a rule: all of it comes by one read. */
export const Answer = builder.objectRef<AnswerRecord>('Answer').implement({
  description:
    'An answer that was written from the documents alone. There are three cases: answered with citations, answered without any (`answered` is true, `citations` is empty), and not answered (`answered` is false).',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The opaque id of the answer.' }),
    question: t.exposeString('question', { description: 'The question as it was asked.' }),
    text: t.exposeString('text', {
      description:
        'The text of the answer, with markers such as [1] that `citations` resolves. Other brackets are text: an index in code, a year, or the numbering of a document that is quoted.',
    }),
    answered: t.exposeBoolean('answered', {
      description:
        'False if the documents do not contain the answer, in whatever words the model says so. If it is true and `citations` is empty, the model named no source: nothing shows where the answer comes from.',
    }),
    citations: t.field({
      type: [CitationRef],
      complexity: { field: 1, multiplier: 2 },
      description:
        'The citations in the text, in the order in which they first appear; each refers to one of `passages`. Empty if the model named no source.',
      resolve: citationsOf,
    }),
    passages: t.field({
      type: [Passage],
      complexity: { field: 1, multiplier: 4 },
      description:
        'The passages that the model was given, cited or not, the most relevant first; those that did not fit into its context are left out. If the model was not asked, because no passage is close enough, the closest ones.',
      resolve: ({ passages }) => inTurn(passages),
    }),
    model: t.exposeString('model', { description: 'The id of the language model that wrote the answer.' }),
    finishReason: t.expose('finishReason', { type: FinishReason, description: 'Why the answer ended.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the question was asked.' }),
    filter: t.expose('filter', { type: AnswerFilterRef, description: 'The filter that the question was asked with.' }),
    searchedFor: t.stringList({
      description:
        "What was searched for: the question, after the earlier questions that it refers to, if any. For a THOROUGH answer: the parts of the question and the model's own searches.",
      resolve: ({ searchedFor }) => [...searchedFor],
    }),
    claims: t.field({
      type: [ClaimRef],
      complexity: { field: 1, multiplier: 3 },
      description:
        'The sentences of the text, in order, each checked against the passages that it cites. Empty if the documents do not hold the answer.',
      resolve: ({ claims }) => inTurn(claims),
    }),
    conversationId: t.exposeID('conversationId', {
      nullable: true,
      description: 'The conversation that the answer is part of; null for one outside conversations.',
    }),
    rating: t.expose('rating', {
      type: RatingRef,
      nullable: true,
      description: 'What the caller thinks of the answer; null without a rating.',
    }),
    withheld: t.exposeBoolean('withheld', {
      description:
        'True for an earlier answer that may hold words of a document that the caller may no longer see: its text, citations and claims are empty then. The passages that the caller may see are there.',
    }),
    usage: t.field({
      type: AnswerUsageRef,
      description: 'The time and the tokens that the answer took.',
      resolve: ({ usage }) => usage,
    }),
  }),
});
