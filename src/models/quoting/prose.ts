import { sentencesOf } from '../../lib/sentences.ts';
import { isHardLined } from './hard-lines.ts';
import { referencesIn } from './references.ts';
import { countWords, wordsOf } from './words.ts';

/** Notes of more words are shown by their lines. */
const SHORT_NOTE = 30;

/** What is shown of prose, and whether it only announces what stands below it. */
export interface ProseUnit {
  readonly shown: string;
  readonly isOpening: boolean;
}

/** Longer clauses and definitions are shown by their sentences. In characters. */
const LONGEST_WHOLE = 600;

/** An entry of which more is said is shown by its sentences. In characters. */
const LONGEST_ENTRY = 300;

/**
 * The parts of a paragraph that can be understood alone: a definition, an entry of a glossary or a list without marks, a
 * numbered clause, a question with its answer; else sentences, each with those before it that its pronouns need.
 *
 * @param isAnswer the paragraph stands under a question
 * @param before what stands above the paragraph, if its first sentence needs it
 */
export function proseUnits(
  paragraph: string,
  { isAnswer, before = null }: { isAnswer: boolean; before?: string | null },
): ProseUnit[] {
  if (paragraph.length <= LONGEST_WHOLE) {
    if (isDefinition(paragraph) || isQuestion(paragraph)) return [{ shown: paragraph, isOpening: false }];
    if (isAnswer) return [{ shown: oneLine(paragraph), isOpening: /[:：]$/.test(paragraph) }];
  }
  return entriesOf(paragraph).flatMap((entry, at) => {
    if (isClause(entry) && entry.length <= LONGEST_WHOLE) return [{ shown: clauseOf(entry), isOpening: false }];
    if (isNote(entry)) return [{ shown: entry, isOpening: false }];
    if (isTitled(entry)) return [{ shown: oneLine(entry), isOpening: /[:：]$/.test(entry) }];
    return sentenceUnits(entry, at === 0 ? before : null);
  });
}

/** Markdown's "Term" and ": meaning" below it, or lines that are set in below their first. */
function isDefinition(paragraph: string): boolean {
  const [first = '', ...below] = paragraph.split('\n');
  if (below.length === 0) return false;
  if (below.some((line) => /^: +\S/.test(line))) return true;
  return /^\S/.test(first) && below.every((line) => /^(?: {2,}|\t)/.test(line));
}

