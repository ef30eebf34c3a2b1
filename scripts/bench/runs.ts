import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AnswerRunDocument, RegisterDocument, StartAnswerDocument } from '../../schema/typed/graphql.ts';
import { startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { RUN_LIMITS } from '../../src/limits.ts';
import { createLogger } from '../../src/ops/logging.ts';
import { type Client, createClient } from '../../test/support/client.ts';
import { createScriptedModel, untilAborted } from '../../test/support/scripted-model.ts';
import type { Bench, Row } from './row.ts';
import { withDataDir } from './server.ts';

const QUESTION = 'How many days of leave do I get?';
const DETACHED = 1_000;
const TENANTS = 100;
/** That the first organisation asks before the others ask anything. */
const FLOOD = 50;
const EACH = 3;
const RUNS = 3;

/** Answers that outlast their connections: what many of them hold, and whose turn it is where the model is slow. */
export const runs: Bench = {
  name: 'runs',
  run: async () => [await withDataDir(memory), ...(await withDataDir(fairness))],
};

async function withApp<T>(
  dataDir: string,
  env: Record<string, string>,
  work: (clients: readonly Client[], model: ReturnType<typeof createScriptedModel>) => Promise<T>,
  organisations: number,
): Promise<T> {
  const model = createScriptedModel();
  const config = loadConfig({ PORT: '0', DATA_DIR: dataDir, RATE_LIMITS: 'off', LOG_LEVEL: 'silent', ...env });
  const app = await startApp(config, createLogger(config.log), { answerModel: model });
  try {
    const clients: Client[] = [];
    for (let at = 0; at < organisations; at++) {
      const { register } = await createClient(app.url).data(RegisterDocument, {
        input: { email: `bench${at}@example.com`, password: 'correct horse' },
      });
      const client = createClient(app.url, register.accessToken);
      await client.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
      clients.push(client);
    }
    return await work(clients, model);
  } finally {
    await app.close();
  }
}

/** What each answer holds that nobody reads and whose model has written a thousand pieces, and writes on. */
function memory(dataDir: string): Promise<Row> {
  const users = Math.ceil(DETACHED / RUN_LIMITS.perCaller);
  return withApp(
    dataDir,
    { MODEL_CONCURRENCY: String(DETACHED) },
    async (clients, model) => {
      model.script = async function* (_request, { signal }) {
        for (let at = 0; at < 1_000; at++) yield { type: 'text', text: ' word' };
        await untilAborted(signal);
      };
      const before = heldBytes();
      const ids: { client: Client; id: string }[] = [];
      for (let at = 0; at < DETACHED; at++) {
        const client = clients[at % users] as Client;
        const { startAnswer } = await client.data(StartAnswerDocument, { input: { question: QUESTION } });
        ids.push({ client, id: startAnswer.run.id });
      }
      for (const { client, id } of ids) {
        while (((await client.data(AnswerRunDocument, { id })).answerRun?.text.length ?? 0) < 4_500)
          await setTimeout(10);
      }
      const each = (heldBytes() - before) / DETACHED / 1_024;
      return {
        what: `memory held by each of ${DETACHED} detached answers of 1000 pieces (5 kB of text)`,
        unit: 'KiB',
        runs: [each],
        bar: { atMost: 256 },
      };
    },
    users,
  );
}

/** How evenly organisations are served by a model that writes one answer at once, where one has asked a lot before. */
async function fairness(dataDir: string): Promise<Row[]> {
  const evenness: number[] = [];
  const latest: number[] = [];
  await withApp(
    dataDir,
    { MODEL_CONCURRENCY: '1', MODEL_QUEUE_LIMIT: '1000' },
    async (clients, model) => {
      for (let run = 0; run < RUNS; run++) {
        const order: number[] = [];
        let open = () => {};
        const gate = new Promise<void>((resolve) => {
          open = resolve;
        });
        model.script = async function* ({ question }) {
          order.push(Number(question.split('#')[1]));
          await gate;
          await setTimeout(1);
          yield { type: 'text', text: 'They get 25 days [1].' };
          yield { type: 'finished', reason: 'stop' };
        };
        const ask = async (at: number) => {
          const input = { question: `${QUESTION} #${at}` };
          const { startAnswer } = await (clients[at] as Client).data(StartAnswerDocument, { input });
          return startAnswer.run.id;
        };
        const asked: { at: number; id: string }[] = [];
        for (let count = 0; count < FLOOD; count++) asked.push({ at: 0, id: await ask(0) });
        for (let count = 0; count < EACH; count++) {
          for (let at = 1; at < TENANTS; at++) asked.push({ at, id: await ask(at) });
        }
        // All wait by now, but the first.
        for (const { at, id } of asked.slice(1)) {
          while ((await (clients[at] as Client).data(AnswerRunDocument, { id })).answerRun?.position === null) {
            await setTimeout(5);
          }
        }
        open();
        while (order.length < asked.length) await setTimeout(10);
        const first = order.slice(0, TENANTS);
        evenness.push(jain(Array.from({ length: TENANTS }, (_, at) => first.filter((each) => each === at).length)));
        latest.push(Math.max(...Array.from({ length: TENANTS }, (_, at) => order.indexOf(at))));
        while (
          (await (clients[1] as Client).data(AnswerRunDocument, { id: asked.at(-1)?.id ?? '' })).answerRun?.status ===
          'RUNNING'
        )
          await setTimeout(10);
      }
    },
    TENANTS,
  );
  return [
    {
      what: `of ${TENANTS} organisations at one slow model, the first with ${FLOOD} questions before the others' ${EACH} each: Jain's index of the first ${TENANTS} answers`,
      unit: '',
      runs: evenness,
      bar: { atLeast: 0.95 },
    },
    {
      what: `the most answers that an organisation waits for before its first (of ${TENANTS - 1} others)`,
      unit: '',
      runs: latest,
      bar: { atMost: TENANTS },
    },
  ];
}

/** 1 where all have the same, 1/n where one has all (Jain, Chiu and Hawe, 1984). */
function jain(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  return sum ** 2 / (shares.length * shares.reduce((total, share) => total + share ** 2, 0));
}

function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
