import { existsSync, readFileSync } from 'node:fs';
import {
  type FormatReader,
  isBlock,
  type ParsedBlock,
  type ParsedPart,
} from '../../src/documents/parsers/formats/parsed.ts';
import { Unreadable, type UnreadableReason } from '../../src/documents/parsers/formats/unreadable.ts';

const FILES = new URL('../../../shared/data/files/', import.meta.url);

/** Files of real programs, and hostile ones, lie beside the repository in some places only. */
export const hasFiles = existsSync(FILES);

/** One of them. */
export function fileBytes(path: string): Buffer {
  return readFileSync(new URL(path, FILES));
}

/** All that a reader tells. */
export async function partsOf(read: FormatReader, bytes: Uint8Array): Promise<ParsedPart[]> {
  const parts: ParsedPart[] = [];
  for await (const part of read(bytes)) parts.push(part);
  return parts;
}

/** Why a reader refuses a file. */
export async function refusalOf(read: FormatReader, bytes: Uint8Array): Promise<UnreadableReason> {
  try {
    await partsOf(read, bytes);
  } catch (error) {
    if (error instanceof Unreadable) return error.reason;
    throw error;
  }
  throw new Error('It was read.');
}

/** A document in short lines: `# heading`, `- item`, `| cell | cell`, or a row with its columns, `Name: Ada; Age: 36`. */
export function outlineOf(parts: readonly ParsedPart[]): string[] {
  return parts.map((part) => (isBlock(part) ? `${pageOf(part)}${lineOf(part)}` : toldOf(part)));
}

function toldOf(part: Exclude<ParsedPart, ParsedBlock>): string {
  return part.kind === 'pages' ? `${part.count} pages` : `page ${part.page} seen`;
}

function pageOf({ page }: ParsedBlock): string {
  return page === undefined ? '' : `${page}: `;
}

function lineOf(block: ParsedBlock): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level) || 'Title:'} ${block.text}`;
    case 'list-item':
      return `${'  '.repeat(block.level - 1)}- ${block.text}`;
    case 'paragraph':
      return block.text;
    case 'code':
      return `\`${block.text}\``;
    case 'table-row': {
      const { cells, columns } = block;
      return columns ? cells.map((cell, at) => `${columns[at] ?? ''}: ${cell}`).join('; ') : `| ${cells.join(' | ')}`;
    }
  }
}

/** The outline of the handbook that several programs have saved, from its second heading on; what they make of notes is their own. */
export const HANDBOOK_FROM_BORROWING: readonly string[] = [
  '## Borrowing',
  'Members may borrow:',
  '- up to twelve books',
  '  - of which two may be atlases',
  '  - and one may be a score',
  '- up to four recordings',
  'Steps to renew a loan:',
  '- Open your account.',
  '- Choose the loan.',
  '- Press renew.',
  '### Fees',
  '| Item | Days | Fee in euro',
  'Item: Book; Days: 28; Fee in euro: 0.25',
  'Item: Recording; Days: 7; Fee in euro: 1.00',
  'Item: Atlas; Days: 3; Fee in euro: 2.50',
  'See the statutes for details. Naïve façade: coöperation, €5, “quotes”, Ελληνικά, русский, 日本語, العربية.',
  '`def renew(loan):\n    return loan.days + 28`',
  'A quotation stands here by itself.',
  '# Reading desks',
  'A carrel is a private desk in a library. Each carrel has one lamp and two sockets.',
];
