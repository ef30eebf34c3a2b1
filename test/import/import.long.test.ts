import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  CreateApiTokenDocument,
  type CreateApiTokenInput,
  DocumentsDocument,
  type DocumentsQuery,
} from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startImport } from '../support/process.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

interface Summary {
  readonly added: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly leftOut: number;
  readonly files: readonly { name: string; result: string; reason: string | null; documentId: string | null }[];
}

let server: TestServer;
let owner: Client;
let token: string;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  owner = await server.register();
  token = await tokenOf({ role: 'EDITOR', piiAccess: true });
  folder = await mkdtemp(join(tmpdir(), 'carrel-import-test-'));
  return () => rm(folder, { recursive: true });
});

const tokenOf = async (input: Partial<CreateApiTokenInput>) =>
  (await owner.data(CreateApiTokenDocument, { input: { name: 'import', ...input } })).createApiToken.token;
const write = async (name: string, text: string) => {
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), text);
};
const run = async (args: string[] = [], env: Record<string, string> = {}) => {
  const { lines, ended } = startImport([folder, ...args], { CARREL_URL: server.url, CARREL_TOKEN: token, ...env });
  const printed: string[] = [];
  for await (const line of lines) printed.push(line);
  return { ...(await ended), printed };
};
const runJson = async (args: string[] = [], env: Record<string, string> = {}) => {
  const { code, stderr, printed } = await run(['--json', ...args], env);
  if (printed.length !== 1) throw new Error(`No summary came: ${stderr}`);
  return { code, summary: JSON.parse(printed[0] ?? '') as Summary };
};
const documents = async (): Promise<DocumentsQuery['documents']['edges'][number]['node'][]> =>
  (await owner.data(DocumentsDocument, { first: 100 })).documents.edges.map(({ node }) => node);
const names = async () => (await documents()).map(({ name }) => name).sort();
const textOf = async (id: string) =>
  (await owner.data<{ document: { text: string } }, { id: string }>('query($id:ID!){document(id:$id){text}}', { id }))
    .document.text;

