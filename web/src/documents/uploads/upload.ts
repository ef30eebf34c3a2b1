import type { Failure } from '../../lib/errors.ts';
import type { Metadata } from '../editing/metadata.ts';

/** A file on its way to the server. */
export interface Upload {
  readonly id: number;
  readonly file: File;
  readonly becomes: Becomes;
  readonly state: UploadState;
}

/** A new document, or a new version of one. */
export type Becomes =
  | { readonly type: 'document'; readonly metadata: Metadata }
  | { readonly type: 'version'; readonly of: { readonly id: string; readonly name: string } };

/** How far an upload is. */
export type UploadState =
  | { readonly type: 'waiting' }
  | { readonly type: 'sending'; readonly sent: number }
  | { readonly type: 'done'; readonly isNew: boolean }
  | { readonly type: 'refused'; readonly why: string }
  | { readonly type: 'failed'; readonly failure: Failure };

/** Files in folders that were not taken, which nobody named one by one. */
export interface LeftOut {
  readonly hidden: number;
  /** The names of those that can't be read. */
  readonly unread: readonly string[];
}

/** Whether it is still to be sent, or being sent. */
export function isGoing({ state }: Upload): boolean {
  return state.type === 'waiting' || state.type === 'sending';
}
