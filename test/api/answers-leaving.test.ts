import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerDocument, AskDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { openSocket, type RawSocket } from '../support/raw-socket.ts';
import { createScriptedModel, saysThenHangs } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const QUESTION = 'How many days of paid leave do employees get?';
const VARIABLES = { input: { question: QUESTION } };

describe('leaving an answer', () => {
  const model = createScriptedModel();
  let server: TestServer;
  let ada: Client;
  const sockets: RawSocket[] = [];
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  beforeAll(async () => {
    process.on('warning', onWarning);
    server = await startTestServer({}, { answerModel: model });
    ada = await server.register();
    await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
  });
  afterAll(async () => {
    process.off('warning', onWarning);
    for (const socket of sockets) socket.close();
    await server.close();
  });

  const metric = async (name: string) => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const line = text.split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.split(' ').at(-1) ?? 0);
  };

  /** Each opens an answer, reads until its first token when there is one, and gives a way to leave. */
  const openOverSocket = async (leave: 'complete' | 'terminate', tokens: number) => {
    const socket = await openSocket(server.url);
    sockets.push(socket);
    await socket.init(ada.token);
    socket.subscribe('1', print(AnswerDocument), VARIABLES);
    for (let read = 0; read < 1 + tokens; read += 1) await socket.nextOf('1');
    return () => (leave === 'complete' ? socket.send({ type: 'complete', id: '1' }) : socket.close());
  };
  const openOverSse = async (_leave: string, tokens: number) => {
    const abort = new AbortController();
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${ada.token}`,
      },
      body: JSON.stringify({ query: print(AnswerDocument), variables: VARIABLES }),
      signal: abort.signal,
    });
    const reader = response.body?.getReader();
    let text = '';
    while (text.split('event: next').length - 1 < 1 + tokens) {
      text += new TextDecoder().decode((await reader?.read())?.value);
    }
    return () => abort.abort();
  };

  it.each([
    ['by completing it', openOverSocket, 'complete', 0],
    ['by completing it', openOverSocket, 'complete', 3],
    ['by killing the socket', openOverSocket, 'terminate', 0],
    ['by killing the socket', openOverSocket, 'terminate', 3],
    ['by closing the event stream', openOverSse, 'abort', 0],
    ['by closing the event stream', openOverSse, 'abort', 3],
  ] as const)('%s stops a model that is silent (%#)', async (_how, open, leave, tokens) => {
    const abandoned = await metric('carrel_answers_total{outcome="abandoned"}');
    model.script = saysThenHangs(...Array.from({ length: tokens }, () => ' so'));
    const begun = model.nextRun();
    const go = await open(leave as never, tokens);
    const run = await begun;
    expect(run.signal.aborted).toBe(false);
    go();
    // The model hangs: nothing but its signal ends it.
    await run.ended;
    expect(run.signal.aborted).toBe(true);
    await expect.poll(() => metric('carrel_streams{kind="answer"}')).toBe(0);
    await expect.poll(() => metric('carrel_answers_total{outcome="abandoned"}')).toBe(abandoned + 1);
  });

  it('stops a model that writes without an end', async () => {
    model.script = async function* () {
      for (;;) {
        yield { type: 'text', text: ' more' };
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const begun = model.nextRun();
    const socket = await openSocket(server.url);
    await socket.init(ada.token);
    socket.subscribe('1', print(AnswerDocument), VARIABLES);
    const run = await begun;
    for (let read = 0; read < 100; read += 1) await socket.nextOf('1');
    socket.send({ type: 'complete', id: '1' });
    await run.ended;
    socket.close();
  });

  it('stops the model of a question that is asked whole', async () => {
    model.script = saysThenHangs(' so');
    const begun = model.nextRun();
    const abort = new AbortController();
    const asked = fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ada.token}` },
      body: JSON.stringify({ query: print(AskDocument), variables: VARIABLES }),
      signal: abort.signal,
    }).catch((error: unknown) => error);
    const run = await begun;
    abort.abort();
    await asked;
    await run.ended;
    expect(run.signal.aborted).toBe(true);
  });

  it('before anything was found leaves nothing behind', async () => {
    const socket = await openSocket(server.url);
    await socket.init(ada.token);
    for (let i = 0; i < 50; i += 1) {
      socket.subscribe(`${i}`, print(AnswerDocument), VARIABLES);
      socket.send({ type: 'complete', id: `${i}` });
    }
    socket.send({ type: 'ping' });
    while ((await socket.next()).type !== 'pong');
    socket.close();
    for (const run of model.runs) await run.ended;
    await expect.poll(() => metric('carrel_streams{kind="answer"}')).toBe(0);
  });

  it('pauses the model while the reader does not read', async () => {
    let written = 0;
    const text = 'x'.repeat(10_000);
    model.script = async function* () {
      for (; written < 5_000; written += 1) yield { type: 'text', text };
      yield { type: 'finished', reason: 'stop' };
    };
    const begun = model.nextRun();
    const socket = await openSocket(server.url);
    await socket.init(ada.token);
    socket.subscribe('1', print(AnswerDocument), VARIABLES);
    await socket.nextOf('1');
    socket.socket.pause();
    const run = await begun;
    // Until it has stood still for ten turns of a server that answers others.
    for (let still = 0, seen = -1; still < 10; ) {
      await metric('carrel_sockets');
      still = written === seen ? still + 1 : 0;
      seen = written;
    }
    expect(written).toBeLessThan(2_500);
    socket.close();
    await run.ended;
  });

  it('many times leaves no listeners, no memory to speak of and no warning', async () => {
    const socket = await openSocket(server.url);
    await socket.init(ada.token);
    model.script = saysThenHangs(' so');
    const answer = async (id: string) => {
      const begun = model.nextRun();
      socket.subscribe(id, print(AnswerDocument), VARIABLES);
      const run = await begun;
      socket.send({ type: 'complete', id });
      await run.ended;
    };
    const fifty = Array.from({ length: 50 }, (_, i) => `changes-${i}`);
    const changes = async () => {
      for (const id of fifty) socket.subscribe(id, 'subscription{documentChanged{type}}');
      for (let begun = 0; begun < fifty.length; begun += 1) await socket.next();
      for (const id of fifty) socket.send({ type: 'complete', id });
    };
    const round = async (answers: number, others: number) => {
      for (let i = 0; i < answers; i += 1) await answer(`answer-${i}`);
      for (let i = 0; i < others / fifty.length; i += 1) await changes();
      model.runs.length = 0;
      server.log.length = 0;
    };
    await round(50, 2_000);
    // A leak grows in every round; what the runtime takes for itself does not.
    const growths: number[] = [];
    while (growths.length < 3 && !growths.some((bytes) => bytes < 700_000)) {
      const before = await heapUsed();
      await round(50, 2_000);
      growths.push((await heapUsed()) - before);
    }
    expect(Math.min(...growths)).toBeLessThan(700_000);
    socket.close();
    await expect.poll(() => metric('carrel_streams{kind="answer"}')).toBe(0);
    await expect.poll(() => metric('carrel_streams{kind="documentChanged"}')).toBe(0);
    // What Node calls experimental is its own affair, and differs between its releases.
    expect(warnings.filter(({ name }) => name !== 'ExperimentalWarning')).toEqual([]);
  });
});

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** After what is garbage has gone, that which is only told so in a later turn too. */
async function heapUsed(): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().heapUsed;
}
