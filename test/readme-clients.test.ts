import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createConnection, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ConversationDocument, ConversationsDocument } from '../schema/typed/graphql.ts';
import { GRAPHIQL_TABS } from '../src/graphql/graphiql-tabs.ts';
import type { Client } from './support/client.ts';
import { unusedHost } from './support/model-server.ts';
import { createScriptedModel, says } from './support/scripted-model.ts';
import { startTestServer, type TestServer } from './support/server.ts';

const root = new URL('../', import.meta.url);
const programs = [
  ...readFileSync(new URL('README.md', root), 'utf8').matchAll(/`(\w+\.mjs)`[\s\S]*?```js\n([\s\S]*?)```/g),
];

/** A program of the README as a process of its own, which finds its server at another address. */
function start(file: string, { host, token }: { host: string; token: string }): ChildProcess {
  const code = programs.find(([, name]) => name === file)?.[2];
  if (!code) throw new Error(`The README has no ${file}.`);
  const program = code.replaceAll('localhost:4000', host);
  return spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
    env: { PATH: process.env['PATH'], TOKEN: token },
  });
}

/** What it prints until it ends, and on standard error. */
async function ended(child: ChildProcess) {
  const printed = { stdout: '', stderr: '' };
  child.stdout?.on('data', (data) => {
    printed.stdout += data;
  });
  child.stderr?.on('data', (data) => {
    printed.stderr += data;
  });
  const [code] = await once(child, 'close');
  return { code, ...printed };
}

/** Passes connections on to a server until they are cut. */
async function startCable(to: string) {
  const { hostname, port } = new URL(to);
  const ends = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = createConnection({ host: hostname, port: Number(port) });
    for (const end of [socket, onward]) {
      ends.add(end);
      end
        .on('error', () => {})
        .on('close', () => {
          socket.destroy();
          onward.destroy();
        });
    }
    socket.pipe(onward).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new TypeError('It listens on a port.');
  return {
    host: `127.0.0.1:${address.port}`,
    unplug: () => {
      server.close();
      for (const end of ends) end.destroy();
      ends.clear();
    },
    plugIn: async () => {
      // Meanwhile another server says that there is none.
      const away = createHttpServer((_request, response) => response.writeHead(502).end());
      const isAsked = once(away, 'upgrade').then(([, socket]) => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
      await once(away.listen(address.port, '127.0.0.1'), 'listening');
      await isAsked;
      away.closeAllConnections();
      await new Promise((resolve) => away.close(resolve));
      await once(server.listen(address.port, '127.0.0.1'), 'listening');
    },
    close: () => server.close(),
  };
}

describe('the tabs of GraphiQL, which the README has too', () => {
  it('work one after the other, and show what they are there for', async () => {
    const server = await startTestServer();
    onTestFinished(() => server.close());
    let token = '';
    const send = async (query: string, operationName: string, variables = {}) => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, operationName, variables }),
      });
      const { data, errors } = (await response.json()) as { data: never; errors?: unknown };
      expect(errors).toBeUndefined();
      return data;
    };
    const [register, ingest, , converse, look] = GRAPHIQL_TABS.map(({ query }) => query);
    const { register: registered } = await send(register ?? '', 'Register');
    token = registered['accessToken'];
    expect(await send(ingest ?? '', 'IngestText')).toMatchObject({
      ingestText: { document: { status: 'SEARCHABLE' } },
    });
    const { createConversation } = await send(converse ?? '', 'BeginConversation');
    const { id } = createConversation['conversation'];
    const answers = await send(converse ?? '', 'Converse', { id });
    expect(answers).toMatchObject({
      first: { answer: { text: expect.stringContaining('25 days') } },
      second: {
        answer: {
          text: expect.stringContaining('Hand in receipts within 30 days.'),
          claims: expect.arrayContaining([expect.objectContaining({ support: 'SUPPORTED' })]),
        },
      },
    });
    expect(await send(look ?? '', 'Documents')).toMatchObject({ search: { answerable: true } });
  });
});

describe("the README's clients", () => {
  const model = createScriptedModel();
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer({}, { answerModel: model });
    ada = await server.register();
    const text = 'Employees get 25 days of paid annual leave.\n\nHand in receipts within 30 days.';
    await ada.ingest('handbook.txt', text);
  });
  afterAll(() => server.close());

  const at = (host: string) => ({ host, token: ada.token ?? '' });
  const host = () => new URL(server.url).host;

  it('ask', async () => {
    model.script = says('You get 25 days [1].');
    expect(await ended(start('ask.mjs', at(host())))).toEqual({ code: 0, stdout: 'You get 25 days [1].', stderr: '' });
  });

  it('ask in a conversation', async () => {
    model.script = says('You get 25 days [1].');
    const { code, stdout, stderr } = await ended(start('converse.mjs', at(host())));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('\nYou get 25 days [1].\n'.repeat(3));
    const [conversation] = (await ada.data(ConversationsDocument, {})).conversations.edges;
    const asked = await ada.data(ConversationDocument, { id: conversation?.node.id ?? '' });
    expect(asked.conversation?.answers.edges.map(({ node }) => node.question)).toEqual([
      'How many days of leave do I get?',
      'And when do I hand in receipts?',
      'Is it paid?',
    ]);
  });

  it.each(programs.map(([, name = '']) => name))('say in a line what is wrong with a token: %s', async (file) => {
    const { code, stderr } = await ended(start(file, { host: host(), token: 'nonsense' }));
    expect(code).toBe(1);
    expect(stderr).toContain('Your access token is not valid. Log in again.');
    expect(stderr.split('\n').length).toBeLessThan(15);
  });

  it.each(programs.map(([, name = '']) => name))('say in a line that nothing is there: %s', async (file) => {
    const { host: unused } = new URL(await unusedHost());
    const { code, stderr } = await ended(start(file, at(unused)));
    expect(code).toBe(1);
    expect(stderr).toContain(`connect ECONNREFUSED ${unused}`);
    expect(stderr.split('\n').length).toBeLessThan(25);
  });

  it('ask, and say that a server which stops in the middle is gone', async () => {
    const own = await startTestServer({}, { answerModel: model });
    const eve = await own.register();
    await eve.ingest('handbook.txt', 'Employees get 25 days of paid annual leave.');
    model.script = async function* (_request, { signal }) {
      yield { type: 'text', text: 'You get ' };
      await once(signal, 'abort');
      signal.throwIfAborted();
    };
    const child = start('ask.mjs', { host: new URL(own.url).host, token: eve.token ?? '' });
    const printed = ended(child);
    if (child.stdout) await once(child.stdout, 'data');
    await own.close();
    expect((await printed).stdout).toMatch(/^You get ?The server is/);
  });

  it('go on behind a lost connection', async () => {
    let goOn = () => {};
    const lost = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    model.script = async function* () {
      yield { type: 'text', text: 'You get 25 ' };
      await lost;
      yield { type: 'text', text: 'days of paid ' };
      yield { type: 'text', text: 'leave [1].' };
      yield { type: 'finished', reason: 'stop' };
    };
    const cable = await startCable(server.url);
    const runs = model.runs.length;
    const child = start('resume.mjs', at(cable.host));
    const printed = ended(child);
    if (child.stdout) await once(child.stdout, 'data');
    // It finds nobody a few times before it is there again.
    cable.unplug();
    goOn();
    await cable.plugIn();
    expect(await printed).toEqual({ code: 0, stdout: 'You get 25 days of paid leave [1].', stderr: '' });
    expect(model.runs.length).toBe(runs + 1);
    cable.close();
  });
});
