import { print } from 'graphql';
import { createClient as createWebSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { AnswerDocument, RegisterDocument } from '../../schema/typed/graphql.ts';
import { startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import type { AnswerModel } from '../../src/models/answer-model.ts';
import { createLogger } from '../../src/ops/logging.ts';
import { type Client, createClient } from '../../test/support/client.ts';
import { type Bench, quantile, type Row } from './row.ts';
import { withDataDir } from './server.ts';

const RUNS = 3;
const TOKENS = 500;
const STOPS = 100;
const QUESTION = 'How many days of leave do I get?';

/** What Carrel adds to each token, and how soon the model stops when the reader leaves. */
export const streams: Bench = {
  name: 'streams',
  run: () =>
    withDataDir(async (dataDir) => {
      const model = createProbe();
      const config = loadConfig({ PORT: '0', DATA_DIR: dataDir, RATE_LIMITS: 'off', LOG_LEVEL: 'silent' });
      const app = await startApp(config, createLogger(config.log), { answerModel: model });
      try {
        const { register } = await createClient(app.url).data(RegisterDocument, {
          input: { email: 'bench@example.com', password: 'correct horse' },
        });
        const client = createClient(app.url, register.accessToken);
        await client.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
        return [
          await addedPerToken(client, model, { resumable: false }),
          await addedPerToken(client, model, { resumable: true }),
          ...(await stopped(client, model)),
        ];
      } finally {
        await app.close();
      }
    }),
};

/** A model whose tokens say when they were made, and which tells when it is stopped. */
interface Probe extends AnswerModel {
  /** Called when the signal of the answer in progress aborts. */
  onAbort: () => void;
  /** Wait after each token for this long, in ms; null: make one and wait for ever. */
  pauseMs: number | null;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function createProbe(): Probe {
  const probe: Probe = {
    id: 'probe',
    contextTokens: null,
    pauseMs: 2,
    onAbort: () => {},
    async *stream(_request, { signal }) {
      const stopped = new Promise<never>((_resolve, reject) => {
        signal.addEventListener(
          'abort',
          () => {
            probe.onAbort();
            reject(signal.reason);
          },
          { once: true },
        );
      });
      for (let i = 0; i < TOKENS; i++) {
        yield { type: 'text', text: `${performance.now()}x` };
        await Promise.race([stopped, ...(probe.pauseMs === null ? [] : [pause(probe.pauseMs)])]);
      }
      yield { type: 'finished', reason: 'stop' };
    },
  };
  return probe;
}

async function addedPerToken(client: Client, model: Probe, { resumable }: { resumable: boolean }): Promise<Row> {
  const runs: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    model.pauseMs = 2;
    const added: number[] = [];
    for await (const { data } of client.subscribe(AnswerDocument, { input: { question: QUESTION, resumable } })) {
      const now = performance.now();
      if (data?.answer.__typename === 'AnswerDelta') added.push(now - Number.parseFloat(data.answer.text));
    }
    if (added.length !== TOKENS) throw new Error(`${added.length} tokens arrived instead of ${TOKENS}.`);
    runs.push(quantile(added, 0.5));
  }
  return {
    what: `added to a streamed token, model to client over WebSocket, ${resumable ? 'resumable, ' : ''}p50`,
    unit: 'ms',
    runs,
    bar: { atMost: 1 },
  };
}

/** A stream that was opened, and the way to leave it. */
interface Open {
  readonly results: AsyncIterator<unknown>;
  leave(): void;
}

async function stopped(client: Client, model: Probe): Promise<Row[]> {
  model.pauseMs = null;
  const input = { question: QUESTION };
  const ways: Record<string, () => Open> = {
    'unsubscribe over WebSocket': () => {
      const results = client.subscribe(AnswerDocument, { input });
      return { results, leave: () => void results.return?.() };
    },
    'death of the socket': () => {
      const socket = createWebSocketClient({
        url: `${client.url.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: `Bearer ${client.token}` },
        retryAttempts: 0,
      });
      const results = socket.iterate({ query: print(AnswerDocument), variables: { input } });
      return { results, leave: () => socket.terminate() };
    },
    'abort of SSE': () => {
      const results = client.stream(AnswerDocument, { input });
      return { results, leave: () => void results.return?.() };
    },
  };
  const rows: Row[] = [];
  for (const [way, open] of Object.entries(ways)) {
    const runs: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const times: number[] = [];
      for (let i = 0; i < STOPS; i++) times.push(await stopOnce(open(), model));
      runs.push(quantile(times, 0.99));
    }
    rows.push({ what: `model stopped after ${way}, p99 of ${STOPS}`, unit: 'ms', runs, bar: { atMost: 50 } });
  }
  return rows;
}

/** Reads until the first token, leaves, and gives the ms until the model's signal aborted. */
async function stopOnce({ results, leave }: Open, model: Probe): Promise<number> {
  const aborted = new Promise<number>((resolve) => {
    model.onAbort = () => resolve(performance.now());
  });
  for (;;) {
    const { value, done } = await results.next();
    if (done) throw new Error('The answer ended by itself.');
    if (isDelta(value)) break;
  }
  const begin = performance.now();
  leave();
  return (await aborted) - begin;
}

function isDelta(result: unknown): boolean {
  return JSON.stringify(result).includes('"AnswerDelta"');
}
