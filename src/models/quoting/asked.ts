import { asOne, followUpTerms } from '../../lib/follow-up-terms.ts';
import { termsOf } from '../../lib/terms.ts';
import { partsAskedFor } from '../../lib/text/asking-words.ts';
import { languageOf, languagesOf } from '../../lib/text/language.ts';
import type { Language } from '../../lib/text/stop-words.ts';
import type { PromptPassage } from '../answer-model.ts';
import { type AskedKind, kindAskedBy } from './asked-kind.ts';

/** What choosing needs of a question. */
export interface Asked {
  /** How many words it has that tell something. */
  readonly wordCount: number;
  /** How much each of these counts: less where only the questions that it refers back to hold it. */
  readonly shares: readonly number[];
  /** Which of these a text or the headings that it stands under hold, by their places, each once. */
  held(text: string, headings?: readonly string[]): number[];
  /** The codes and versions among them (E4, 4.2.0), by their places: those of the earlier questions only where it has none. */
  readonly codes: readonly number[];
  /** Whether a text is none of the numbered parts that it asks for: "What does clause 6.1 say?" Never where it asks for none. */
  isOtherPart(text: string): boolean;
  /** Whether a text holds a word that the question doesn't, or says no to it. */
  saysMore(text: string): boolean;
  /** The kind of thing that is asked for: a number, a time. */
  readonly kind: AskedKind;
  /** Whether a text, or a heading that it stands under, holds such a thing: with "How many people?" a number and the people. */
  holdsKind(text: string, headings?: readonly string[]): boolean;
  /** What of it a text lacks; words that are light don't count. */
  missingFrom(text: string, isLight: (word: string) => boolean): Missing;
  /** Whether some words of it, by their places, are names, each of them. */
  areNames(words: readonly number[]): boolean;
  /** Whether it asks for several things: a list, a comparison, one thing and another. */
  readonly forSeveral: boolean;
  /** Whether it asks for what may be a list: "what are the …", "welche …". */
  readonly forList: boolean;
  /** Whether it asks how something is done. */
  readonly forSteps: boolean;
  /** Whether it asks why something is so, which often stands in the sentence before. */
  readonly forReason: boolean;
  /** Whether it asks for a person and the text names one. */
  isPersonIn(text: string): boolean;
}

/** What of a question a text lacks. */
export interface Missing {
  /** How many words of it count. */
  readonly words: number;
  /** How many of these are missing. */
  readonly missing: number;
  /** Whether a name is among them: a capital that nothing but that asks for, and more than an abbreviation. */
  readonly hasName: boolean;
  /** Whether one is what belongs to a name: "salary" in "Ida Holm's salary". */
  readonly isOfName: boolean;
  /** The question without them. */
  readonly rest: string;
}

/** A question without the file names of its passages, unless it says nothing else: "What does mail.md say about lunch?". */
export function withoutNames(question: string, passages: readonly Pick<PromptPassage, 'title'>[]): string {
  const names = passages.map(({ title }) => title).filter((title) => /\.[a-z][a-z0-9]{0,4}$/i.test(title));
  const rest = names.reduce((text, name) => text.replace(name, ' '), question);
  return /[\p{L}\p{N}]/u.test(rest) ? rest : question;
}

/** What it refers back to finds its passages; which sentence of them is asked for, it says itself. */
const SHARE_OF_EARLIER = 1 / 4;

/** "Old" in "How old must I be?" stands in no answer; what does hold it may be about an old house. */
const SHARE_OF_MEASURE = 1 / 4;

