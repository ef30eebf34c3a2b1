import { sentencesOf } from '../../src/lib/sentences.ts';
import { termsOf } from '../../src/lib/terms.ts';
import { fold } from '../../src/lib/text/fold.ts';
import { runsOf } from '../../src/lib/text/grams.ts';
import { languageOf } from '../../src/lib/text/language.ts';
import { mapLimited } from './map-limited.ts';
import type { Question } from './squad.ts';
import type { Subject } from './subject.ts';

/** Questions under way at once. */
const AT_ONCE = 4;

/** How right and how short answers are, from 0 to 1. */
export interface AnswerFigures {
  /** The share of all questions whose answer holds the words of an expected answer. */
  readonly right: number;
  /** Of the answers, the share that has more than one sentence. */
  readonly several: number;
  /** Of the answers, the share that has a needless one. */
  readonly withNeedless: number;
  /** Of the sentences after an answer's first, those before which the expected words stand already. */
  readonly needless: number;
  /** Of the sentences after an answer's first, those with which the expected words come in. */
  readonly needed: number;
}

/** How much of what is answered was asked for. */
export async function measureAnswers(subject: Subject, questions: readonly Question[]): Promise<AnswerFigures> {
  const judged = await mapLimited(questions, AT_ONCE, async (question) => {
    const { text, answered } = await subject.ask(question.text);
    return { answered, ...judgeAnswer(text, question) };
  });
  const answers = judged.filter(({ answered }) => answered);
  const later = answers.flatMap((answer) => answer.later);
  return {
    right: share(judged, ({ isRight }) => isRight),
    several: share(answers, (answer) => answer.later.length > 0),
    withNeedless: share(answers, (answer) => answer.later.includes('needless')),
    needless: share(later, (kind) => kind === 'needless'),
    needed: share(later, (kind) => kind === 'needed'),
  };
}

type Later = 'needless' | 'needed' | 'neither';

/** Whether an answer holds the words of an expected one, and what each of its sentences after the first adds to that. */
export function judgeAnswer(
  text: string,
  { paragraph, answers }: Pick<Question, 'paragraph' | 'answers'>,
): { isRight: boolean; later: Later[] } {
  const holds = (given: string) => answers.some((answer) => holdsWords(given, answer.text, languageOf(paragraph.text)));
  const sentences = sentencesIn(text);
  const later = sentences.slice(1).map((_, at): Later => {
    if (holds(sentences.slice(0, at + 1).join(' '))) return 'needless';
    return holds(sentences.slice(0, at + 2).join(' ')) ? 'needed' : 'neither';
  });
  return { isRight: holds(text.replace(MARKER, '')), later };
}

const MARKER = /\[\d+\]/g;

/** What is quoted ends at its marker; headings above it are no sentences. */
function sentencesIn(text: string): string[] {
  const quoted = text.split(MARKER).map((part) => part.replace(/^\s*\*\*[^*\n]+\*\*\n\n/, ''));
  return quoted.flatMap((part) => sentencesOf(part).map((sentence) => sentence.text));
}

function holdsWords(given: string, expected: string, language: ReturnType<typeof languageOf>): boolean {
  // Of scripts without blanks a short answer is no term of its own.
  if (runsOf(expected).some(({ n }) => n !== null)) return fold(given).includes(fold(expected));
  const terms = new Set(termsOf(given, language));
  const wanted = termsOf(expected, language);
  return wanted.length > 0 && wanted.every((term) => terms.has(term));
}

function share<T>(items: readonly T[], is: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(is).length / items.length;
}
