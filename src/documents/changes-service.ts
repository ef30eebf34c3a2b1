import type { Identity } from '../auth/identity.ts';
import { AppError, notFound } from '../errors.ts';
import type { DocumentId } from '../ids.ts';
import { isUnfinished } from '../store/document-status.ts';
import type { DocumentMetadata, DocumentRecord } from '../store/documents.ts';
import type { IngestionQueue } from '../store/ingestion-queue.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { UseLimits } from '../tenants/use-limits.ts';
import { itemOf } from './documents-service.ts';
import { requireMayChange, requireOwnFiling } from './filing.ts';
import { type IncomingContent, sha256Of, sizeOf } from './incoming-content.ts';
import type { Ingestion } from './ingestion.ts';
import { takeSample } from './parsers/file-sample.ts';
import { inspectUpload } from './parsers/inspect-upload.ts';

/** What a document is to be made of from now on. */
export interface NewContent {
  /** Tells the type; null for a text, whose type the document's name tells. */
  readonly fileName: string | null;
  readonly content: IncomingContent;
}

/**
 * Changes of documents that are there. All throw AppError `NOT_FOUND` for one that the caller does not see, and
 * `FORBIDDEN` to an EDITOR who has not brought it in.
 */
export interface DocumentChanges {
  /** @throws AppError `FORBIDDEN` or `BAD_INPUT` where the caller could not see it any more */
  update(
    tenant: ScopedTenant,
    id: DocumentId,
    change: { caller: Identity; metadata: Partial<DocumentMetadata> },
  ): Promise<DocumentRecord>;
  /**
   * Stores a new version, and lets it be ingested; searches see the present one until it is whole. Nothing is done, and
   * `created` is false, for the same bytes as now.
   * @throws AppError `BAD_INPUT`, `TOO_LARGE` or `RATE_LIMITED`, and nothing has changed
   */
  replace(
    tenant: ScopedTenant,
    id: DocumentId,
    change: { caller: Identity; content: NewContent },
  ): Promise<{ document: DocumentRecord; created: boolean }>;
  /** Lets the stored original be ingested again, with the present settings. */
  reprocess(tenant: ScopedTenant, id: DocumentId, caller: Identity): Promise<DocumentRecord>;
  /** @throws AppError `CONFLICT` where nothing is under way */
  cancel(tenant: ScopedTenant, id: DocumentId, caller: Identity): Promise<DocumentRecord>;
  /** @throws AppError `CONFLICT` for a document that has neither failed nor been cancelled */
  retry(tenant: ScopedTenant, id: DocumentId, caller: Identity): Promise<DocumentRecord>;
}

/** The service on a tenant's own documents. */
export function createDocumentChanges({
  queue,
  ingestion,
  maxFileBytes,
  limits,
}: {
  queue: IngestionQueue;
  ingestion: Pick<Ingestion, 'wake' | 'cancel'>;
  maxFileBytes: number;
  limits: Pick<UseLimits, 'count' | 'inRoom'>;
}): DocumentChanges {
  const findOwn = async (tenant: ScopedTenant, id: DocumentId, caller: Identity) => {
    const document = present((await tenant.documents.findMany([id]))[0]);
    requireMayChange(document, caller);
    return document;
  };
  /** What this process does with the document is over; whoever takes it up next begins anew. */
  const letWait = async (tenant: ScopedTenant, id: DocumentId) => {
    ingestion.cancel(id);
    await queue.add(itemOf(tenant, id));
    ingestion.wake();
  };
  const renew = async (tenant: ScopedTenant, id: DocumentId) => {
    const document = present(await tenant.documents.renew(id));
    await letWait(tenant, id);
    return document;
  };

  return {
    update: async (tenant, id, { caller, metadata }) => {
      const document = await findOwn(tenant, id, caller);
      if (
        metadata.visibility === 'PRIVATE' &&
        document.visibility !== 'PRIVATE' &&
        document.createdBy !== caller.userId
      ) {
        throw new AppError('FORBIDDEN', 'Only who brought a document in can make it private.');
      }
      const filed = (['collection', 'visibility', 'containsPii'] as const).filter(
        (part) => metadata[part] !== undefined,
      );
      if (filed.some((part) => metadata[part] !== document[part]))
        requireOwnFiling({ ...document, ...metadata }, caller);
      return present(await tenant.documents.update(id, metadata));
    },

    replace: async (tenant, id, { caller, content: { fileName, content } }) => {
      const document = await findOwn(tenant, id, caller);
      const isText = fileName === null;
      const name = fileName ?? document.name;
      const sizeBytes = sizeOf(content);
      const sample = await takeSample(content);
      const { mediaType } = inspectUpload({ name, sizeBytes, sample, isText, maxBytes: maxFileBytes });
      await limits.count(caller, 'document');
      const sha256 = await sha256Of(content);
      const isSame = sha256 === document.sha256 && mediaType === document.mediaType;
      if (isSame && document.status === 'SEARCHABLE' && !isUnfinished(document)) return { document, created: false };
      const next = { mediaType, sizeBytes, sha256 };
      const replaced = await limits.inRoom(caller, { documents: 0, bytes: sizeBytes }, async () =>
        present(await tenant.documents.replace(id, next, content)),
      );
      await letWait(tenant, id);
      return { document: replaced, created: true };
    },

    reprocess: async (tenant, id, caller) => {
      const document = await findOwn(tenant, id, caller);
      return isUnfinished(document) ? document : await renew(tenant, id);
    },

    cancel: async (tenant, id, caller) => {
      const document = await findOwn(tenant, id, caller);
      if (!isUnfinished(document)) {
        throw new AppError('CONFLICT', `“${document.name}” is not being ingested, so there is nothing to cancel.`);
      }
      const cancelled = present(await tenant.documents.cancel(id));
      ingestion.cancel(id);
      // Whoever looks for it later takes it out of the queue.
      if (!isUnfinished(cancelled) && cancelled.generation === null)
        await queue.remove(itemOf(tenant, id)).catch(() => {});
      return cancelled;
    },

    retry: async (tenant, id, caller) => {
      const document = await findOwn(tenant, id, caller);
      if (document.status === 'FAILED' || document.status === 'CANCELLED') return await renew(tenant, id);
      const advice = document.error === null ? '' : ' Its new version has failed: send that again.';
      throw new AppError('CONFLICT', `“${document.name}” has neither failed nor been cancelled.${advice}`);
    },
  };
}

function present<T>(document: T | null | undefined): T {
  if (!document) throw notFound('document');
  return document;
}
