import { DocumentChangedDocument } from '../../schema/typed/graphql.ts';
import type { Asker, Organisation } from './isolation-organisation.ts';

/**
 * Adds hidden documents and deletes them while everybody listens, over both transports.
 * @returns what readers hear of them, and what the witness misses, a sentence each
 */
export async function findHeard({ readers, witness, hide, show }: Organisation): Promise<string[]> {
  const streams = Object.entries({ ...readers, witness }).flatMap(([who, asker]: [string, Asker]) => [
    { who: `${who} over a WebSocket`, asker, stream: asker.subscribe(DocumentChangedDocument, {}) },
    { who: `${who} over SSE`, asker, stream: asker.stream(DocumentChangedDocument, {}) },
  ]);
  // Each begins with what is there: once that comes, nothing that follows is missed.
  await Promise.all(streams.map(({ stream }) => stream.next()));
  const added = await hide('heard');
  for (const { id } of added) await witness.delete(id);
  const { id: last } = await show('end');

  const compared = streams.map(async ({ who, asker, stream }) => {
    const heard = new Set<string>();
    for await (const { data } of stream) {
      const { type, documentId, document } = data?.documentChanged ?? {};
      if (documentId === last && document?.status === 'SEARCHABLE') break;
      if (documentId !== last && (type === 'ADDED' || type === 'DELETED')) heard.add(`${type} ${documentId}`);
    }
    const expected = asker === witness ? added.flatMap(({ id }) => [`ADDED ${id}`, `DELETED ${id}`]) : [];
    const isRight = JSON.stringify([...heard].sort()) === JSON.stringify(expected.sort());
    return isRight ? [] : [`Subscription.documentChanged as ${who} tells of: ${[...heard].join(', ')}`];
  });
  return (await Promise.all(compared)).flat();
}
