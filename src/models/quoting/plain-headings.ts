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
  if (countWords(title) > MOST_WORDS) return null;
  // "GAUGE(1)      General Commands Manual      GAUGE(1)"
  if (rest.trim() === '' && /\S(?: {3,}|\t)\S.*\S(?: {3,}|\t)\S/.test(title))
    return { title: title.replace(/(?: {3,}|\t).*/, ''), rest };
  if (bold) return { title: bold.trim().replace(/:$/, ''), rest };
  const isShouted = /\p{Lu}{2}/u.test(title) && title === title.toUpperCase() && !/[.!?]$/.test(title);
  if (isShouted) return { title, rest };
  if (rest.trim() !== '') return null;
  return isTitle(title) ? { title, rest } : null;
}

/** "2. Booking": to Markdown an item of a list, but alone and above a paragraph it is a heading. */
export function numberedHeading(item: string): string | null {
  const title = item.trim();
  return /^\d{1,3}[.)]\s/.test(title) && countWords(title) <= MOST_WORDS && isTitle(title) ? title : null;
}

/** Digits but for a number in front, a colon, an address: these are facts, and not the names of sections. */
function isTitle(line: string): boolean {
  const words = line.replace(/^(?:§\s?)?(?:\d+(?:\.\d+)*\.?|[A-Z]\.|\p{L}+ \d+[.:]?)\s+/u, '');
  return (
    /^[\p{Lu}\p{Lo}"“„«¿¡]/u.test(words) &&
    !/\d/.test(words) &&
    !/[.!;,:。！]["'”’»)]*$/.test(words) &&
    !/[:|@=<>{}[\]()`/\\]|\p{L}\.\p{L}/u.test(words)
  );
}