/** Reads a question, with those that it refers back to. */
export function readQuestion(question: string, refersTo: readonly string[] = []): Asked {
  const {
    terms: wanted,
    wordOf,
    wordCount,
    weights,
    shares: sharesOfAll,
  } = followUpTerms(question, refersTo, SHARE_OF_EARLIER);
  const [likely] = languagesOf(asOne(question, refersTo));
  const wordOfTerm = new Map(wanted.map((term, at) => [term, wordOf[at] ?? 0]));
  const codes = [...new Set(wanted.flatMap((term, at) => (CODE.test(term) ? (wordOf[at] ?? []) : [])))];
  const ownWords = refersTo.length > 0 ? question.replace(AND_AT_FIRST, '') : question;
  const parts = partsAskedFor(question);
  // Units are looked at several times, and share their headings.
  const termsOnce = remembered((language: Language) => remembered((text: string) => termsOf(text, language)));
  const languageOnce = remembered((text: string) => languageOf(text, likely));
  const termsIn = (text: string) => termsOnce(languageOnce(text))(text);
  const placesIn = (terms: readonly string[]) => terms.flatMap((term) => wordOfTerm.get(term) ?? []);
  const heldIn = (text: string, headings: readonly string[] = []) => {
    const termsOfHeading = termsOnce(languageOnce(text));
    return [
      ...new Set([...headings.flatMap((heading) => placesIn(termsOfHeading(heading))), ...placesIn(termsIn(text))]),
    ];
  };
  const written = question.match(WRITTEN) ?? [];
  const kind = kindAskedBy(question);
  const measures = new Set(heldIn(kind.measure ?? ''));
  const counted = heldIn(kind.counted ?? '');
  const shares = sharesOfAll.map(
    (share, word) => share * (measures.has(word) ? SHARE_OF_MEASURE : Math.min(1, weights[word] ?? 1)),
  );
  const ownCodes = codes.filter((word) => shares[word] === 1);
  const capitalized = written.filter((word, at) => at > 0 && /^\p{Lu}/u.test(word));
  const named = new Set(capitalized.flatMap((word) => heldIn(word)));
  return {
    wordCount,
    shares,
    codes: ownCodes.length > 0 ? ownCodes : codes,
    held: heldIn,
    isOtherPart: (text) => parts.length > 0 && !parts.some((part) => holdsNumber(text, part)),
    saysMore: (text) => termsIn(text).some((term) => !wordOfTerm.has(term)) || (NO.test(text) && !NO.test(question)),
    kind,
    holdsKind: (text, headings) => {
      if (!kind.isIn(text)) return false;
      const held = counted.length > 0 ? heldIn(text, headings) : [];
      return counted.every((word) => held.includes(word));
    },
    missingFrom: (text, isLight) => missingFrom(question, { held: heldIn(text), placesOf: heldIn, isLight }),
    areNames: (words) => words.length > 0 && words.every((word) => named.has(word)),
    forSeveral: SEVERAL.test(ownWords) || SEVERAL_UNSPACED.test(ownWords) || TWO_QUESTIONS.test(ownWords),
    forList: LIST.test(ownWords),
    forReason: WHY.test(ownWords),
    isPersonIn: (text) => WHO.test(ownWords) && PERSON.test(text),
    forSteps: !kind.isAsked && (HOW.test(ownWords) || HOW_UNSPACED.test(ownWords)),
  };
}

