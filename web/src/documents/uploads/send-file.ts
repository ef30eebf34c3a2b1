import { IngestFileDocument, ReplaceDocumentDocument } from '../../gql/graphql.ts';
import type { Api } from '../../lib/api.ts';
import { type OnProgress, xhrFetch } from '../../lib/xhr-fetch.ts';
import type { Upload } from './upload.ts';

/** What became of a file: whether something new came of it, or what went wrong. */
export interface Sent {
  readonly created?: boolean | undefined;
  readonly error?: Error | undefined;
}

/** Sends a file. Returns what aborts it. */
export function sendFile(
  { client, authorized }: Api,
  { file, becomes }: Upload,
  { onProgress, onSent }: { readonly onProgress: OnProgress; onSent(sent: Sent): void },
): () => void {
  const context = { fetch: authorized(xhrFetch(onProgress)) };
  if (becomes.type === 'document') {
    const input = { file, ...becomes.metadata, tags: [...becomes.metadata.tags] };
    const sending = client.mutation(IngestFileDocument, { input }, context);
    return sending.subscribe(({ data, error }) => onSent({ created: data?.ingestFile.created, error })).unsubscribe;
  }
  const sending = client.mutation(ReplaceDocumentDocument, { input: { id: becomes.of.id, file } }, context);
  return sending.subscribe(({ data, error }) => onSent({ created: data?.replaceDocument.created, error })).unsubscribe;
}
