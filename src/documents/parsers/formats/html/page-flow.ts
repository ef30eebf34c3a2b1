import { oneLine, withoutMargins } from '../one-line.ts';
import type { ParsedBlock } from '../parsed.ts';
import { createPageTable, type PageTable } from './page-table.ts';

/** Makes blocks out of the elements and texts of a page, which come in their order. */
export interface PageFlow {
  /** All that was found. */
  readonly blocks: ParsedBlock[];
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  add(text: string): void;
  close(name: string): void;
  /** An element is left out: what stands around it does not go together, unless it stands within a line. */
  leaveOut(name: string): void;
  end(): void;
}

/** What a text is by the element that it is in. */
type Role =
  | { readonly kind: 'heading'; readonly name: string; readonly level: number }
  | { readonly kind: 'list-item'; readonly name: string; readonly level: number; isBegun: boolean }
  | { readonly kind: 'code'; readonly name: string }
  /** What is explained in a list of terms. */
  | { readonly kind: 'term'; readonly name: string }
  | { readonly kind: 'meaning'; readonly name: string };

/** Begins with an empty page. */
export function createPageFlow(): PageFlow {
  const blocks: ParsedBlock[] = [];
  /** Where blocks go: to the page, or to the cell that is open. */
  const sinks: ParsedBlock[][] = [blocks];
  const tables: PageTable[] = [];
  const roles: Role[] = [];
  let lists = 0;
  let text = '';
  /** Those whose meaning has not come yet. */
  let terms: string[] = [];

  const put = (block: ParsedBlock) => {
    const isOpening = terms.length > 0;
    if (isOpening) sinks.at(-1)?.push({ kind: 'paragraph', text: `${terms.join(', ')}:` });
    terms = [];
    sinks.at(-1)?.push(block);
  };
  const flush = () => {
    const pending = text;
    text = '';
    if (!VISIBLE.test(pending)) return;
    const role = roles.at(-1);
    if (role?.kind === 'code') put({ kind: 'code', text: withoutMargins(pending) });
    else if (role?.kind === 'heading')
      put({ kind: 'heading', level: role.level, text: oneLine(pending.replace(PERMALINK, '')) });
    else if (role?.kind === 'list-item' && !role.isBegun) {
      role.isBegun = true;
      put({ kind: 'list-item', level: role.level, text: oneLine(pending) });
    } else if (role?.kind === 'term') terms.push(oneLine(pending.replace(PERMALINK, '')).replace(/\s*:$/, ''));
    else if (role?.kind === 'meaning' && terms.length > 0) {
      const term = terms.join(', ');
      terms = [];
      put({ kind: 'paragraph', text: `${term}\n: ${oneLine(pending)}` });
    } else {
      // Two line breaks are how many a page, and every mail, ends a paragraph.
      for (const part of pending.split(/\n\s*\n/))
        if (VISIBLE.test(part)) put({ kind: 'paragraph', text: oneLine(part) });
    }
  };
  /** Ends a line of code, or the block. */
  const breakBlock = () => {
    if (roles.at(-1)?.kind !== 'code') flush();
    else if (text !== '' && !text.endsWith('\n')) text += '\n';
  };
  const openRole = (role: Role) => {
    flush();
    roles.push(role);
  };
  const closeRole = (name: string) => {
    const at = roles.findLastIndex((role) => role.name === name);
    if (at < 0) return breakBlock();
    flush();
    roles.length = at;
  };
  /** Ends may be left out of terms and their meanings. */
  const closeEntry = () => {
    const kind = roles.at(-1)?.kind;
    flush();
    if (kind === 'term' || kind === 'meaning') roles.pop();
  };
  const closeCell = () => {
    flush();
    const table = tables.at(-1);
    if (table?.isInCell) {
      sinks.pop();
      table.closeCell();
    }
  };

  return {
    blocks,
    open: (name, attributes) => {
      const [, level] = HEADING.exec(name) ?? [];
      if (level) return openRole({ kind: 'heading', name, level: Number(level) });
      switch (name) {
        case 'br':
          text += '\n';
          return;
        case 'pre':
        case 'listing':
        case 'xmp':
          return openRole({ kind: 'code', name });
        case 'ul':
        case 'ol':
        case 'menu':
        case 'dir':
          breakBlock();
          lists += 1;
          return;
        case 'li':
          return openRole({ kind: 'list-item', name, level: Math.max(1, lists), isBegun: false });
        case 'dt':
        case 'dd':
          closeEntry();
          return openRole({ kind: name === 'dt' ? 'term' : 'meaning', name });
        case 'table': {
          flush();
          tables.at(-1)?.holdTable();
          tables.push(createPageTable(attributes));
          return;
        }
        case 'caption':
        case 'thead':
        case 'tbody':
        case 'tfoot':
          closeCell();
          tables.at(-1)?.openPart(name);
          return;
        case 'tr':
          closeCell();
          tables.at(-1)?.openRow();
          return;
        case 'td':
        case 'th': {
          closeCell();
          const table = tables.at(-1);
          if (table) sinks.push(table.openCell(name, attributes));
          return;
        }
        default:
          if (BLOCKS.has(name)) breakBlock();
      }
    },
    add: (piece) => {
      const kept = piece.replace(INVISIBLE, '');
      text += roles.at(-1)?.kind === 'code' ? kept : kept.replace(/\s+/g, ' ');
    },
    close: (name) => {
      if (HEADING.test(name)) return closeRole(name);
      switch (name) {
        case 'li':
        case 'pre':
        case 'listing':
        case 'xmp':
          return closeRole(name);
        case 'ul':
        case 'ol':
        case 'menu':
        case 'dir':
          breakBlock();
          lists -= 1;
          return;
        case 'dt':
        case 'dd':
        case 'dl':
          return closeEntry();
        case 'td':
        case 'th':
          return closeCell();
        case 'thead':
          closeCell();
          tables.at(-1)?.openPart('tbody');
          return;
        case 'table':
          closeCell();
          for (const block of tables.pop()?.close() ?? []) put(block);
          return;
        default:
          if (BLOCKS.has(name)) breakBlock();
      }
    },
    leaveOut: (name) => {
      if (BLOCKS.has(name)) breakBlock();
    },
    end: () => {
      flush();
      for (const term of terms.splice(0)) put({ kind: 'paragraph', text: term });
    },
  };
}

const HEADING = /^h([1-6])$/;

/** What manuals put behind their headings and terms, to be linked to. */
const PERMALINK = /¶\s*$/;

/** Elements that begin and end a line, besides those that are read above. */
const BLOCKS = new Set(
  (
    'address article aside blockquote body caption center details dialog div dl fieldset figcaption figure footer form frameset ' +
    'header hgroup hr html legend main nav optgroup option p search section select summary tbody tfoot thead tr'
  ).split(' '),
);

/** Signs that say where a word may be broken, and the like: they would hide the word from a search. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/g;

/** Mails begin with rows of signs that nobody sees. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
