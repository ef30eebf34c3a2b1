import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerDocument, AnswerResumedDocument } from '../../schema/typed/graphql.ts';
import { type Event, indexesOf, resume, STEPS, STEPS_TEXT, steps, textOf } from '../support/answer-steps.ts';
import { type Client, createClient } from '../support/client.ts';
import type { Deployment } from '../support/deployments.ts';
import { openSocket } from '../support/raw-socket.ts';
import { createScriptedModel } from '../support/scripted-model.ts';
import { seeded } from '../support/seeded.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const QUESTION = 'How many days of paid leave do employees get?';

/** A connection that carries one stream, and can be cut. */
interface Connection {
  next(): Promise<Event>;
  cut(): Promise<void>;
}

/** That whoever resumes gets all of an answer, however often their connection is cut, from whichever process. */
export function describeCuts(name: string, deploy: () => Promise<Deployment>): void {
  describe(`connections that are cut at random on ${name}`, () => {
    const model = createScriptedModel();
    const servers: TestServer[] = [];
    let deployment: Deployment;
    let ada: Client;
    beforeAll(async () => {
      deployment = await deploy();
      const start = async () => servers.push(await startTestServer(deployment.env, { answerModel: model }));
      await start();
      // The embedded store has one process.
      if ('MONGODB_URI' in deployment.env) await start();
      ada = (await servers[0]?.register()) ?? createClient('');
      await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
    });
    afterAll(async () => {
      for (const server of servers.reverse()) await server.close();
      await deployment.close();
    });

    const overSocket = async (url: string, query: string, variables: Record<string, unknown>): Promise<Connection> => {
      const socket = await openSocket(url);
      await socket.init(ada.token);
      socket.subscribe('1', query, variables);
      return {
        next: async () => firstOf((await socket.nextOf('1')).payload.data),
        cut: async () => {
          socket.close();
          await socket.closed;
        },
      };
    };
    const overSse = async (url: string, query: string, variables: Record<string, unknown>): Promise<Connection> => {
      const results = createClient(url, ada.token).stream(query, variables);
      return {
        next: async () => firstOf((await results.next()).value.data),
        cut: async () => {
          await results.return?.();
        },
      };
    };

    it.each(Array.from({ length: 12 }, (_, seed) => seed))(
      'lose no delta and bring none twice, seed %i',
      async (seed) => {
        const random = seeded(seed);
        const below = (limit: number) => Math.floor(random() * limit);
        const writing = steps();
        model.script = writing.script;
        const connect = (isSocket: boolean, url: string, query: string, variables: Record<string, unknown>) =>
          isSocket ? overSocket(url, query, variables) : overSse(url, query, variables);
        const anyUrl = () => servers[below(servers.length)]?.url ?? '';

        const input = { question: QUESTION, resumable: true };
        let connection = await connect(random() < 0.5, ada.url, print(AnswerDocument), { input });
        const events = [await connection.next()];
        const [started] = events;
        if (started?.__typename !== 'AnswerStarted') throw new Error(`It began with ${started?.__typename}.`);
        const { answerId } = started;
        const others: { after: number | null; events: Promise<Event[]> }[] = [];

        let allowed = 0;
        let cuts = 0;
        while (events.at(-1)?.__typename !== 'AnswerCompleted') {
          // What has been written when the connection is cut may be on its way, or not have left yet.
          const more = 1 + below(9);
          writing.allow(more);
          allowed += more;
          const isLast = allowed > STEPS.length;
          const reads = isLast ? Number.POSITIVE_INFINITY : below(allowed - indexesOf(events).length + 1);
          for (let read = 0; read < reads && events.at(-1)?.__typename !== 'AnswerCompleted'; read += 1) {
            events.push(await connection.next());
          }
          if (isLast) break;
          if (random() < 0.3) {
            const after = random() < 0.5 ? null : below(STEPS.length);
            const client = createClient(anyUrl(), ada.token);
            others.push({
              after,
              events: resume(client, answerId, after, { by: random() < 0.5 ? 'subscribe' : 'stream' }),
            });
          }
          await connection.cut();
          cuts += 1;
          // Who has had nothing begins anew.
          const after = indexesOf(events).at(-1) ?? null;
          if (after === null) events.length = 0;
          connection = await connect(random() < 0.5, anyUrl(), print(AnswerResumedDocument), { answerId, after });
        }
        await connection.cut();

        expect(cuts).toBeGreaterThan(2);
        expect(textOf(events)).toBe(STEPS_TEXT);
        expect(indexesOf(events)).toEqual(STEPS.map((_, at) => at));
        expect(events.at(-1)).toMatchObject({ answer: { id: answerId, text: STEPS_TEXT } });
        for (const other of others) {
          const from = other.after === null ? 0 : other.after + 1;
          expect(indexesOf(await other.events)).toEqual(STEPS.map((_, at) => at).slice(from));
        }
      },
    );
  });
}

function firstOf(data: unknown): Event {
  return Object.values(data as Record<string, Event>)[0] as Event;
}