describe('an import', () => {
  it('brings the files of a folder in, named by their paths, and tells when they are read', async () => {
    await write('leave.md', '# Leave\n\nEmployees get 25 days.');
    await write('hr/pay/wages.txt', 'Wages are paid on Fridays.');
    await write('hr/größe.TXT', 'Sizes.');
    await write('photo.xyz', 'no document');
    await write('.hidden.txt', 'hidden');
    await write('.git/config.txt', 'hidden');
    await symlink(join(folder, 'leave.md'), join(folder, 'link.md'));
    const { code, printed, stderr } = await run(['--tags', 'handbook,hr', '--pii']);
    expect({ code, printed, stderr }).toEqual({
      code: 0,
      printed: ['3 added, 1 of other kinds left out'],
      stderr: '',
    });
    const found = await documents();
    expect(found.map(({ name }) => name).sort()).toEqual(['hr/größe.TXT', 'hr/pay/wages.txt', 'leave.md']);
    for (const document of found) {
      expect(document).toMatchObject({ status: 'SEARCHABLE', tags: ['handbook', 'hr'], containsPii: true });
    }
  });

  it('leaves alone what is there, and brings in what is new, when it runs again', async () => {
    for (let i = 0; i < 25; i++) await write(`${i}.txt`, `Text number ${i}.`);
    expect(await runJson(['--parallel', '3'])).toMatchObject({ code: 0, summary: { added: 25 } });
    const before = await documents();
    await write('new/25.txt', 'Text number 25.');
    expect((await runJson()).summary).toMatchObject({ added: 1, unchanged: 25, replaced: 0, failed: 0 });
    expect((await documents()).slice(1)).toEqual(before);
  });

  it('knows the documents of its collection alone', async () => {
    await write('a.txt', 'One text.');
    await owner.ingest('a.txt', 'One text.', { collection: 'finance/payroll' });
    await owner.ingest('a.txt', 'One text.');
    expect((await runJson(['--collection', 'finance'])).summary).toMatchObject({ added: 1 });
    expect((await runJson(['--collection', 'finance'])).summary).toMatchObject({ unchanged: 1 });
    expect((await documents()).map(({ collection }) => collection)).toEqual(['finance', null, 'finance/payroll']);
  });

  it('replaces what has changed', async () => {
    await write('a.txt', 'As it was.');
    await run();
    const [before] = await documents();
    await write('a.txt', 'As it is now.');
    const { code, summary } = await runJson();
    expect({ code, ...summary }).toMatchObject({ code: 0, replaced: 1, failed: 0 });
    expect((await documents()).map(({ id }) => id)).toEqual([before?.id]);
    expect(await textOf(before?.id ?? '')).toBe('As it is now.');
  });

  it('finds again what the server calls by another name than the folder does', async () => {
    const odd = [' blanks .txt', 'zero\u200bwidth.txt', 'line\nbreak.txt', 'e\u0301tude.txt', `${'n'.repeat(200)}.txt`];
    for (const name of odd) await write(name, `A text called ${name}.`);
    expect((await runJson()).summary).toMatchObject({ added: odd.length });
    const asked = async () => {
      const query = '{ auditLog(filter: { action: "document.ingest" }) { totalCount } }';
      return (await owner.data<{ auditLog: { totalCount: number } }, Record<string, never>>(query, {})).auditLog
        .totalCount;
    };
    const before = await asked();
    expect((await runJson()).summary).toMatchObject({ unchanged: odd.length });
    expect(await asked()).toBe(before);
    for (const name of odd) await write(name, `Another text called ${name}.`);
    expect((await runJson()).summary).toMatchObject({ replaced: odd.length });
    expect(await names()).toHaveLength(odd.length);
  });

  it('brings in one of two files that the server could not tell apart, and says so of the other', async () => {
    await write('caf\u00e9.txt', 'Composed.');
    await write('cafe\u0301.txt', 'Decomposed.');
    for (const added of [1, 0]) {
      const { code, summary } = await runJson();
      expect({ code, ...summary }).toMatchObject({ code: 1, added, replaced: 0, failed: 1 });
      expect(summary.files.find(({ result }) => result === 'failed')?.reason).toContain('has the same name');
    }
    expect((await documents()).map(({ name }) => name)).toEqual(['caf\u00e9.txt']);
  });

  it('says of each file that is not there why, and that something is missing', async () => {
    await write('fine.txt', 'A text.');
    await write('empty.txt', '  \n');
    await write('twice\u001b[2J.txt', '');
    const { code, printed } = await run();
    expect(code).toBe(1);
    expect(printed).toHaveLength(3);
    expect(printed[0]).toMatch(/^failed: empty\.txt: .+\.$/);
    expect(printed[1]).toMatch(/^failed: twice\[2J\.txt: .+\.$/);
    expect(printed[2]).toBe('1 added, 2 failed');
    expect(await names()).toEqual(['fine.txt']);
  });

  it('asks for nothing that the server takes no more of', async () => {
    const small = await startTestServer({ MAX_FILE_MB: '0.001' });
    try {
      owner = await small.register();
      token = await tokenOf({ role: 'EDITOR' });
      await write('large.txt', 'x'.repeat(2_000));
      const { code, summary } = await runJson([], { CARREL_URL: `${small.url}/graphql` });
      expect(code).toBe(1);
      expect(summary.files).toMatchObject([
        { result: 'failed', reason: expect.stringMatching(/^It has 2000 bytes; this server takes \d+ at most\.$/) },
      ]);
    } finally {
      await small.close();
    }
  });

  it('says why a document could not be read when it is there already', async () => {
    await write('a.txt', 'One text.');
    const { id } = await owner.ingest('a.txt', 'One text.');
    expect((await runJson()).summary.files).toEqual([
      { name: 'a.txt', result: 'unchanged', reason: null, documentId: id },
    ]);
    const viewer = await tokenOf({ role: 'VIEWER' });
    await write('b.txt', 'Another text.');
    const { code, summary } = await runJson([], { CARREL_TOKEN: viewer });
    expect(code).toBe(1);
    expect(summary.files.find(({ name }) => name === 'b.txt')?.reason).toContain('needs the role EDITOR');
  });

  it('goes on by itself while it watches, until it is stopped', async () => {
    await write('a.txt', 'One text.');
    const { lines, ended, stop } = startImport([folder, '--watch'], { CARREL_URL: server.url, CARREL_TOKEN: token });
    expect((await lines.next()).value).toBe('1 added');
    await write('b.txt', 'Another text.');
    expect((await lines.next()).value).toBe('1 added, 1 unchanged');
    expect(await names()).toEqual(['a.txt', 'b.txt']);
    stop();
    expect((await ended).stderr).not.toContain('Error');
  });
});

describe('an import that can not begin', () => {
  it.each([
    ['no token', [], { CARREL_TOKEN: '' }, 'Set CARREL_TOKEN'],
    ['a wrong token', ['--token', 'carrel_nonsense'], {}, 'not valid'],
    ['no folder', ['--url'], {}, '--help shows how'],
    ['an unknown option', ['--nonsense'], {}, '--nonsense'],
    ['no address', ['--url', 'ftp://example.org'], {}, 'no address of a server'],
    ['too many at once', ['--parallel', '0'], {}, 'from 1 to 16'],
  ] as const)('for %s says so', async (_what, args, env, message) => {
    const { code, stderr, printed } = await run([...args], env);
    expect({ code, printed }).toEqual({ code: 2, printed: [] });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  it('for a folder that is not there says so', async () => {
    const { ended } = startImport([join(folder, 'none')], { CARREL_TOKEN: token });
    expect(await ended).toEqual({ code: 2, stderr: expect.stringContaining('There is no folder') });
  });

  it('for a server that is not there says so, after some tries', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const { code, stderr } = await run(['--url', `http://127.0.0.1:${port}`]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^Nothing answers at .*ECONNREFUSED.*\n$/);
  });

  it('for who asks for help shows it', async () => {
    const { code, printed } = await run(['--help']);
    expect(code).toBe(0);
    expect(printed.join('\n')).toContain('--watch');
  });
});

describe('a server that is not as it should be', () => {
  let answer: (operation: string) => object | number | null = () => null;
  const front = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces);
    const instead = answer(body.toString('latin1'));
    if (instead !== null) {
      response.writeHead(typeof instead === 'number' ? instead : 200);
      response.end(typeof instead === 'number' ? '<html>' : JSON.stringify(instead));
      return;
    }
    const { authorization = '', 'content-type': type = '' } = request.headers;
    const headers = { authorization, 'content-type': type };
    const upstream = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
    response.writeHead(upstream.status).end(await upstream.text());
  });
  let url: string;
  beforeAll(async () => {
    front.listen(0, '127.0.0.1');
    await once(front, 'listening');
    url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  });
  afterAll(() => front.close());

  it('is waited for where it asks for that, or is away for a moment', async () => {
    await write('a.txt', 'One text.');
    const busy = { code: 'RATE_LIMITED', retryAfterSeconds: 0 };
    const refusals: (object | number)[] = [
      ...Array.from({ length: 8 }, () => ({ errors: [{ message: 'Too many.', extensions: busy }] })),
      503,
    ];
    answer = (operation) => (operation.includes('ingestFile') ? (refusals.shift() ?? null) : null);
    expect(await runJson(['--url', url])).toMatchObject({ code: 0, summary: { added: 1 } });
    expect(refusals).toEqual([]);
  });

  it('is waited for until it is back by who watches', async () => {
    await write('a.txt', 'One text.');
    const away = { errors: [{ message: 'Away.', extensions: { code: 'STORE_UNAVAILABLE', retryAfterSeconds: 0 } }] };
    let refusals = 0;
    answer = (operation) => (operation.includes('ingestFile') && ++refusals <= 40 ? away : null);
    expect(await runJson(['--url', url])).toMatchObject({ code: 1, summary: { added: 0, failed: 1 } });
    expect(refusals).toBeLessThan(20);
    const { lines, ended, stop } = startImport([folder, '--watch'], { CARREL_URL: url, CARREL_TOKEN: token });
    expect((await lines.next()).value).toBe('1 added');
    expect(refusals).toBeGreaterThan(40);
    stop();
    await ended;
  });

  it('is sent a file again that it has, where it is about to have another', async () => {
    await write('a.txt', 'One text.');
    const { id, sha256 } = await owner.ingest('a.txt', 'One text.');
    const node = { id, name: 'a.txt', sha256, collection: null, status: 'SEARCHABLE', error: null };
    answer = (operation) =>
      operation.includes('documents(') && !operation.includes(id)
        ? {
            data: {
              documents: {
                edges: [{ node: { ...node, progress: { stage: 'EMBEDDING' } } }],
                pageInfo: { hasNextPage: false, endCursor: null },
              },
            },
          }
        : null;
    expect(await runJson(['--url', url])).toMatchObject({ code: 0, summary: { replaced: 1 } });
  });

  it('that lets nobody in any more ends the import', async () => {
    for (let i = 0; i < 20; i++) await write(`${i}.txt`, `Text number ${i}.`);
    let ingested = 0;
    const revoked = { message: 'This API token was revoked.', extensions: { code: 'UNAUTHENTICATED' } };
    answer = (operation) => {
      if (operation.includes('ingestFile')) ingested += 1;
      return ingested > 2 ? { errors: [revoked] } : null;
    };
    const { code, stderr } = await run(['--url', url, '--parallel', '1']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'This API token was revoked.\n' });
    expect(ingested).toBe(3);
  });
});

