import { randomUUID } from 'node:crypto';
import type { ExecutionResult } from 'graphql';
import {
  AnswerDocument,
  type AnswerPartsFragment,
  type AnswerSubscription,
  RegisterDocument,
  SearchDocument,
} from '../../schema/typed/graphql.ts';
import { createClient } from '../../test/support/client.ts';
import { untilEmbedded } from '../bench/server.ts';
import { mapLimited } from './map-limited.ts';
import { documentName, type Paragraph } from './squad.ts';
import type { Subject } from './subject.ts';

/** A running server, as an organisation of its own that is registered for this. It stays, with what was added last. */
export async function openServer(url: string): Promise<Subject> {
  const name = `evaluation-${randomUUID()}`;
  const { register } = await createClient(url).data(RegisterDocument, {
    input: { email: `${name}@example.org`, password: randomUUID(), organization: name },
  });
  const client = createClient(url, register.accessToken);
  const ids = new Map<Paragraph, string>();
  const paragraphs = new Map<string, Paragraph>();

  const filterFor = (among: readonly Paragraph[] | undefined) =>
    among ? { documentIds: among.flatMap((paragraph) => ids.get(paragraph) ?? []) } : null;

  return {
    add: async (added) => {
      await mapLimited(added, 4, async (paragraph) => {
        const { id, status, error } = await client.ingest(documentName(paragraph), paragraph.text);
        if (status !== 'SEARCHABLE') throw new Error(`A paragraph is ${status}: ${error}`);
        ids.set(paragraph, id);
        paragraphs.set(id, paragraph);
      });
      await untilEmbedded(url);
    },
    remove: async (removed) => {
      await mapLimited(removed, 4, (paragraph) => client.delete(ids.get(paragraph) ?? ''));
    },
    search: async (query, { limit, among }) => {
      const { search } = await client.data(SearchDocument, { query, topK: limit, filter: filterFor(among) });
      const found = search.passages.flatMap(({ documentId, start, end }) => {
        const paragraph = paragraphs.get(documentId);
        return paragraph ? [{ paragraph, start, end }] : [];
      });
      return { found, answerable: search.answerable };
    },
    ask: async (question, { among, mode = 'QUICK' } = {}) => {
      // Its events keep the connection alive: a slow model writes for longer than a request waits.
      const input = { question, filter: filterFor(among), mode };
      const { text, answered, citations, claims } = await completed(client.subscribe(AnswerDocument, { input }));
      return {
        ...{ text, answered },
        cited: citations.flatMap(({ passage }) => paragraphs.get(passage.documentId) ?? []),
        supports: claims.map(({ support }) => support),
      };
    },
    close: async () => {},
  };
}

async function completed(results: AsyncIterable<ExecutionResult<AnswerSubscription>>): Promise<AnswerPartsFragment> {
  for await (const { data, errors } of results) {
    const event = data?.answer;
    if (event?.__typename === 'AnswerCompleted') return event.answer;
    if (errors || event?.__typename === 'AnswerFailed')
      throw new Error(`It is not answered: ${JSON.stringify(errors ?? event)}`);
  }
  throw new Error('The connection ended before the answer did.');
}
