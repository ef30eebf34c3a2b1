import { listLevel } from '../list-level.ts';
import type { Relationship } from '../relationships.ts';
import { isCodeStyle, isTitleStyle } from '../style-names.ts';
import { collectXml, type XmlReader } from '../xml.ts';
import type { Zip } from '../zip.ts';

/** What a style makes of its paragraphs. */
export interface ParagraphStyle {
  /** From 1, or 0 for the document's title; null for text. */
  readonly heading: number | null;
  /** Of its list, from 1; null where it makes none. */
  readonly listLevel: number | null;
  readonly isCode: boolean;
  /** Of a table of contents, which says what the headings say. */
  readonly isContents: boolean;
}

/** Tells what a paragraph is by its style. */
export type Styles = (id: string) => ParagraphStyle;

/** Reads the styles of a document, and at which level of its lists they stand. */
export async function readStyles(zip: Zip, relationships: readonly Relationship[]): Promise<Styles> {
  const collect = async <T>(type: string, reader: XmlReader<T>) => {
    const part = relationships.find((relationship) => relationship.type === type)?.target;
    return part !== undefined && zip.has(part) ? await collectXml(zip.read(part), reader) : [];
  };
  const styles = await collect('styles', stylesReader());
  const levels = new Map(await collect('numbering', levelsReader()));
  const byId = new Map(styles.map((style) => [style.id, style]));
  const known = new Map<string, ParagraphStyle>();
  return (id) => {
    const style = known.get(id) ?? describe(basesOf(id, byId), levels);
    known.set(id, style);
    return style;
  };
}

interface Style {
  readonly id: string;
  name: string;
  basedOn: string;
  outline: number | null;
  numbering: string | null;
  level: number | null;
}

/** The style and those that it is based on, the nearest first. */
function basesOf(id: string, byId: ReadonlyMap<string, Style>): Style[] {
  const bases = new Set<Style>();
  for (let style = byId.get(id); style && !bases.has(style); style = byId.get(style.basedOn)) bases.add(style);
  return [...bases];
}

function describe(bases: readonly Style[], levels: ReadonlyMap<string, number>): ParagraphStyle {
  const listed = bases.find(({ numbering }) => numbering !== null);
  return {
    heading: bases.map(headingOf).find((level) => level !== undefined) ?? null,
    listLevel: listed && listed.numbering !== '0' ? levelOf(listed, levels) : null,
    isCode: bases.some(({ name }) => isCodeStyle(name)),
    isContents: bases.some(({ name }) => CONTENTS.test(name)),
  };
}

/** Undefined where the style leaves it to the one that it is based on. Names are English in Word of every language. */
function headingOf({ outline, name }: Style): number | null | undefined {
  if (outline !== null) return outlineLevel(outline);
  if (isTitleStyle(name)) return 0;
  const [, level] = /^heading ([1-9])$/i.exec(name) ?? [];
  return level === undefined ? undefined : Number(level);
}

/** The level of a heading by its level of the outline, of which the tenth means text. */
export function outlineLevel(outline: number): number | null {
  return Number.isInteger(outline) && outline >= 0 && outline < 9 ? outline + 1 : null;
}

/** Word's own `List Bullet 2` makes a list of its own, the first level of which looks like a second. */
function levelOf({ id, name, level }: Style, levels: ReadonlyMap<string, number>): number {
  const [, named] = /^list \D*([1-9])$/i.exec(name) ?? [];
  return named === undefined ? (level ?? levels.get(id) ?? 1) : Number(named);
}

const CONTENTS = /^(?:toc|contents) \d$/i;

function stylesReader(): XmlReader<Style> {
  const found: Style[] = [];
  let style: Style | null = null;
  return {
    found,
    open: (name, attributes) => {
      const value = attributes['w:val'];
      if (name === 'w:style') {
        style = emptyStyle(attributes['w:styleId'] ?? '');
        found.push(style);
      } else if (style && value !== undefined) {
        if (name === 'w:name') style.name = value;
        else if (name === 'w:basedOn') style.basedOn = value;
        else if (name === 'w:outlineLvl') style.outline = Number(value);
        else if (name === 'w:numId') style.numbering = value;
        else if (name === 'w:ilvl') style.level = listLevel(value);
      }
      return true;
    },
  };
}

function emptyStyle(id: string): Style {
  return { id, name: '', basedOn: '', outline: null, numbering: null, level: null };
}

/** The levels that belong to a style. */
function levelsReader(): XmlReader<readonly [style: string, level: number]> {
  const found: [string, number][] = [];
  let level = 1;
  return {
    found,
    open: (name, attributes) => {
      if (name === 'w:lvl') level = listLevel(attributes['w:ilvl']);
      else if (name === 'w:pStyle') found.push([attributes['w:val'] ?? '', level]);
      return true;
    },
  };
}
