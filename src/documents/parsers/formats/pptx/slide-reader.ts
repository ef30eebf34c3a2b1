import { createFlow, type ParagraphRole } from '../flow.ts';
import { listLevel } from '../list-level.ts';
import type { ParsedBlock } from '../parsed.ts';
import type { XmlAttributes, XmlReader } from '../xml.ts';

/** Reads a slide, or the notes to one. Its title comes as a heading for each paragraph, wherever it lies in the file. */
export function createSlideReader({ isNotes }: { isNotes: boolean }): XmlReader<ParsedBlock> {
  const found: ParsedBlock[] = [];
  const flow = createFlow((block) => found.push(block));
  /** What the shape is a placeholder for; null for one of its own. */
  let placeholder: string | null = null;
  let level = 1;
  let bullet: boolean | null = null;
  let isText = false;
  /** Of the table whose first row comes next. */
  let isHead = false;

  const isLeftOut = () => (isNotes ? placeholder !== 'body' : FRAME.has(placeholder ?? ''));
  const role = (): ParagraphRole => {
    if (isNotes) return { kind: 'paragraph' };
    if (TITLES.has(placeholder ?? '')) return { kind: 'heading', level: 1 };
    return (bullet ?? LISTS.has(placeholder ?? '')) ? { kind: 'list-item', level } : { kind: 'paragraph' };
  };
  const open = (name: string, attributes: XmlAttributes) => {
    switch (name) {
      case 'p:sp':
      case 'p:graphicFrame':
        placeholder = null;
        return;
      case 'p:ph':
        placeholder = attributes['type'] ?? 'obj';
        return;
      case 'a:p':
        level = 1;
        bullet = null;
        return flow.openParagraph();
      case 'a:pPr':
        level = listLevel(attributes['lvl']);
        return;
      case 'a:buNone':
        bullet = false;
        return;
      case 'a:buChar':
      case 'a:buAutoNum':
      case 'a:buBlip':
        bullet = true;
        return;
      case 'a:t':
      case 'm:t':
        isText = !isLeftOut();
        return;
      case 'a:br':
        return flow.addText('\n');
      case 'a:tbl':
        return flow.openTable();
      case 'a:tblPr':
        isHead = isOn(attributes['firstRow']);
        return;
      case 'a:gridCol':
        return flow.addColumns(1);
      case 'a:tr':
        flow.openRow();
        if (isHead) flow.markHead();
        isHead = false;
        return;
    }
  };

  return {
    found,
    open: (name, attributes) => {
      open(name, attributes);
      // What is in a fallback stands there a second time, for older programs.
      if (name !== 'a:tc') return name !== 'mc:Fallback';
      // The cell that reaches over several columns makes those that it covers.
      if (isOn(attributes['hMerge'])) return false;
      flow.openCell();
      flow.describeCell({ span: Number(attributes['gridSpan'] ?? 1), isCovered: isOn(attributes['vMerge']) });
      return true;
    },
    text: (text) => {
      if (isText) flow.addText(text);
    },
    close: (name) => {
      switch (name) {
        case 'a:p':
          return flow.closeParagraph(role());
        case 'a:t':
        case 'm:t':
          isText = false;
          return;
        case 'a:tc':
          return flow.closeCell();
        case 'a:tr':
          return flow.closeRow();
        case 'a:tbl':
          return flow.closeTable();
      }
    },
  };
}

const TITLES = new Set(['title', 'ctrTitle']);
/** Their paragraphs are items of a list where nothing says that they aren't. */
const LISTS = new Set(['body', 'obj']);
/** What every slide has. */
const FRAME = new Set(['sldNum', 'dt', 'ftr', 'hdr']);
function isOn(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
