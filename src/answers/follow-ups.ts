import { termsOf } from '../lib/terms.ts';
import { languagesOf, latinShare } from '../lib/text/language.ts';
import type { EarlierTurn } from '../models/answer-model.ts';
import type { Source } from '../store/answers.ts';
import type { Turn } from './answer.ts';
import { PRONOUNS_BY_LETTERS, REFERRING_WORDS, type ReferringWords } from './referring-words.ts';
import { eachOnce } from './sources.ts';

/** Of a question and those that it is read with, so many before it. */
const MOST_EARLIER = 4;

/** Turns of a conversation that are part of the prompt. */
const MOST_TURNS = 2;

/** A question of so few terms says too little to be understood by itself, unless one of two is a name. */
const VERY_SHORT = 2;
/** And so does one of these that has neither a name nor a number. */
const SHORT = 3;
/** And of these, if it asks of something as if that were known: "What was the museum called in the beginning?" */
const SHORT_OF_KNOWN = 4;

/**
 * The questions that a question is to be read with, oldest first: those since the last that could be understood by itself;
 * none where this one can. Questions alone, as answers lead astray: they hold what nobody asked for.
 */
export function readWith(question: string, earlier: readonly string[]): readonly string[] {
  if (!leans(question)) return [];
  const from = earlier.findLastIndex((each) => !leans(each));
  const since = earlier.slice(Math.max(0, from));
  const [first, ...others] = since;
  // What they are all about stands in the first.
  return first === undefined ? [] : [first, ...others.slice(1 - MOST_EARLIER)];
}

/** The turns of the conversation for the prompt, without those that were refused, as the model would refuse again. */
export function lastTurns(earlier: readonly Turn[]): readonly EarlierTurn[] {
  return earlier
    .slice(-MOST_TURNS)
    .map((turn) => ({ question: turn.question, answer: isTold(turn) ? turn.text : null }));
}

/** The sources of the answers in those turns, each document once. */
export function sourcesOf(earlier: readonly Turn[]): readonly Source[] {
  const turns = earlier.slice(-MOST_TURNS).filter(isTold);
  return eachOnce(turns.flatMap(({ passages, told }) => [...passages, ...told]));
}

function isTold({ answered, text }: Turn): boolean {
  return answered && text !== '';
}

/**
 * Whether a question may refer back to what was asked before: by a word such as "it" with no name before it, by how it
 * begins ("And in Peru?"), or as it is very short. A wrong yes hardly matters, as the question itself counts more than those
 * before it. In languages without a list of such words, only a very short one does.
 */
export function leans(question: string): boolean {
  const terms = termsOf(question).length;
  const isVeryShort = terms <= VERY_SHORT && (terms < VERY_SHORT || !NAME.test(question));
  if (isVeryShort || PRONOUNS_BY_LETTERS.test(question)) return true;
  const tables = languagesIn(question).flatMap((language) => REFERRING_WORDS[language] ?? []);
  if (tables.some(({ openers }) => openers.test(question))) return true;
  const unexplained = tables.some((table) => refersBack(question, table));
  if (unexplained) return true;
  const short = tables.some(({ definite }) => definite?.test(question)) ? SHORT_OF_KNOWN : SHORT;
  const readsNames = tables.length > 0 && tables.every(({ capitalizesNouns }) => !capitalizesNouns);
  return readsNames && terms <= short && !NAME.test(question) && !/\p{N}/u.test(question);
}

function languagesIn(question: string): readonly (keyof typeof REFERRING_WORDS)[] {
  if (latinShare(question) < 0.5) return /\p{Script=Cyrillic}/u.test(question) ? ['ru'] : [];
  return languagesOf(question).filter((language) => language in REFERRING_WORDS);
}

/** A name before the pronoun explains it: "When Temüjin married, how old was he?" */
function refersBack(question: string, { pronouns, capitalizesNouns }: ReferringWords): boolean {
  const at = (question.charAt(0).toLowerCase() + question.slice(1)).search(pronouns);
  return at >= 0 && (capitalizesNouns || !NAME.test(question.slice(0, at)));
}

/** A capital that is not the question's first letter. */
const NAME = /(?<=\S\s+)["'“«„(]?\p{Lu}/u;
