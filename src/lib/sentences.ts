import { wordBorder } from './borders.ts';
import { endsWithAbbreviation, endsWithOrdinal, STARTS_SENTENCE } from './text/abbreviations.ts';
import { isEastAsian, isSouthEastAsian } from './text/grams.ts';
import { languageOf } from './text/language.ts';
import { type Language, STOP_WORDS } from './text/stop-words.ts';

/** A sentence and its place in the text that it was found in: `text === source.slice(start, end)`, in UTF-16 code units. */
export interface Sentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a text into sentences, without the whitespace around them. By Unicode's rules (UAX 29, `Intl.Segmenter`), repaired
 * where these cut wrongly: after abbreviations and ordinals of the text's language, initials, list numbers and quoted questions. A line
 * break inside a wrapped paragraph ends no sentence; one before a list item, a heading or a table row does. Takes time
 * in proportion to the text's length, about 10 ms for 100,000 characters: hand long texts in piece by piece.
 */
export function sentencesOf(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  const language = languageOf(text.slice(0, WINDOW));
  for (const paragraph of paragraphsOf(text, language)) {
    for (const { start, end } of repaired(text, segmentsOf(text, paragraph), language)) {
      const sentence = trimmed(text, start, end);
      if (sentence) sentences.push(sentence);
    }
  }
  return sentences;
}

