import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import {
  AnswerDocument,
  AskDocument,
  DocumentChangedDocument,
  RegisterDocument,
  SearchDocument,
} from '../../schema/typed/graphql.ts';
import { type Client, createClient } from '../support/client.ts';
import { answerEmbed, CHAT_TOKENS } from '../support/ollama-recordings.ts';
import { type OllamaRequest, replayThenHang, startOllamaServer } from '../support/ollama-server.ts';
import { newFolder, startCarrel } from '../support/process.ts';

const QUESTION = 'How many days of paid leave do employees get?';

const UPGRADE = [
  'GET /graphql HTTP/1.1',
  'host: x',
  'connection: upgrade',
  'upgrade: websocket',
  'sec-websocket-version: 13',
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol: graphql-transport-ws',
  '\r\n',
].join('\r\n');

/** A Carrel with a document, whose language model never ends and whose embedder waits when it is told to. */
async function start() {
  const held: (() => void)[] = [];
  let hold = false;
  let onHeld: () => void = () => {};
  const ollama = await startOllamaServer({
    '/api/chat': replayThenHang(...CHAT_TOKENS),
    '/api/embed': (response: ServerResponse, request: OllamaRequest) => {
      if (!hold) return answerEmbed(response, request);
      held.push(() => answerEmbed(response, request));
      onHeld();
    },
  });
  const folder = await newFolder();
  const carrel = startCarrel(folder.path, {
    LANGUAGE_MODEL: 'ollama',
    MODEL_CONCURRENCY: '2',
    OLLAMA_HOST: ollama.host,
    OLLAMA_MODEL: 'smollm2:135m',
    EMBEDDER: 'ollama:any',
  });
  const url = await carrel.url();
  const { register } = await createClient(url).data(RegisterDocument, {
    input: { email: 'ada@example.com', password: 'correct horse', organization: 'Example' },
  });
  const ada = createClient(url, register.accessToken);
  await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
  return {
    carrel,
    ada,
    /** Resolves when the embedder has been asked, and waits. */
    holdEmbedder: () => {
      hold = true;
      return new Promise<void>((resolve) => {
        onHeld = resolve;
      });
    },
    releaseEmbedder: () => {
      hold = false;
      for (const answer of held) answer();
    },
    end: async () => {
      carrel.child.kill('SIGKILL');
      await carrel.exited;
      await ollama.close();
      await folder.remove();
    },
  };
}

describe('stopping the process', () => {
  const ends: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });
  const running = async () => {
    const server = await start();
    ends.push(server.end);
    return server;
  };

  it.concurrent('ends streams with a reason, answers what runs and exits with 0', async () => {
    const { carrel, ada, holdEmbedder, releaseEmbedder } = await running();
    const overSocket = await firstDelta(ada, 'subscribe');
    const overSse = await firstDelta(ada, 'stream');
    const changes = [ada.subscribe(DocumentChangedDocument, {}), ada.stream(DocumentChangedDocument, {})];
    for (const each of changes) await each.next();
    const asked = ada.error(AskDocument, { input: { question: QUESTION } });
    await carrel.line('language model chosen');
    const embedding = holdEmbedder();
    const searched = ada.data(SearchDocument, { query: QUESTION });
    await embedding;

    const stopped = carrel.stop();
    await carrel.line('stopping');
    for (const rest of [overSocket, overSse]) {
      expect(await lastOf(rest)).toMatchObject({
        data: { answer: { __typename: 'AnswerFailed', code: 'STORE_UNAVAILABLE', retryable: true } },
      });
    }
    for (const each of changes) {
      const outcome = await lastOf(each).catch((error: unknown) => error);
      expect(JSON.stringify(outcome)).toContain('STORE_UNAVAILABLE');
    }
    expect(['STORE_UNAVAILABLE', 'MODEL_UNAVAILABLE']).toContain((await asked).extensions.code);
    releaseEmbedder();
    expect((await searched).search.passages).toHaveLength(1);
    expect(await stopped).toBe(0);
    expect(carrel.log.at(-1)).toMatchObject({ msg: 'stopped' });
    expect(carrel.stderr()).toBe('');
  });

  it.concurrent('does not wait for connections on which nothing is asked', async () => {
    const { carrel } = await running();
    const { hostname: host, port } = new URL(await carrel.url());
    const silent = connect({ host, port: Number(port) });
    const halfway = connect({ host, port: Number(port) });
    await Promise.all([once(silent, 'connect'), once(halfway, 'connect')]);
    halfway.write('POST /graphql HTTP/1.1\r\nhost: x\r\n');
    // It will not close its side.
    const deaf = connect({ host, port: Number(port) });
    deaf.write(UPGRADE);
    await once(deaf, 'data');
    const closed = Promise.all([silent, halfway, deaf].map(whenClosed));
    expect(await carrel.stop()).toBe(0);
    await closed;
    const at = async (message: string) => Date.parse(String((await carrel.line(message))['time']));
    // The deadline of those that wait for an answer is 8 s.
    expect((await at('stopped')) - (await at('stopping'))).toBeLessThan(7_000);
  });

  it.concurrent('cuts what does not end in time, and exits with 0 all the same', async () => {
    const { carrel, ada, holdEmbedder } = await running();
    const embedding = holdEmbedder();
    const searched = ada.data(SearchDocument, { query: QUESTION }).catch((error: unknown) => error);
    await embedding;
    // The embedder never answers: only the cut ends this.
    expect(await carrel.stop()).toBe(0);
    expect(await searched).toBeInstanceOf(Error);
  });

  it.concurrent('exits at once on a second signal', async () => {
    const { carrel, ada, holdEmbedder } = await running();
    const embedding = holdEmbedder();
    const searched = ada.data(SearchDocument, { query: QUESTION }).catch((error: unknown) => error);
    await embedding;
    const stopped = carrel.stop();
    await carrel.line('stopping');
    carrel.child.kill('SIGINT');
    expect(await stopped).toBe(1);
    await searched;
  });
});

function whenClosed(socket: Socket): Promise<void> {
  socket.on('error', () => {}).resume();
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** An answer whose text has begun. */
async function firstDelta(client: Client, how: 'subscribe' | 'stream') {
  const results = client[how](AnswerDocument, { input: { question: QUESTION } });
  for (;;) {
    const { value } = await results.next();
    if (value?.data?.answer.__typename === 'AnswerDelta') return results;
  }
}

async function lastOf<T>(results: AsyncIterable<T>): Promise<T | undefined> {
  let last: T | undefined;
  for await (const result of results) last = result;
  return last;
}
