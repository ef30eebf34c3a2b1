import { z } from 'zod';
import type { AnswerId } from '../../ids.ts';
import type { KeptAnswers, RatedAnswer } from '../../store/answers.ts';
import type { TenantRecord } from '../../store/directory-records.ts';

const passage = z.object({
  document: z.string(),
  headings: z.array(z.string()),
  text: z.string(),
});

const answer = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  question: z.string(),
  /** The question as it was searched for: with those that it referred back to. */
  searchedFor: z.array(z.string()),
  answered: z.boolean(),
  /** With markers such as [1], which are places in `passages`. */
  text: z.string(),
  model: z.string(),
  helpful: z.boolean(),
  comment: z.string().nullable(),
  passages: z.array(passage),
});

/** What `npm run admin -- feedback` writes and `npm run evaluate -- feedback` reads: an organisation's rated answers. */
export const feedbackFile = z.object({
  format: z.literal('carrel-feedback-1'),
  organization: z.object({ id: z.string(), name: z.string() }),
  answers: z.array(answer),
});
/** Such a file, read. */
export type FeedbackFile = z.infer<typeof feedbackFile>;
/** One rated answer of it. */
export type FeedbackAnswer = FeedbackFile['answers'][number];

/** Rated answers that are read at once. */
const PAGE = 100;

/** Reads all rated answers of an organisation, by whomever: with the words of its documents. */
export async function readFeedback(
  { id, name }: Pick<TenantRecord, 'id' | 'name'>,
  kept: Pick<KeptAnswers, 'rated'>,
): Promise<FeedbackFile> {
  const answers: FeedbackAnswer[] = [];
  let after: AnswerId | null = null;
  for (;;) {
    const page: RatedAnswer[] = await kept.rated({ after, limit: PAGE });
    answers.push(...page.map(toAnswer));
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) break;
  }
  answers.sort((one, other) => (one.at < other.at ? -1 : 1));
  return { format: 'carrel-feedback-1', organization: { id, name }, answers };
}

/** In a line, what there is. */
export function describeFeedback({ organization: { id, name }, answers }: FeedbackFile): string {
  const helpful = answers.filter((each) => each.helpful).length;
  const rated = `${answers.length} rated ${answers.length === 1 ? 'answer' : 'answers'}`;
  return `${id}  ${JSON.stringify(name)}  ${rated}, ${helpful} of them helpful`;
}

function toAnswer({ createdAt, rating, passages, id, question, searchedFor, answered, text, model }: RatedAnswer) {
  return {
    id,
    at: createdAt.toISOString(),
    question,
    searchedFor: [...searchedFor],
    answered,
    text,
    model,
    ...rating,
    passages: passages.map(({ documentName, headings, text }) => ({
      document: documentName,
      headings: [...headings],
      text,
    })),
  };
}
