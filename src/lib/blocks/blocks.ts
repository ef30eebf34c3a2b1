import { LONGEST_PIECE, linesOf } from './lines.ts';

/**
 * A stretch of a document that belongs together: a paragraph, a list item, a fenced block of code, a table; or a heading
 * with its level (from 1, or 0 for the document's title) and its words. `blank` holds nothing: it only says that the
 * reading goes on.
 */
export type Block =
  | (Place & { readonly kind: 'prose' | 'item' | 'code' | 'table'; readonly continues: boolean })
  | (Place & { readonly kind: 'heading'; readonly level: number; readonly title: string })
  | (Place & { readonly kind: 'blank' });

/** From `start` to `end` of the text, in UTF-16 code units. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * The paragraphs of a plain text, between blank lines. One that is very long comes in several blocks, of which all but
 * the last say that it `continues`.
 */
export function* plainBlocks(text: string): Generator<Block> {
  let open = null as Place | null;
  for (const line of linesOf(text)) {
    if (line.isBlank) {
      if (open) yield { ...open, kind: 'prose', continues: false };
      open = null;
      yield { start: line.start, end: line.end, kind: 'blank' };
      continue;
    }
    if (open && line.end - open.start > LONGEST_PIECE) {
      yield { ...open, kind: 'prose', continues: true };
      open = null;
    }
    open = { start: open?.start ?? line.start, end: line.end };
  }
  if (open) yield { ...open, kind: 'prose', continues: false };
}
