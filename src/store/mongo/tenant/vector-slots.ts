import { Binary, type Filter } from 'mongodb';
import type { EmbedderStamp } from '../../embedder-stamp.ts';
import type { ChunkRow } from './tenant-rows.ts';

/** One embedder's vectors. Each has fields of its own in the rows of chunks, so that one write changes what searches use. */
export interface VectorSlot {
  readonly slot: number;
  readonly embedder: Pick<EmbedderStamp, 'id' | 'dimensions'>;
}

/** How vectors are stored: as float32 BinData, or as arrays, which is all that DocumentDB finds. */
export type VectorFormat = 'binary' | 'array';

/** What an embedder makes of a chunk, as its row holds it. */
export type SlotValues = Pick<ChunkRow, 'embedding' | 'embedder' | 'sentences'>;

/** Where a row holds that. The names of slot 0 are those of earlier versions, and those that rows are typed by. */
export function fieldsOf({ slot }: Pick<VectorSlot, 'slot'>): Record<keyof SlotValues, string> {
  const suffix = slot === 0 ? '' : `_${slot}`;
  return { embedding: `embedding${suffix}`, embedder: `embedder${suffix}`, sentences: `sentences${suffix}` };
}

/** Reads it of a row. */
export function valuesOf(row: object, slot: VectorSlot): Pick<SlotValues, 'embedding' | 'sentences'> {
  const fields = fieldsOf(slot);
  const { [fields.embedding]: embedding, [fields.sentences]: sentences } = row as Record<string, unknown>;
  return { embedding, sentences } as Pick<SlotValues, 'embedding' | 'sentences'>;
}

/** Makes the part of a row that holds it. */
export function toValues(
  slot: VectorSlot,
  { vector, sentences }: { readonly vector: Float32Array; readonly sentences: Uint8Array | null },
  format: VectorFormat,
): SlotValues {
  const fields = fieldsOf(slot);
  return {
    [fields.embedding]: format === 'binary' ? Binary.fromFloat32Array(vector) : [...vector],
    [fields.embedder]: slot.embedder.id,
    ...(sentences && { [fields.sentences]: new Binary(sentences) }),
  };
}

/** Chunks with something in one of the fields, or without. */
export function holding(
  slot: Pick<VectorSlot, 'slot'>,
  field: keyof SlotValues,
  { exists }: { exists: boolean },
): Filter<ChunkRow> {
  return { [fieldsOf(slot)[field]]: { $exists: exists } };
}

/** A stored vector. */
export function toVector(embedding: Binary | number[]): Float32Array {
  return embedding instanceof Binary ? embedding.toFloat32Array() : Float32Array.from(embedding);
}
