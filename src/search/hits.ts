import type { TenantId } from '../ids.ts';
import type { ChunkHit } from '../store/chunks.ts';
import type { TenantStore } from '../store/tenant-store.ts';

/** A hit of a document that exists and shows the hit's version. */
export interface CheckedHit {
  readonly hit: ChunkHit;
  readonly documentName: string;
  /** As its document's row bears it. */
  readonly tenantId: TenantId;
}

/** Names a chunk and the version of its document. */
export function hitId({ documentId, generation, index }: ChunkHit): string {
  return `${documentId}:${generation}:${index}`;
}

/**
 * Looks at the documents of all hits, in one read, and keeps each hit once whose document exists and shows the version
 * that the hit is of. `changed`: a document shows another version meanwhile, so asking again finds that one.
 */
export async function checkHits(
  tenant: TenantStore,
  hits: readonly ChunkHit[],
  signal: AbortSignal | undefined,
): Promise<{ current: CheckedHit[]; changed: boolean }> {
  const ids = [...new Set(hits.map(({ documentId }) => documentId))];
  const documents = ids.length === 0 ? [] : await tenant.documents.findMany(ids, { signal });
  const byId = new Map(documents.map((document) => [document.id, document]));

  const current = new Map<string, CheckedHit>();
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
