import { MEASURE_WORDS } from './measure-words.ts';

/** What a number counts or measures, and how many of the smallest of its kind one is. */
export interface Measure {
  readonly kind: string;
  readonly size: number;
}

const MEASURES = new Map<string, Measure[]>();
for (const [kind, units] of Object.entries(MEASURE_WORDS)) {
  for (const [words, size] of Object.entries(units)) {
    for (const word of words.split(' ')) MEASURES.set(word, [...(MEASURES.get(word) ?? []), { kind, size }]);
  }
}

/** What the number at a place of a text measures, as one of these, none where nothing tells; and where its unit ends. */
export function measureAt(
  text: string,
  { start, end }: { start: number; end: number },
): { readonly measures: readonly Measure[]; readonly end: number } {
  const [sign] = text.slice(Math.max(0, start - 2), start).match(/\p{Sc}(?=\s?$)/u) ?? [];
  if (sign) return { measures: MEASURES.get(sign) ?? [], end };
  // "3,2 Mio. Euro": what ends with a letter may be an abbreviation.
  const dot = /\p{L}$/u.test(text.slice(start, end)) && text[end] === '.' ? 1 : 0;
  const { 0: written = '', groups } = UNIT.exec(text.slice(end + dot, end + LONGEST)) ?? {};
  const { points, percent, per, word = '' } = groups ?? {};
  const measures = points ? POINTS : percent ? readMeasure('%') : per ? [] : readMeasure(word);
  const isWhole = measures.length > 0 && (points || percent || MEASURES.has(word.toLowerCase()));
  return { measures, end: isWhole ? end + dot + written.length : end };
}

const POINTS: readonly Measure[] = [{ kind: 'points', size: 1 }];

/** What a word measures, as one of these. */
export function readMeasure(word: string): readonly Measure[] {
  const lower = word.toLowerCase();
  return MEASURES.get(lower) ?? (DAYS.test(lower) ? (MEASURES.get('day') ?? []) : []);
}

/** How many of what one measures are one of what the other does; null where they are of different kinds. One that is not known may be any. */
export function ratioOf(one: readonly Measure[], other: readonly Measure[]): number | null {
  if (one.length === 0 || other.length === 0) return 1;
  for (const { kind, size } of one) {
    const alike = other.find((each) => each.kind === kind);
    if (alike) return size / alike.size;
  }
  return null;
}

const LONGEST = 60;

/** "Three calendar years", "28 Arbeitstage". */
const UNIT =
  /^[\s-]{0,2}(?:(?<points>(?:percentage|percent) points?|%-?points|points? de pourcentage|puntos? porcentual(?:es)?)|(?<percent>per cent|por ciento|pour cent)|(?:(?:full|whole|calendar|working|business|consecutive|us|further|more|additional|other|ganze|volle|weitere)[ -])?(?<word>[%‰°]?\p{L}*[²]?\p{Sc}?))(?<per>\s?\/\s?\p{L}|²|³)?(?![\p{L}\p{N}])/iu;
const DAYS = /\p{L}{3}tagen?$/u;
