import type { ParsedBlock } from '../formats/parsed.ts';
import type { UnreadableReason } from '../formats/unreadable.ts';

/** What the process that reads a file tells the server, in order: batches of blocks, and an end. */
export type ReaderMessage =
  | { readonly type: 'pages'; readonly count: number }
  /** The file is a text that is not in UTF-8. */
  | { readonly type: 'recoded' }
  | { readonly type: 'page-seen'; readonly page: number }
  | { readonly type: 'blocks'; readonly blocks: readonly ParsedBlock[] }
  | { readonly type: 'unreadable'; readonly reason: UnreadableReason; readonly detail: string }
  | { readonly type: 'done' };
