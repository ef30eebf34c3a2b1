import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DocumentChangedDocument } from '../../schema/typed/graphql.ts';
import type { Reader } from './ask.ts';

/** Uploads a demo document, prints its progress until it is searchable, and returns its id. */
export async function ingest({ client, checks, write }: Reader, file: string): Promise<string> {
  const path = fileURLToPath(new URL(`../../web/public/examples/${file}`, import.meta.url));
  const { body } = await client.upload(await openAsBlob(path), basename(path), { wait: false });
  if (!body.data) throw new Error(`${file} was not taken: ${JSON.stringify(body.errors)}`);
  const { id } = body.data.ingestFile.document;

  write(`\n  ${file}:`);
  let shown = '';
  for await (const { data } of client.subscribe(DocumentChangedDocument, { id })) {
    const document = data?.documentChanged.document;
    if (!document) continue;
    const { stage, chunksEmbedded, chunksTotal } = document.progress;
    const step = stage === 'EMBEDDING' ? ` embedding ${chunksEmbedded}/${chunksTotal}` : ` ${stage.toLowerCase()}`;
    if (step !== shown) write(step);
    shown = step;
    if (document.status === 'PENDING' || document.status === 'PROCESSING') continue;
    write('\n');
    checks.that(
      `${file} is searchable in ${document.chunkCount === 1 ? 'one passage' : `${document.chunkCount} passages`}`,
      document.status === 'SEARCHABLE' && document.chunkCount > 0,
    );
    break;
  }
  return id;
}
