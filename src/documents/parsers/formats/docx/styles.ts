import { listLevel } from '../list-level.ts';
import type { Relationship } from '../relationships.ts';
import { isCodeStyle, isTitleStyle } from '../style-names.ts';
import { collectXml, type XmlReader } from '../xml.ts';
import type { Zip } from '../zip.ts';
import type { Numbering } from './numbering.ts';

/** What a style makes of its paragraphs. */
export interface ParagraphStyle {
  /** From 1, or 0 for the document's title; null for text. */
  readonly heading: number | null;
  /** The list that it makes, and the level there, from 1; null where it makes none. */
  readonly list: { readonly id: string; readonly level: number } | null;
  readonly isCode: boolean;
  /** Of a table of contents, which says what the headings say. */
  readonly isContents: boolean;
}

/** Tells what a paragraph is by its style. */
export type Styles = (id: string) => ParagraphStyle;

/** Reads the styles of a document, and at which level of its lists they stand. */
export async function readStyles(
  zip: Zip,
  relationships: readonly Relationship[],
  numbering: Numbering,
): Promise<Styles> {
  const part = relationships.find(({ type }) => type === 'styles')?.target;
  const styles = part !== undefined && zip.has(part) ? await collectXml(zip.read(part), stylesReader()) : [];
  const byId = new Map(styles.map((style) => [style.id, style]));
  const known = new Map<string, ParagraphStyle>();
  return (id) => {
    const style = known.get(id) ?? describe(basesOf(id, byId), numbering);
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

function describe(bases: readonly Style[], numbering: Numbering): ParagraphStyle {
  const listed = bases.find((style) => style.numbering !== null);
  const id = listed?.numbering ?? '0';
  return {
    heading: bases.map(headingOf).find((level) => level !== undefined) ?? null,
    list: listed && id !== '0' ? { id, level: levelOf(listed, numbering) } : null,
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
function levelOf({ id, name, level }: Style, numbering: Numbering): number {
  const [, named] = /^list \D*([1-9])$/i.exec(name) ?? [];
  return named === undefined ? (level ?? numbering.levelOfStyle(id) ?? 1) : Number(named);
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
