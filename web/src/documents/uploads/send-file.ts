import { IngestFileDocument, ReplaceDocumentDocument } from '../../gql/graphql.ts';
import type { Api } from '../../lib/api.ts';
import { type OnProgress, xhrFetch } from '../../lib/xhr-fetch.ts';
import type { Upload } from './upload.ts';

/** Sends a file. Returns whether something new came of it. @throws what the mutation fails with */
export async function sendFile(
  { client, authorized }: Api,
  { file, becomes }: Upload,
  options: { readonly onProgress: OnProgress; readonly signal: AbortSignal },
): Promise<boolean> {
  const context = { fetch: authorized(xhrFetch(options)) };
  if (becomes.type === 'document') {
    const input = { file, ...becomes.metadata, tags: [...becomes.metadata.tags] };
    const { data, error } = await client.mutation(IngestFileDocument, { input }, context);
    if (!data) throw error;
    return data.ingestFile.created;
  }
  const input = { file, id: becomes.of.id };
  const { data, error } = await client.mutation(ReplaceDocumentDocument, { input }, context);
  if (!data) throw error;
  return data.replaceDocument.created;
}
