import { listLevel } from '../list-level.ts';
import type { Relationship } from '../relationships.ts';
import { collectXml, type XmlReader } from '../xml.ts';
import type { Zip } from '../zip.ts';
import { isOn } from './on.ts';

/** The numbers of a document's headings, clauses and items, which Word counts while it shows them. */
export interface Numbering {
  /** The level of the list that belongs to a style, from 1. */
  levelOfStyle(style: string): number | null;
  /** Counts a paragraph of a list. `level`: from 1. Null where no number, or an unknown one, is shown. */
  count(list: string, level: number): PlaceInList | null;
}

/** The number of a paragraph. */
export interface PlaceInList {
  /** As it is shown: `2.1`, `Article 3`. */
  readonly label: string;
  /** It is referred to by that: it has a word, or says which paragraphs it is below. */
  readonly isReference: boolean;
}

/** What a list has at a level. */
interface Level {
  readonly at: number;
  format: string;
  /** With `%1` for the number of the first level, and so on. */
  text: string;
  start: number;
  isDecimal: boolean;
  style: string;
}

/** Lists of one kind are counted together, but for those that start anew. */
type Entry =
  | { readonly kind: 'levels'; readonly id: string; readonly levels: Level[] }
  | { readonly kind: 'list'; readonly id: string; levels: string; readonly starts: Map<number, number> };

/** Reads how a document counts. */
export async function readNumbering(zip: Zip, relationships: readonly Relationship[]): Promise<Numbering> {
  const part = relationships.find(({ type }) => type === 'numbering')?.target;
  const entries = part !== undefined && zip.has(part) ? await collectXml(zip.read(part), createNumberingReader()) : [];
  const kinds = new Map(entries.flatMap((entry) => (entry.kind === 'levels' ? [[entry.id, entry.levels]] : [])));
  const lists = new Map(entries.flatMap((entry) => (entry.kind === 'list' ? [[entry.id, entry]] : [])));
  const styles = new Map([...kinds.values()].flat().map(({ style, at }) => [style, at]));
  /** By kind: how far each level has come. */
  const counts = new Map<string, (number | undefined)[]>();
  const begun = new Set<string>();
  return {
    levelOfStyle: (style) => styles.get(style) ?? null,
    count: (id, at) => {
      const list = lists.get(id);
      const levels = list && kinds.get(list.levels);
      if (!list || !levels) return null;
      const reached = counts.get(list.levels) ?? [];
      counts.set(list.levels, reached);
      for (const [level, start] of begun.has(id) ? [] : list.starts) reached[level] = start - 1;
      begun.add(id);
      const startOf = (level: number) => levels.find((each) => each.at === level)?.start ?? 1;
      for (let level = 1; level < at; level += 1) reached[level] ??= startOf(level);
      reached[at] = reached[at] === undefined ? startOf(at) : reached[at] + 1;
      reached.length = at + 1;
      return placeOf(at, levels, reached);
    },
  };
}

function placeOf(at: number, levels: readonly Level[], reached: readonly (number | undefined)[]): PlaceInList | null {
  const level = levels.find((each) => each.at === at);
  if (!level) return null;
  let isKnown = true;
  const label = level.text.replace(PLACE, (_, digit: string) => {
    const format = level.isDecimal ? 'decimal' : levels.find((each) => each.at === Number(digit))?.format;
    const written = numberText(reached[Number(digit)] ?? 1, format ?? 'decimal');
    isKnown &&= written !== null;
    return written ?? '';
  });
  const places = level.text.match(PLACE)?.length ?? 0;
  if (!isKnown || places === 0 || label.trim() === '') return null;
  return { label: label.trim(), isReference: places > 1 || /\p{L}|§/u.test(level.text) };
}

const PLACE = /%([1-9])/g;

/** Null for what is counted in another way. */
function numberText(value: number, format: string): string | null {
  switch (format) {
    case 'decimal':
      return String(value);
    case 'decimalZero':
      return String(value).padStart(2, '0');
    case 'lowerLetter':
      return letters(value);
    case 'upperLetter':
      return letters(value).toUpperCase();
    case 'lowerRoman':
      return roman(value);
    case 'upperRoman':
      return roman(value).toUpperCase();
    default:
      return null;
  }
}

/** Behind z comes aa, then bb. */
function letters(value: number): string {
  if (value < 1 || value > MOST_IN_LETTERS) return String(value);
  return String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.ceil(value / 26));
}

function roman(value: number): string {
  if (value < 1 || value > MOST_IN_LETTERS) return String(value);
  let left = value;
  return ROMAN.map(([sign, of]) => {
    const times = Math.floor(left / of);
    left -= times * of;
    return sign.repeat(times);
  }).join('');
}

const MOST_IN_LETTERS = 780;
const ROMAN: readonly (readonly [string, number])[] = [
  ['d', 500],
  ['cd', 400],
  ['c', 100],
  ['xc', 90],
  ['l', 50],
  ['xl', 40],
  ['x', 10],
  ['ix', 9],
  ['v', 5],
  ['iv', 4],
  ['i', 1],
];

function createNumberingReader(): XmlReader<Entry> {
  const found: Entry[] = [];
  let entry: Entry | null = null;
  let level: Level | null = null;
  /** Which level of a list starts anew. */
  let at = 1;
  const setLevel = (set: Level, name: string, value: string) => {
    if (name === 'w:numFmt') set.format = value;
    else if (name === 'w:lvlText') set.text = value;
    else if (name === 'w:start') set.start = Number.parseInt(value, 10) || 0;
    else if (name === 'w:pStyle') set.style = value;
  };
  return {
    found,
    open: (name, attributes) => {
      const value = attributes['w:val'] ?? '';
      if (name === 'w:abstractNum') entry = { kind: 'levels', id: attributes['w:abstractNumId'] ?? '', levels: [] };
      else if (name === 'w:num')
        entry = { kind: 'list', id: attributes['w:numId'] ?? '', levels: '', starts: new Map() };
      else if (name === 'w:abstractNumId' && entry?.kind === 'list') entry.levels = value;
      else if (name === 'w:lvlOverride') at = listLevel(attributes['w:ilvl']);
      else if (name === 'w:startOverride' && entry?.kind === 'list')
        entry.starts.set(at, Number.parseInt(value, 10) || 0);
      else if (name === 'w:lvl' && entry?.kind === 'levels') {
        level = {
          at: listLevel(attributes['w:ilvl']),
          format: 'decimal',
          text: '',
          start: 1,
          isDecimal: false,
          style: '',
        };
        entry.levels.push(level);
      } else if (name === 'w:isLgl' && level) level.isDecimal = isOn(attributes['w:val']);
      else if (level) setLevel(level, name, value);
      return true;
    },
    close: (name) => {
      if (name === 'w:lvl') level = null;
      if ((name === 'w:abstractNum' || name === 'w:num') && entry) found.push(entry);
    },
  };
}