describe('a file that changes while it is sent', () => {
  it('is left to the next run, and the others are brought in', async () => {
    await write('growing.txt', 'x'.repeat(60_000_000));
    await write('quiet.txt', 'One text.');
    const front = createServer((request, response) => {
      void (async () => {
        const isForm = request.headers['content-type']?.startsWith('multipart/');
        const length = Number(request.headers['content-length'] ?? 0);
        // What is not read yet is not sent yet, but for what connections hold.
        if (isForm && length > 1_000_000) await write('growing.txt', 'Another text.');
        const pieces: Buffer[] = [];
        for await (const piece of request) pieces.push(piece);
        const body = Buffer.concat(pieces);
        if (body.includes('maxFileBytes')) {
          const limits = { maxFileBytes: 100_000_000, fileExtensions: ['.txt'] };
          response.end(JSON.stringify({ data: { system: { limits } } }));
          return;
        }
        const { authorization = '', 'content-type': type = '' } = request.headers;
        const upstream = await fetch(`${server.url}/graphql`, {
          method: 'POST',
          headers: { authorization, 'content-type': type },
          body,
        });
        response.writeHead(upstream.status).end(await upstream.text());
      })().catch(() => response.destroy());
    }).listen(0, '127.0.0.1');
    await once(front, 'listening');
    try {
      const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
      const { code, summary } = await runJson(['--url', url, '--parallel', '1']);
      expect({ code, ...summary }).toMatchObject({ code: 1, added: 1, failed: 1 });
      expect(summary.files.find(({ name }) => name === 'growing.txt')?.reason).toContain('changed while it was sent');
    } finally {
      front.close();
    }
  });
});
