import { mapLimited } from './map-limited.ts';
import type { DataSet, Paragraph, Question } from './squad.ts';
import type { Found, Subject } from './subject.ts';

/** Questions under way at once. */
const AT_ONCE = 4;

/** How far in front the right passage comes: recall at 1, 4 and 10, and the mean reciprocal rank. */
export interface RankingFigures {
  readonly r1: number;
  readonly r4: number;
  readonly r10: number;
  readonly mrr10: number;
}

/** How high the chunk that holds the answer ranks. */
export async function measureRanking(
  questions: readonly Question[],
  find: (question: string, limit: number) => Promise<Found[]>,
): Promise<RankingFigures> {
  const ranks = await mapLimited(questions, AT_ONCE, async (question) => {
    const found = await find(question.text, 10);
    return 1 + found.findIndex((passage) => holdsAnswer(passage, question));
  });
  const within = (k: number) => share(ranks, (rank) => rank >= 1 && rank <= k);
  const mrr10 = ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length;
  return { r1: within(1), r4: within(4), r10: within(10), mrr10 };
}

/** The share of questions that are refused, each over the corpus that `among` picks for it: by default all. */
export async function measureRefusals(
  subject: Subject,
  questions: readonly Question[],
  among?: (question: Question) => readonly Paragraph[],
): Promise<number> {
  const answerable = await mapLimited(questions, AT_ONCE, async (question) => {
    const options = among ? { limit: 1, among: among(question) } : { limit: 1 };
    return (await subject.search(question.text, options)).answerable;
  });
  return share(answerable, (is) => !is);
}

/** The share of questions that nothing answers which are refused. */
export async function measureImpossible(subject: Subject, questions: readonly string[]): Promise<number> {
  const answerable = await mapLimited(questions, AT_ONCE, async (question) => {
    return (await subject.search(question, { limit: 1 })).answerable;
  });
  return share(answerable, (is) => !is);
}

/** The share of questions that are refused while the documents of their article are taken out. */
export async function measureTakenOut(subject: Subject, { paragraphs }: DataSet, questions: readonly Question[]) {
  let refused = 0;
  for (const article of new Set(questions.map(({ paragraph }) => paragraph.article))) {
    const own = paragraphs.filter((paragraph) => paragraph.article === article);
    const asked = questions.filter(({ paragraph }) => paragraph.article === article);
    await subject.remove(own);
    refused += (await measureRefusals(subject, asked)) * asked.length;
    await subject.add(own);
  }
  return refused / questions.length;
}

/** Picks the same corpora in every run: the question's own paragraph with `size - 1` others, or `size` of other articles. */
export function createPicker({ paragraphs }: DataSet) {
  let state = 1;
  // Marsaglia's xorshift (2003).
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const fill = (picked: Set<Paragraph>, pool: readonly Paragraph[], size: number) => {
    while (picked.size < Math.min(size, pool.length)) {
      const paragraph = pool[Math.floor(random() * pool.length)];
      if (paragraph) picked.add(paragraph);
    }
    return [...picked];
  };
  return {
    withOwn: (size: number) => (question: Question) => fill(new Set([question.paragraph]), paragraphs, size),
    withoutArticle: (size: number) => (question: Question) => {
      const others = paragraphs.filter(({ article }) => article !== question.paragraph.article);
      return fill(new Set(), others, size);
    },
  };
}

function holdsAnswer({ paragraph, start, end }: Found, question: Question): boolean {
  return (
    paragraph === question.paragraph && question.answers.some((answer) => start <= answer.start && answer.end <= end)
  );
}

function share<T>(items: readonly T[], is: (item: T) => boolean): number {
  return items.filter(is).length / items.length;
}
