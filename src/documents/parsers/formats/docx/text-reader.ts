import { createFlow, type ParagraphRole } from '../flow.ts';
import { listLevel } from '../list-level.ts';
import type { ParsedBlock } from '../parsed.ts';
import type { XmlAttributes, XmlReader } from '../xml.ts';
import type { Numbering } from './numbering.ts';
import { isOn } from './on.ts';
import { outlineLevel, type ParagraphStyle, type Styles } from './styles.ts';
import { symbolText } from './symbols.ts';

/** Reads a part of a document that has paragraphs: its text, its footnotes, its endnotes. */
export function createTextReader(styles: Styles, numbering: Numbering): XmlReader<ParsedBlock> {
  const found: ParsedBlock[] = [];
  const flow = createFlow((block) => found.push(block));
  const paragraphs: Paragraph[] = [];
  let isInProperties = false;
  let isInRun = false;
  let isHidden = false;
  let isText = false;
  let isInRowProperties = false;
  /** Whether the controls that are open show what is to be written there, the innermost last. */
  const controls: boolean[] = [];

  const openProperty = (name: string, value: string | undefined) => {
    const paragraph = paragraphs.at(-1);
    if (paragraph && isInProperties) setProperty(paragraph, name, value);
    else if (name === 'w:del' && isInRowProperties) flow.leaveOutRow();
    else if (name === 'w:vanish' && isInRun) isHidden = isOn(value);
    else if (name === 'w:tblHeader' && isOn(value)) flow.markHead();
    else if (name === 'w:gridSpan') flow.describeCell({ span: Number(value) });
    else if (name === 'w:vMerge') flow.describeCell({ isCovered: value !== 'restart' });
  };
  const open = (name: string, attributes: XmlAttributes) => {
    switch (name) {
      case 'w:p':
        paragraphs.push({ style: '', outline: null, numbering: null, level: null, isMarkDeleted: false });
        return flow.openParagraph();
      case 'w:pPr':
        isInProperties = true;
        return;
      case 'w:r':
        isInRun = true;
        isHidden = false;
        return;
      case 'w:t':
      case 'm:t':
        isText = !isHidden;
        return;
      case 'w:tbl':
        return flow.openTable();
      case 'w:gridCol':
        return flow.addColumns(1);
      case 'w:tr':
        return flow.openRow();
      case 'w:trPr':
        isInRowProperties = true;
        return;
      case 'w:tc':
        return flow.openCell();
      case 'w:sdt':
        controls.push(false);
        return;
      case 'w:showingPlcHdr':
        controls[controls.length - 1] = isOn(attributes['w:val']);
        return;
      case 'w:sym':
        if (!isHidden) flow.addText(symbolText(attributes['w:font'] ?? '', attributes['w:char'] ?? ''));
        return;
      default:
        if (!isInProperties && !isHidden) flow.addText(SIGNS[name] ?? '');
        openProperty(name, attributes['w:val']);
    }
  };

  return {
    found,
    open: (name, attributes) => {
      open(name, attributes);
      return !LEFT_OUT.has(name) && !(name === 'w:sdtContent' && controls.at(-1));
    },
    text: (text) => {
      if (isText) flow.addText(text);
    },
    close: (name) => {
      switch (name) {
        case 'w:p': {
          const paragraph = paragraphs.pop();
          if (paragraph) closeParagraph(paragraph);
          return;
        }
        case 'w:pPr':
          isInProperties = false;
          return;
        case 'w:r':
          isInRun = false;
          isHidden = false;
          return;
        case 'w:t':
        case 'm:t':
          isText = false;
          return;
        case 'w:trPr':
          isInRowProperties = false;
          return;
        case 'w:sdt':
          controls.pop();
          return;
        case 'w:tc':
          return flow.closeCell();
        case 'w:tr':
          return flow.closeRow();
        case 'w:tbl':
          return flow.closeTable();
        case 'w:body':
          return flow.end();
      }
    },
  };

  function closeParagraph(paragraph: Paragraph): void {
    const style = styles(paragraph.style);
    if (paragraph.isMarkDeleted) {
      flow.suspendParagraph();
      return;
    }
    const list = listOf(paragraph, style);
    const place = list && numbering.count(list.id, list.level);
    const role = style.isContents ? null : roleOf(paragraph, style, list);
    flow.closeParagraph(role, place && (place.isReference || role?.kind === 'heading') ? place.label : '');
  }
}

/** What a paragraph says of itself. */
interface Paragraph {
  style: string;
  outline: number | null;
  /** Its list; `0` takes it out of the one that its style makes. */
  numbering: string | null;
  level: number | null;
  isMarkDeleted: boolean;
}

/** Text that was deleted or moved away, what was before a change, instructions of fields, readings of characters, and what stands there a second time for older programs. */
const LEFT_OUT = new Set([
  'w:del',
  'w:moveFrom',
  'w:pPrChange',
  'w:rPrChange',
  'w:tblPrChange',
  'w:trPrChange',
  'w:tcPrChange',
  'w:sectPrChange',
  'w:tblGridChange',
  'w:instrText',
  'w:rt',
  'mc:Fallback',
]);

/** Elements that are a sign. */
const SIGNS: Readonly<Record<string, string>> = {
  'w:tab': '\t',
  'w:ptab': '\t',
  'w:br': '\n',
  'w:cr': '\n',
  'w:noBreakHyphen': '-',
};

function setProperty(paragraph: Paragraph, name: string, value: string | undefined): void {
  if (name === 'w:pStyle') paragraph.style = value ?? '';
  else if (name === 'w:outlineLvl') paragraph.outline = Number(value);
  else if (name === 'w:numId') paragraph.numbering = value ?? null;
  else if (name === 'w:ilvl') paragraph.level = listLevel(value);
  else if (name === 'w:del' || name === 'w:moveFrom') paragraph.isMarkDeleted = true;
}

function listOf({ numbering, level }: Paragraph, { list }: ParagraphStyle): ParagraphStyle['list'] {
  const id = numbering ?? list?.id ?? '0';
  return id === '0' ? null : { id, level: level ?? list?.level ?? 1 };
}

function roleOf(paragraph: Paragraph, style: ParagraphStyle, list: ParagraphStyle['list']): ParagraphRole {
  const heading = paragraph.outline === null ? style.heading : outlineLevel(paragraph.outline);
  if (heading !== null) return { kind: 'heading', level: heading };
  if (style.isCode) return { kind: 'code' };
  return list ? { kind: 'list-item', level: list.level } : { kind: 'paragraph' };
}