/** "Q: May I …?" and the answer below it. */
function isQuestion(paragraph: string): boolean {
  const [first = '', ...below] = paragraph.split('\n');
  return below.length > 0 && /[?？؟][*_"”)]*\s*$/.test(first);
}

/** A few short lines that belong together, as an address. */
function isNote(paragraph: string): boolean {
  return isHardLined(paragraph) && countWords(paragraph) <= SHORT_NOTE;
}

/** What clauses begin with: kinds that may stand within each other, as "(a)" in "4.1". */
const CLAUSES = [
  /^\s*(?:§+\s?\d|\d{1,3}(?:\.\d{1,3})+\.?\s|(?:Article|Section|Clause|Artikel|Artículo|Статья) \d)/,
  /^\s*\(?\d{1,3}\)\s/,
  /^\s*\(?(?:[a-z]|[ivx]{1,4})\)\s/,
];
const CLAUSE = new RegExp(CLAUSES.map(({ source }) => source).join('|'));

/** Whether a text begins as a numbered clause does. */
export function isClause(text: string): boolean {
  return CLAUSE.test(text);
}

/** "**The screen stays black**: Unplug the cable …": what stands behind a name in bold is of that alone. */
function isTitled(entry: string): boolean {
  return (
    entry.length <= LONGEST_ENTRY && /^\s*(\*\*|__)[^*_]{1,60}\1\s*[:–—]|^\s*(\*\*|__)[^*_]{1,60}:\2\s/.test(entry)
  );
}

/** "E4  The gauge …", "Radio: 868 MHz", "**Fetch**: the length". */
const LABELLED = /^\s*(?:(?:\*\*|__)[^*_]{1,60}(?:\*\*|__):?\s|\S+(?: \S+){0,4}:\s|\S+(?: \S+){0,2}(?: {2,}|\t)\S)/;

/** The lines of a paragraph that begin something new, each with those that go on; the paragraph where there are none. */
function entriesOf(paragraph: string): string[] {
  const lines = paragraph.split('\n');
  const [first = ''] = lines;
  const pattern = [CLAUSE, LABELLED].find((each) => {
    const count = lines.filter((line) => each.test(line)).length;
    return count > 1 && count >= lines.length / 2 && each.test(first);
  });
  if (!pattern) return isHardLined(paragraph) && !isNote(paragraph) ? lines.map((line) => line.trim()) : [paragraph];
  const begins = pattern === CLAUSE ? (CLAUSES.find((each) => each.test(first)) ?? CLAUSE) : pattern;
  const entries: string[] = [];
  for (const line of lines) {
    if (begins.test(line) || entries.length === 0) entries.push(line);
    else entries.push(`${entries.pop()}\n${line}`);
  }
  return pattern === CLAUSE ? entries : entries.map((entry) => entry.trim());
}

function sentenceUnits(paragraph: string, above: string | null): ProseUnit[] {
  const label = /^\s*\S+(?: \S+){0,2}(?: {2,}|\t)/.test(paragraph);
  if (label && paragraph.length <= LONGEST_WHOLE) return [{ shown: oneLine(paragraph), isOpening: false }];
  const units: ProseUnit[] = [];
  const refersBack = referencesIn(paragraph);
  const sentences = sentencesOf(paragraph).map(({ text }) => oneLine(text));
  for (const [at, sentence] of sentences.entries()) {
    const last = units.at(-1)?.shown ?? above;
    const isAnswer = at > 0 && /[?？؟]["”)*_]*$/.test(sentences[at - 1] ?? '');
    if (isAnswer) units.splice(-1, 1, { shown: `${last} ${sentence}`, isOpening: false });
    else if (last && refersBack(wordsOf(sentence)))
      units.push({ shown: `${last} ${sentence}`, isOpening: isOpening(sentence) });
    else units.push({ shown: sentence, isOpening: isOpening(sentence) });
  }
  return units;
}

/** A clause on one line, but for those within it. */
function clauseOf(entry: string): string {
  const lines: string[] = [];
  for (const line of entry.split('\n')) {
    if (lines.length === 0 || isClause(line)) lines.push(line);
    else lines.push(`${lines.pop()} ${line}`);
  }
  return lines.map(oneLine).join('\n');
}

/** Whether a line says, though not by a colon, that a list or a table follows. */
export function announces(line: string): boolean {
  return UNENDED.test(line) || FOLLOWING.test(line);
}

/** No sentence, and no label with what it is of. */
const UNENDED = /^(?:[^\s.:;!?|]+ )+[^\s.:;!?|。：！？؟]+$/u;
const FOLLOWING =
  /(?<!\p{L})(?:following|as follows|below|folgende[mnrs]?|nachstehende?[mnrs]?|untenstehende?[mnrs]?|suivant(?:e?s|e)?|ci-dessous|siguientes?|a continuación|seguent[ei]|seguintes?|volgende|hieronder|følgende|följande|следующ\p{L}+|التالية)(?!\p{L})|以下|下列|次の/iu;

function isOpening(sentence: string): boolean {
  return /[:：][*_]*$/.test(sentence);
}

/** Without line breaks, the marks of quotations, and half a pair of emphasis. */
function oneLine(text: string): string {
  const line = text
    .replace(/^\s*>+ ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
  return (line.match(/\*\*/g)?.length ?? 0) % 2 === 1 ? line.replace('**', '') : line;
}
