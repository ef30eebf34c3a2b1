import type { DocumentId } from '../../ids.ts';
import { inPieces } from '../../lib/byte-pieces.ts';
import type { Documents, NewDocument, OriginalBytes } from '../documents.ts';
import { PIECE_BYTES, type StagedOriginal } from './originals-file.ts';
import type { WorkerPorts } from './remote.ts';

/** Creates a document; a large original is not stored to find out that it is there. */
export async function createDocument(
  documents: WorkerPorts['documents'],
  document: NewDocument,
  original: OriginalBytes,
): ReturnType<Documents['create']> {
  const same = document.sizeBytes > PIECE_BYTES ? await documents.findSame(document) : null;
  if (same) return { document: same, created: false };
  return await withStaged(documents, { id: document.id, original }, (staged) => documents.create(document, staged));
}

/**
 * Sends an original to the worker, a piece at a time, so that other jobs come between. The last one goes with what the
 * document becomes by it: from that job on the original is there, whole. What a kill leaves is swept.
 */
export async function withStaged<T>(
  documents: WorkerPorts['documents'],
  { id, original: content }: { id: DocumentId; original: OriginalBytes },
  finish: (staged: StagedOriginal) => Promise<T>,
): Promise<T> {
  let original: number | null = null;
  let last: StagedOriginal['last'] | null = null;
  try {
    for await (const bytes of inPieces(content, PIECE_BYTES)) {
      if (last) original = await documents.addPiece({ documentId: id, original, piece: last.piece }, last.bytes);
      last = { piece: last ? last.piece + 1 : 0, bytes };
    }
    return await finish({ original, last: last ?? { piece: 0, bytes: new Uint8Array() } });
  } catch (error) {
    // It may be that of a document, where the reply to the last job was lost.
    if (original !== null) documents.giveUp(original).catch(() => {});
    throw error;
  }
}
