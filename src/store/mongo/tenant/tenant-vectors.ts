import type { Collection } from 'mongodb';
import type { TenantId } from '../../../ids.ts';
import { EmbedderChanged } from '../../chunks.ts';
import { reading } from '../client.ts';
import { kindOf } from '../errors.ts';
import type { MetaRow } from './meta-row.ts';
import { type ChunkRow, checkTenant } from './tenant-rows.ts';
import { toVector, type VectorSlot } from './vector-slots.ts';
import type { VectorState } from './vector-state.ts';

/** What is known of a tenant's vectors. All of it runs within `Calls.in`, as all that is done with its database. */
export interface TenantVectors {
  /** As of a second ago at most. The fields of a slot that was given up are there for much longer. */
  current(): Promise<VectorState>;
  /** As it is. */
  read(): Promise<VectorState>;
  /**
   * Where the vectors are that a question is compared with.
   * @throws EmbedderChanged when they are of another embedder
   */
  slotFor(embedder: string): Promise<VectorSlot>;
  /** One write. False where somebody else has changed it meanwhile. */
  change(before: VectorState, change: Partial<Omit<VectorState, 'revision'>>): Promise<boolean>;
  /** Writes down whose vectors they are, where that isn't yet. */
  settle(): Promise<void>;
}

/** The row of `meta` that says whose vectors are where. */
const VECTORS = 'vectors';
const CACHE_MS = 1_000;

/** Keeps that in a row of the tenant's own database. */
export function createTenantVectors({
  tenantId,
  meta,
  chunks,
  target,
}: {
  tenantId: TenantId;
  meta: Collection<MetaRow>;
  chunks: Collection<ChunkRow>;
  /** Whose vectors are written into a database without any. */
  target: VectorSlot['embedder'];
}): TenantVectors {
  let known: { state: VectorState; at: number } | null = null;

  const read = async (): Promise<VectorState> => {
    const row = await meta.findOne({ _id: VECTORS }, reading());
    // A database that is not made yet will be made for this embedder.
    const state = (row && checkTenant(row, tenantId).vectors) ?? firstState(target);
    known = { state, at: performance.now() };
    return state;
  };
  const current = async () => (known && performance.now() - known.at < CACHE_MS ? known.state : await read());

  return {
    read,
    current,
    slotFor: async (embedder) => {
      const { current: slot } = await current();
      if (slot.embedder.id === embedder) return slot;
      const { current: now } = await read();
      if (now.embedder.id === embedder) return now;
      throw new EmbedderChanged();
    },
    change: async (before, change) => {
      const { revision } = before;
      const vectors: VectorState = { ...before, ...change, revision: revision + 1 };
      const { matchedCount } = await meta.updateOne(
        { _id: VECTORS, 'vectors.revision': revision },
        { $set: { vectors } },
      );
      known = matchedCount === 1 ? { state: vectors, at: performance.now() } : null;
      return matchedCount === 1;
    },
    settle: async () => {
      // An earlier version of Carrel wrote the embedder into each row, and nowhere else.
      const row = await chunks.findOne({ embedding: { $exists: true } }, reading());
      const id = row && checkTenant(row, tenantId).embedder;
      const found = row?.embedding && id ? { id, dimensions: toVector(row.embedding).length } : target;
      try {
        await meta.insertOne({ _id: VECTORS, tenantId, at: new Date(), vectors: firstState(found) });
      } catch (error) {
        if (kindOf(error) !== 'duplicate') throw error;
      }
      known = null;
    },
  };
}

function firstState({ id, dimensions }: VectorSlot['embedder']): VectorState {
  return {
    current: { slot: 0, embedder: { id, dimensions } },
    next: null,
    lastSlot: 0,
    old: [],
    isClosing: false,
    revision: 0,
  };
}
