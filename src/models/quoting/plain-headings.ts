import { isHardLined } from './hard-lines.ts';
import { countWords } from './words.ts';

/** The most words of a line that is taken for a heading: a line in Thai, which has no full stops, may be a paragraph. */
const MOST_WORDS = 10;

/**
 * Whether a paragraph is, or begins with, what a reader takes for a heading though no syntax says so: a line in bold, in
 * capitals, numbered, or short and without a full stop. Such a line stands above something, so a passage's last paragraph
 * is none.
 *
 * @returns its words, and what of the paragraph stands below
 */
export function headingOf(paragraph: string, { isLast }: { isLast: boolean }): { title: string; rest: string } | null {
  const [line = '', ...lines] = paragraph.split('\n');
  const rest = lines.join('\n');
  const bold = /^\s*(\*\*|__)(?=\S)([^*_]+)\1:?\s*$/.exec(line)?.[2];
  const title = (bold ?? line).trim();
  if (title === '' || (rest.trim() === '' && isLast)) return null;
  // A term and its meaning.
  if (/^: /.test(rest)) return null;
  if (countWords(title) > MOST_WORDS) return null;
  // "GAUGE(1)      General Commands Manual      GAUGE(1)"
  if (rest.trim() === '' && /\S(?: {3,}|\t)\S.*\S(?: {3,}|\t)\S/.test(title))
    return { title: title.replace(/(?: {3,}|\t).*/, ''), rest };
  if (bold) return { title: bold.trim().replace(/:$/, ''), rest };
  const isShouted = /\p{Lu}{2}/u.test(title) && title === title.toUpperCase() && !/[.!?]$/.test(title);
  if (isShouted) return { title, rest };
  // "phones" above "dial 0 for an outside line".
  if (lines.length > 1 && isLabel(title) && isHardLined(paragraph)) return { title, rest };
  if (rest.trim() !== '') return null;
  return isTitle(title) ? { title, rest } : null;
}

/** The most words of what stands above lines that were ended by hand. */
const MOST_OF_LABEL = 4;

function isLabel(line: string): boolean {
  return countWords(line) <= MOST_OF_LABEL && /^[\p{L}\p{M}’' -]+$/u.test(line);
}

/** "2. Booking": to Markdown an item of a list, but alone and above a paragraph it is a heading. */
export function numberedHeading(item: string): string | null {
  const title = item.trim();
  return /^\d{1,3}[.)]\s/.test(title) && countWords(title) <= MOST_WORDS && isTitle(title) ? title : null;
}

/**
 * The sections of a paragraph whose numbered titles stand directly above their text, as contracts are written: "§ 3 Notice"
 * above "(1) The notice period …". A title above another one of its depth is an entry of a table of contents.
 *
 * @returns each with its title; null for what stands above the first
 */
export function titledParts(paragraph: string): { title: string | null; text: string }[] {
  const lines = paragraph.split('\n');
  const depths = lines.map(depthOf);
  const parts: { title: string | null; lines: string[] }[] = [];
  for (const [at, line] of lines.entries()) {
    const [depth, below, next = ''] = [depths[at] ?? 0, depths[at + 1] ?? 0, lines[at + 1]];
    const isAbove = depth > 0 && (below === 0 || below > depth) && BEGINS.test(next);
    // "4.1 The tenant shall" above "(a) pay on time" is the beginning of a sentence.
    if (isAbove && !(depth > 1 && LETTERED.test(next))) parts.push({ title: line.trim(), lines: [] });
    else if (parts.length === 0) parts.push({ title: null, lines: [line] });
    else parts.at(-1)?.lines.push(line);
  }
  return parts.map(({ title, lines }) => ({ title, text: lines.join('\n') }));
}

/** Of a numbered title: 1 for "2. Booking", 2 for "2.1 Trains"; 0 for what is none. */
function depthOf(line: string): number {
  if (!NUMBERED.test(line) || countWords(line) > MOST_WORDS || !isTitle(line.trim())) return 0;
  return 1 + (/^\d+((?:\.\d+)*)/.exec(line)?.[1]?.match(/\./g)?.length ?? 0);
}

const NUMBERED =
  /^(?:§+\s?\d|\d{1,3}(?:\.\d{1,3})*[.)]?\s|[A-Z]\.\s|[\p{L}\p{M}]+ \d+[.:]?\s|第[\p{Nd}一二三四五六七八九十百]+[条條章节節])/u;
/** What goes on with the line above begins with a small letter. */
const BEGINS = /^["“„«¿¡]?[\p{Lu}\p{Lo}\p{N}(§]/u;
const LETTERED = /^\(?[a-z]{1,4}\)/;

/** Digits but for a number in front, a colon, an address: these are facts, and not the names of sections. */
function isTitle(line: string): boolean {
  const words = line.replace(/^(?:§+\s?)?(?:\d+(?:\.\d+)*[.)]?|[A-Z]\.|[\p{L}\p{M}]+ \d+[.:]?)\s+/u, '');
  return (
    /^[\p{Lu}\p{Lo}"“„«¿¡]/u.test(words) &&
    !/\d/.test(words) &&
    !/[.!;,:。！]["'”’»)]*$/.test(words) &&
    !/[:|@=<>{}[\]()`/\\]|\p{L}\.\p{L}/u.test(words)
  );
}
