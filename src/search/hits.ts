import type { TenantId } from '../ids.ts';
import type { ChunkKey } from '../store/chunks.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';

/** A hit of a document that exists and shows the hit's generation. */
export interface CheckedHit<Hit extends ChunkKey> {
  readonly hit: Hit;
  readonly documentName: string;
  /** As its document's row bears it. */
  readonly tenantId: TenantId;
}

/** Names a chunk and the generation of its document. */
export function hitId({ documentId, generation, index }: ChunkKey): string {
  return `${documentId}:${generation}:${index}`;
}

/**
 * Looks at the documents of all hits, in one read, and keeps each hit once whose document exists and shows the generation
 * that the hit is of. `changed`: a document shows another one meanwhile, so asking again finds that.
 */
export async function checkHits<Hit extends ChunkKey>(
  tenant: ScopedTenant,
  hits: readonly Hit[],
  signal: AbortSignal | undefined,
): Promise<{ current: CheckedHit<Hit>[]; changed: boolean }> {
  const ids = [...new Set(hits.map(({ documentId }) => documentId))];
  const documents = ids.length === 0 ? [] : await tenant.documents.findMany(ids, { signal });
  const byId = new Map(documents.map((document) => [document.id, document]));

  const current = new Map<string, CheckedHit<Hit>>();
  let changed = false;
  for (const hit of hits) {
    const document = byId.get(hit.documentId);
    if (!document) continue;
    if (document.generation === hit.generation)
      current.set(hitId(hit), { hit, documentName: document.name, tenantId: document.tenantId });
    else changed = true;
  }
  return { current: [...current.values()], changed };
}
