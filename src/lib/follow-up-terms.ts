import { type QuestionTerms, questionTerms } from './terms.ts';

/** The terms of a question and of those that it refers back to. */
export interface FollowUpTerms extends QuestionTerms {
  /** Of each word: 1, or less where only the earlier questions hold it. */
  readonly shares: readonly number[];
}

/** A question behind those that it refers back to. */
export function asOne(question: string, earlier: readonly string[]): string {
  return [...earlier, question].join(' ');
}

/** The terms of a question with those of the earlier ones that it refers back to, if any, whose words count a share of its own. */
export function followUpTerms(question: string, earlier: readonly string[], share: number): FollowUpTerms {
  const all = questionTerms(asOne(question, earlier));
  if (earlier.length === 0) return { ...all, shares: all.weights.map(() => 1) };
  const asked = new Set(questionTerms(question).terms);
  const own = new Set(all.wordOf.filter((_, at) => asked.has(all.terms[at] ?? '')));
  return { ...all, shares: all.weights.map((_, word) => (own.has(word) ? 1 : share)) };
}
