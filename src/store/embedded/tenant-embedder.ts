import type { EmbedderStamp } from '../embedder-stamp.ts';
import type { AttachedFile } from './attached-file.ts';
import { json } from './rows.ts';

type Key = 'embedder' | 'next_embedder';

/** Whose vectors a tenant's file is searched by. */
export function embedderIn(file: AttachedFile): EmbedderStamp {
  const stamp = read(file, 'embedder');
  if (!stamp) throw new Error("A tenant's file says whose vectors it holds.");
  return stamp;
}

/** Whose vectors are kept beside, to take their place; null where what lies there is to be swept. */
export function nextEmbedderIn(file: AttachedFile): EmbedderStamp | null {
  return read(file, 'next_embedder');
}

/** The same of a file that may be of an earlier format; null where it doesn't say. */
export function findEmbedder(file: AttachedFile): EmbedderStamp | null {
  return read(file, 'embedder');
}

/** Notes whose vectors a file holds, or is about to. */
export function putEmbedder(file: AttachedFile, key: Key, { id, dimensions }: EmbedderStamp): void {
  file.run('INSERT OR REPLACE INTO meta VALUES (?, ?)', key, JSON.stringify({ id, dimensions }));
}

/** There is no other embedder on its way any more. */
export function forgetNextEmbedder(file: AttachedFile): void {
  file.run(`DELETE FROM meta WHERE key = 'next_embedder'`);
}

/** When a file is opened: one of an earlier format learns whose vectors it holds, and nothing is kept beside in vain. */
export function settleEmbedder(
  file: AttachedFile,
  { known, target }: { known: () => EmbedderStamp; target: EmbedderStamp },
): void {
  file.transaction(
    () => {
      if (!read(file, 'embedder')) putEmbedder(file, 'embedder', known());
      const next = nextEmbedderIn(file);
      if (next && (next.id !== target.id || embedderIn(file).id === target.id)) forgetNextEmbedder(file);
    },
    { durable: false },
  );
}

function read(file: AttachedFile, key: Key): EmbedderStamp | null {
  const row = file.get('SELECT value FROM meta WHERE key = ?', key);
  return row ? json<EmbedderStamp>(row, 'value') : null;
}