interface Span {
  start: number;
  end: number;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** V8's segmenter takes time in proportion to the whole string for each segment, so it gets a window at a time. */
const WINDOW = 2_048;

/** A line shorter than this was not wrapped by a typewriter's margin, but ended. */
const WRAPPED_LINE = 40;

const STRUCTURAL = /^(?:[-*+•–]\s|\d{1,3}[.)]\s|#{1,6}\s|[>|]|```|~~~)/;
const STARTS_LOWER = /^(?:»\s?)?["'“‘„«([…]*\s?\p{Ll}/u;

function* paragraphsOf(text: string, language: Language): Generator<Span> {
  let start = 0;
  let previous = '';
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 ? text.length : newline + 1;
    // Enough of a line to judge it by; it may be all of a large file.
    const line = text.slice(at, Math.min(next, at + 200)).trim();
    if (at > start && endsBetween(previous, line, language)) {
      if (previous !== '') yield { start, end: at };
      start = at;
    }
    previous = line;
    at = next;
  }
  if (start < text.length) yield { start, end: text.length };
}

function endsBetween(line: string, next: string, language: Language): boolean {
  if (line === '' || next === '') return true;
  if (STRUCTURAL.test(next) || line.startsWith('#')) return true;
  return line.length < WRAPPED_LINE && !STARTS_LOWER.test(next) && !STOP_WORDS[language].has(lastWord(line));
}

/** No line ends with "using the" that does not go on. Capitals may be names. */
function lastWord(line: string): string {
  return /(?<![\p{L}\p{M}'’])\p{Ll}+$/u.exec(line)?.[0] ?? '';
}

function* segmentsOf(text: string, paragraph: Span): Generator<Span> {
  let from = paragraph.start;
  while (from < paragraph.end) {
    const to = Math.min(from + WINDOW, paragraph.end);
    const isLast = to === paragraph.end;
    // Each line break becomes one space, so that offsets stay; to the segmenter it would end a paragraph.
    const window = text.slice(from, to).replace(/[\r\n\u0085\u2028\u2029]/g, ' ');
    const spans: Span[] = [];
    for (const { index, segment } of segmenter.segment(window)) {
      spans.push({ start: from + index, end: from + index + segment.length });
    }
    // The window's edge may have cut its last sentence: the next window begins with it again, if that gets us on.
    const last = spans.at(-1);
    if (!isLast && last && last.start > from) spans.pop();
    else if (!isLast && last) last.end = wordBorder(text, { start: from, end: to });
    yield* spans;
    from = spans.at(-1)?.end ?? to;
  }
}

/** Joins neighbours that the segmenter should not have cut. */
function* repaired(text: string, spans: Iterable<Span>, language: Language): Generator<Span> {
  let current: Span | null = null;
  for (const span of spans) {
    if (current === null) current = { ...span };
    else if (belongTogether(text, current, span, language)) current.end = span.end;
    else {
      // French closes quotations behind a space.
      const closing = CLOSING.exec(text.slice(span.start, Math.min(span.end, span.start + 4)))?.[0].length ?? 0;
      current.end += closing;
      span.start += closing;
      // To the segmenter a bracket that opens is one that closes.
      const opening: number = OPENING.exec(text.slice(current.start, current.end))?.[0].length ?? 0;
      yield* clausesOf(text, { start: current.start, end: current.end - opening });
      current = { start: current.end - opening, end: span.end };
    }
  }
  if (current) yield* clausesOf(text, current);
}

const CLOSING = /^»\s+/;
const OPENING = /[「『《〈【（“‘]$/;

/**
 * Thai, Lao, Khmer and Burmese mark few ends of sentences, but put spaces between clauses: a long run of these is cut there
 * into pieces of some length.
 */
function* clausesOf(text: string, { start, end }: Span): Generator<Span> {
  const raw = text.slice(start, end);
  let from = 0;
  if (raw.length > SHORTEST_CLAUSE && isSouthEastAsian(raw)) {
    for (const { index } of raw.matchAll(BETWEEN_CLAUSES)) {
      if (index - from < SHORTEST_CLAUSE || raw.length - index < SHORTEST_CLAUSE) continue;
      yield { start: start + from, end: start + index };
      from = index;
    }
  }
  yield { start: start + from, end };
}

/** Spaces around numbers and foreign names end no clause. */
const BETWEEN_CLAUSES =
  /(?<=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\s+(?=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])/g;

/** In UTF-16 code units: some fifteen words. */
const SHORTEST_CLAUSE = 80;

const INITIAL = /(?:^|[\s(["'“‘„«.])\p{Lu}\.\s*$/u;
/** The first of "z. B.", "т. е."; and "d. h." as a whole. */
const LETTERED = /(?:^|[\s(["'“‘„«.])\p{Ll}\.\s*$/u;
const LETTER = /^\p{L}\./u;
const LIST_MARK = /^\s*(?:[-*+•–>#|]+|\(?(?:\d{1,3}|\p{L})[.)])?\s*$/u;
const LONGEST_SENTENCE = 2 * WINDOW;

function belongTogether(text: string, left: Span, right: Span, language: Language): boolean {
  if (right.end - left.start > LONGEST_SENTENCE) return false;
  const head = text.slice(left.start, Math.min(left.end, left.start + 12));
  if (left.end - left.start <= 12 && LIST_MARK.test(head)) return true;
  const before = text.slice(Math.max(left.start, left.end - 30), left.end);
  const after = text.slice(right.start, right.start + 30);
  if (STARTS_LOWER.test(after) || /^[\s\p{P}]+$/u.test(after)) return true;
  // "Is it?[3]", "example.Com": no whitespace between, and not a full stop that needs none.
  if (ENDS_QUOTATION.test(before) && GOES_ON.test(after)) return true;
  if (/[.?!]["'”’)\]]*[\p{P}]?$/u.test(before)) return !isEastAsian(after);
  if (endsWithAbbreviation(before, after, language) || endsWithOrdinal(before, after, language)) return true;
  // "18 h.", "2026 г.": a unit, which ends a sentence as any word does.
  if (/\p{Nd}\s?\p{Ll}\.\s*$/u.test(before)) return false;
  if (LETTERED.test(before)) return LETTER.test(after) || !STARTS_SENTENCE.test(after);
  return INITIAL.test(before) && !STARTS_SENTENCE.test(after);
}

const ENDS_QUOTATION = /[」』”"»]\s*$/;
/** Behind what somebody says, in scripts without small letters: "he said", "and then". */
const GOES_ON =
  /^(?:と|って|[，、,]|(?:이?라고|하고|라는|라며|고)(?![가-힣]*[.])|(?:[他她它我你您]们?|[他她它我你您]們)?(?:说|說|问|問|道|喊|答|然后|然後|接着|接著|的)|(?:ثم|و\p{L}|فقال|قال)|ו\p{L}|(?:और|कहकर|कहा|तब)(?![\p{L}\p{M}]))/u;

function trimmed(text: string, start: number, end: number): Sentence | null {
  const raw = text.slice(start, end);
  const body = raw.trim();
  if (body === '') return null;
  const from = start + raw.indexOf(body);
  return { text: body, start: from, end: from + body.length };
}