function missingFrom(
  question: string,
  {
    held,
    placesOf,
    isLight,
  }: { held: readonly number[]; placesOf: (word: string) => readonly number[]; isLight: (word: string) => boolean },
): Missing {
  let [words, missing, at] = [0, 0, 0];
  let [hasName, isOfName, before] = [false, false, ''];
  const rest = question.replace(WRITTEN, (word) => {
    const isFirst = at++ === 0;
    const isPossessed = /^\p{Lu}.*['’]s$/u.test(before);
    before = word;
    const places = placesOf(word);
    if (places.length === 0 || isLight(word)) return word;
    words += 1;
    if (places.some((place) => held.includes(place))) return word;
    missing += 1;
    if (!isFirst && /^\p{Lu}.*\p{Ll}/u.test(word)) hasName = true;
    if (isPossessed) isOfName = true;
    return '';
  });
  return { words, missing, hasName, isOfName, rest };
}

/** Words with a hyphen are one. */
const WRITTEN = /[\p{L}\p{N}\p{M}]+(?:['’.-][\p{L}\p{N}\p{M}]+)*/gu;

/** A function of one argument that works out each result once. */
function remembered<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, { readonly value: Value }>();
  return (key) => {
    const known = made.get(key) ?? { value: make(key) };
    made.set(key, known);
    return known.value;
  };
}

function holdsNumber(text: string, number: string): boolean {
  const at = text.search(
    new RegExp(
      `(?<![\\p{L}\\p{N}.,])${number.replaceAll('.', '\\.').replace(' ', '\\s*')}(?![\\p{L}\\p{N}]|\\.\\p{N})`,
      'u',
    ),
  );
  return at >= 0;
}

const WHO = /^[^\p{L}]*(?:and |but |so |to |for |from |with |by )?who(?:m|['’]s|se)?(?!\p{L})/iu;
const WHY =
  /(?<!\p{L})(?:why|how come|warum|wieso|weshalb|pourquoi|por qu[eé]|perché|waarom|hvorfor|varför|miksi|dlaczego|neden|niçin|почему|зачем|чому|γιατί|لماذا|למה|क्यों)(?!\p{L})|为什么|為什麼|为何|なぜ|どうして|왜|ทำไม/iu;
/** First and last name. */
const PERSON = /(?<!\p{L})\p{Lu}\p{Ll}+(?: \p{Lu}\.)?[ -]\p{Lu}\p{Ll}+(?!\p{L})/u;

/** A number alone may be a year, and is often left out. */
const CODE = /^(?=.*\p{Nd})(?=.*[^\p{Nd}])/u;

/** "There is no canteen" tells what "Is there a canteen?" asks. */
const NO =
  /(?<![\p{L}\p{M}])(?:no|not|never|none|nicht|nie|niemals|kein(?:e[mnrs]?)?|ne|pas|jamais|aucune?|nunca|ningún|ninguna|non|mai|nessuna?|não|nenhuma?|niet|nooit|geen|не|нет|никогда|لا|ليس|ليست)(?![\p{L}\p{M}])|没有|沒有|不|ない|ません|ไม่/iu;
/** "And in Peru?" asks for one thing. */
const AND_AT_FIRST = /^[\s¿¡]*(?:and|und|et|y|e|и)(?!\p{L})/iu;

const SEVERAL = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:${[
    'list|all|every|each|both|compare|comparison|difference|differences|differ|versus|vs|overview|and',
    'liste|alle|allen|aller|jede|jeder|beide|vergleiche?|vergleich|unterschiede?|und|sowie',
    'toutes?|tous|chaque|compare[rz]?|différences?|et',
    'lista|todos|todas|cada|ambos|compara|diferencias?|diferença|e|y',
    'список|все|всех|каждый|сравни|сравните|разница|и',
    'قائمة|كل|جميع|قارن|الفرق',
  ].join('|')})(?![\\p{L}\\p{M}])`,
  'iu',
);
const SEVERAL_UNSPACED = /列出|所有|全部|比较|比較|区别|区別|和|すべて|全て|違い|一覧|ทั้งหมด|เปรียบเทียบ|และ/;
const TWO_QUESTIONS = /[?？؟].*[\p{L}\p{N}].*[?？؟]/su;
const LIST =
  /(?<![\p{L}\p{M}])(?:(?:what|which) (?:\p{L}+ )?(?:are|were|do|does|can|must|should|may)|(?:what|which) (?:(?!is |was |has )\p{L}+ )?(?!(?:is|was|has|this)(?!\p{L}))\p{L}+s|was (?:sind|brauche|braucht|gehört|zahlt|erstattet|enthält|umfasst|muss|kann|darf)|welche(?! \p{L}+ (?:ist|hat|wird|gilt|kann|muss))|quel(?:le)?s|cuáles|qué \p{L}+s|quali|quais|wat zijn|welke|какие|какими)(?![\p{L}\p{M}])|哪些|どの(?:よう)?な|อะไรบ้าง/iu;
const HOW = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:${[
    'how (?:do|does|can|could|should|must|to)|wie|comment|cómo|que (?:hago|hacer)|qué (?:hago|hacer|debo hacer)|come|como|hoe|hvordan|hur|miten|jak|nasıl|nasil',
    'как|что делать|كيف|איך|כיצד|कैसे|πώς|πως|làm (?:sao|thế nào)|cách',
  ].join('|')})(?![\\p{L}\\p{M}])`,
  'iu',
);
const HOW_UNSPACED =
  /怎[么麼样樣]|如何|步[骤驟]|流程|どうやって|どうすれば|どうしたら|どのように|方法|手順|仕方|やり方|어떻게|방법|절차|อย่างไร|ยังไง|วิธี|ขั้นตอน/;
