import { PACKED_LIMITS } from '../../../../limits.ts';
import { createFlow, type ParagraphRole } from '../flow.ts';
import type { ParsedBlock } from '../parsed.ts';
import { isCodeStyle, isTitleStyle } from '../style-names.ts';
import type { XmlAttributes, XmlReader } from '../xml.ts';
import { LEFT_OUT } from './left-out.ts';
import { countOf, signOf, withoutBreaks } from './signs.ts';

/** Reads the content of a text document, or of slides, which are its pages. Footnotes come behind their paragraphs. */
export function createOdfTextReader(): XmlReader<ParsedBlock> {
  const found: ParsedBlock[] = [];
  let page = 0;
  const flow = createFlow((block) => found.push(page === 0 ? block : { ...block, page }));
  /** Styles by the one that they are based on: those of `content.xml` have no names of their own. */
  const parents = new Map<string, string>();
  const paragraphs: ParagraphRole[] = [];
  /** What the frames are, the innermost last. */
  const frames: string[] = [];
  const tables: OpenTable[] = [];
  let lists = 0;
  let isItemNew = false;

  const roleOf = (name: string, attributes: XmlAttributes): ParagraphRole => {
    if (name === 'text:h') return { kind: 'heading', level: countOf(attributes['text:outline-level'], 10) };
    if (frames.at(-1) === 'title') return { kind: 'heading', level: 1 };
    const style = attributes['text:style-name'] ?? '';
    const styles = [style, parents.get(style) ?? ''].map(decodeName);
    if (styles.some(isTitleStyle)) return { kind: 'heading', level: 0 };
    if (styles.some(isCodeStyle)) return { kind: 'code' };
    if (lists === 0 || !isItemNew) return { kind: 'paragraph' };
    isItemNew = false;
    return { kind: 'list-item', level: lists };
  };
  const openCovered = (count: number) => {
    const table = tables.at(-1);
    if (!table) return;
    // Those beside the cell that reaches over them are in it already.
    const beside = Math.min(table.covered, count);
    table.covered -= beside;
    if (count === beside) return;
    flow.openCell();
    flow.describeCell({ span: count - beside, isCovered: true });
    flow.closeCell();
  };
  const open = (name: string, attributes: XmlAttributes) => {
    switch (name) {
      case 'style:style':
        parents.set(attributes['style:name'] ?? '', attributes['style:parent-style-name'] ?? '');
        return;
      case 'draw:page':
        page += 1;
        return;
      case 'draw:frame':
        frames.push(attributes['presentation:class'] ?? '');
        return;
      case 'text:list':
        lists += 1;
        return;
      case 'text:list-item':
        isItemNew = true;
        return;
      case 'text:p':
      case 'text:h':
        paragraphs.push(roleOf(name, attributes));
        return flow.openParagraph();
      case 'table:table':
        tables.push({ isHead: false, covered: 0 });
        return flow.openTable();
      case 'table:table-column':
        return flow.addColumns(countOf(attributes['table:number-columns-repeated'], PACKED_LIMITS.columns));
      case 'table:table-header-rows':
        return setHead(true);
      case 'table:table-row':
        flow.openRow();
        if (tables.at(-1)?.isHead) flow.markHead();
        return;
      case 'table:table-cell': {
        const span = countOf(attributes['table:number-columns-spanned'], PACKED_LIMITS.columns);
        const repeated = countOf(attributes['table:number-columns-repeated'], PACKED_LIMITS.columns);
        const table = tables.at(-1);
        if (table) table.covered = span - 1;
        flow.openCell();
        return flow.describeCell({ span: span * repeated });
      }
      case 'table:covered-table-cell':
        return openCovered(countOf(attributes['table:number-columns-repeated'], PACKED_LIMITS.columns));
      default:
        return flow.addText(signOf(name, attributes));
    }
  };
  const setHead = (isHead: boolean) => {
    const table = tables.at(-1);
    if (table) table.isHead = isHead;
  };

  return {
    found,
    open: (name, attributes) => {
      if (LEFT_OUT.has(name) || FRAME.has(attributes['presentation:class'] ?? '')) return false;
      open(name, attributes);
      return name !== 'table:covered-table-cell';
    },
    text: (text) => flow.addText(withoutBreaks(text)),
    close: (name) => {
      switch (name) {
        case 'draw:frame':
          frames.pop();
          return;
        case 'text:list':
          lists -= 1;
          return;
        case 'text:p':
        case 'text:h':
          return flow.closeParagraph(paragraphs.pop() ?? null);
        case 'table:table':
          tables.pop();
          return flow.closeTable();
        case 'table:table-header-rows':
          return setHead(false);
        case 'table:table-row':
          return flow.closeRow();
        case 'table:table-cell':
          return flow.closeCell();
      }
    },
  };
}

interface OpenTable {
  isHead: boolean;
  /** How many cells the last one reaches over that did not come yet. */
  covered: number;
}

/** What every slide has. */
const FRAME = new Set(['header', 'footer', 'date-time', 'page-number']);

/** `Source_20_Code`: what a name of XML may not hold is written as its code. */
function decodeName(name: string): string {
  return name.replace(/_([0-9a-f]{1,4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
