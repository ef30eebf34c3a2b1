import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AuditLogDocument,
  CreateApiTokenDocument,
  LogoutDocument,
  RemoveMemberDocument,
  ReplaceDocumentDocument,
  RevokeApiTokenDocument,
  UpdateMemberDocument,
} from '../../schema/typed/graphql.ts';
import { AppError } from '../../src/errors.ts';
import type { Store } from '../../src/store/store.ts';
import { type Client, createClient } from '../support/client.ts';
import { DEPLOYMENTS, type Deployment } from '../support/deployments.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { startTokenMint, type TokenMint } from '../support/token-mint.ts';

const TEXT = 'Employees get 25 days of paid leave.\n';
const pathOf = (id: string) => `/documents/${id}/original`;

/** As a program does it, with the header. */
const get = (client: Pick<Client, 'url' | 'token'>, id: string, { headers = {}, method = 'GET' } = {}) =>
  fetch(client.url + pathOf(id), {
    method,
    headers: { ...(client.token && { authorization: `Bearer ${client.token}` }), ...headers },
  });

const linkOf = async (client: Client, id: string): Promise<string> => {
  const { document } = await client.data<{ document: { downloadUrl: string } }, { id: string }>(
    'query($id: ID!) { document(id: $id) { downloadUrl } }',
    { id },
  );
  return client.url + document.downloadUrl;
};

const VARYING = new Set(['date', 'x-request-id', 'connection', 'keep-alive']);

/** Everything that an answer says, but for what is never the same. */
const whole = async (response: Response) => {
  const headers = [...response.headers].filter(([name]) => !VARYING.has(name));
  return { status: response.status, headers, body: await response.text() };
};

describe.each(DEPLOYMENTS)('the original of a document on %s', (_name, deploy) => {
  let time = Date.now();
  let failing = false;
  let deployment: Deployment;
  let server: TestServer;
  let provider: TokenMint;
  let owner: Client;
  let id: string;

  /** A store whose logs can't be written to while that is wanted. */
  const wrapStore = (store: Store): Store => ({
    ...store,
    openTenant: async (tenantId) => {
      const tenant = await store.openTenant(tenantId);
      const append: typeof tenant.audit.append = async (...given) => {
        if (failing) throw new AppError('STORE_UNAVAILABLE', 'The disk is full.');
        await tenant.audit.append(...given);
      };
      return { ...tenant, audit: Object.assign(Object.create(tenant.audit), { append }) };
    },
  });

  beforeAll(async () => {
    deployment = await deploy();
    provider = await startTokenMint('carrel-test');
    const oidc = { OIDC_ISSUER: provider.issuer, OIDC_AUDIENCE: 'carrel-test' };
    server = await startTestServer({ ...deployment.env, ...oidc }, { now: () => new Date(time), wrapStore });
    owner = await server.register();
    ({ id } = await owner.ingest('leave – "2026".md', TEXT));
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
    await deployment.close();
  });

  const tokenOf = async (client: Client, role: 'VIEWER' | 'EDITOR' = 'VIEWER') => {
    const { createApiToken } = await client.data(CreateApiTokenDocument, { input: { name: 'reader', role } });
    return { id: createApiToken.apiToken.id, client: createClient(server.url, createApiToken.token) };
  };
  const lastDownload = async () => {
    const { auditLog } = await owner.data(AuditLogDocument, { first: 1, filter: { action: 'document.download' } });
    return auditLog.edges[0]?.node;
  };

  it('comes back byte for byte to who sends a token, and to who follows a link', async () => {
    const viewer = await server.join(owner);
    const { client: program } = await tokenOf(owner);
    for (const client of [owner, viewer, program]) {
      for (const response of [await get(client, id), await fetch(await linkOf(client, id))]) {
        expect(response.status).toBe(200);
        expect(await response.text()).toBe(TEXT);
      }
    }
  });

  it('is saved by a browser under its name, never shown, sniffed, run or kept', async () => {
    const document = await owner.document(id);
    const { headers } = await get(owner, id);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/markdown',
      'content-length': String(TEXT.length),
      'content-disposition': `attachment; filename="leave _ _2026_.md"; filename*=UTF-8''leave%20%E2%80%93%20_2026_.md`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store',
      'accept-ranges': 'bytes',
      etag: `"${document?.sha256}"`,
      'x-request-id': expect.any(String),
    });
  });

  it('is told of to HEAD, without a byte of it', async () => {
    const [head, full] = [await get(owner, id, { method: 'HEAD' }), await get(owner, id)];
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    expect(head.headers.get('content-length')).toBe(String(TEXT.length));
    expect((await whole(head)).headers).toEqual((await whole(full)).headers);
    const part = await get(owner, id, { method: 'HEAD', headers: { range: 'bytes=0-3' } });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-length')).toBe('4');
  });

  it('comes in parts to who asks for a range, as long as it is what they know', async () => {
    const etag = (await get(owner, id)).headers.get('etag') ?? '';
    const size = TEXT.length;
    const part = async (headers: Record<string, string>) => {
      const response = await get(owner, id, { headers });
      return [response.status, response.headers.get('content-range'), await response.text()];
    };
    expect(await part({ range: 'bytes=10-12' })).toEqual([206, `bytes 10-12/${size}`, 'get']);
    expect(await part({ range: 'bytes=-7' })).toEqual([206, `bytes ${size - 7}-${size - 1}/${size}`, 'leave.\n']);
    expect(await part({ range: 'bytes=10-12', 'if-range': etag })).toEqual([206, `bytes 10-12/${size}`, 'get']);
    expect(await part({ range: 'bytes=10-12', 'if-range': '"other"' })).toEqual([200, null, TEXT]);
    expect(await part({ range: 'bytes=0-1,4-5' })).toEqual([200, null, TEXT]);
    expect(await part({ 'if-none-match': etag })).toEqual([304, null, '']);
    expect(await part({ 'if-match': '"other"' })).toEqual([412, null, expect.stringContaining('another one by now')]);
    expect(await part({ range: `bytes=${size}-` })).toEqual([416, `bytes */${size}`, expect.stringContaining('bytes')]);
  });

  it('is streamed where it is long, over the borders of its pieces', async () => {
    const text = Array.from({ length: 700_000 }, (_, at) => `${at}\n`).join('');
    const { body } = await owner.upload(new Blob([text]), 'long.txt', { wait: false });
    const long = body.data?.ingestFile.document.id ?? '';
    expect(await (await get(owner, long)).text()).toBe(text);
    const border = 2 * 1024 * 1024;
    const response = await get(owner, long, { headers: { range: `bytes=${border - 3}-${2 * border + 5}` } });
    expect(await response.text()).toBe(text.slice(border - 3, 2 * border + 6));
    await owner.delete(long);
  });

  it('is that of the version which is shown, and a part of no other', async () => {
    const { id: changing } = await owner.ingest('changing.txt', 'As it was.');
    const etag = (await get(owner, changing)).headers.get('etag') ?? '';
    await owner.data(ReplaceDocumentDocument, { input: { id: changing, text: 'As it is now.' } });
    await expect.poll(async () => (await get(owner, changing)).text()).toBe('As it is now.');
    const headers = { range: 'bytes=0-1', 'if-range': etag };
    const response = await get(owner, changing, { headers });
    expect([response.status, await response.text()]).toEqual([200, 'As it is now.']);
    expect((await get(owner, changing, { headers: { 'if-match': etag } })).status).toBe(412);
    await owner.delete(changing);
  });

  it('is not there for who may not see it, exactly as if it had never been', async () => {
    const reader = await server.join(owner, { collections: ['finance'] });
    const everywhere = await server.join(owner);
    const program = (await tokenOf(owner, 'EDITOR')).client;
    const stranger = await server.register();
    const ingest = async (name: string, metadata: object) => (await owner.ingest(name, `${name}.`, metadata)).id;
    const pii = await ingest('pii', { containsPii: true, collection: 'finance' });
    const own = await ingest('own', { visibility: 'PRIVATE', collection: 'finance' });
    const elsewhere = await ingest('hr', { collection: 'hr' });
    const deleted = await ingest('gone', { collection: 'finance' });
    await owner.delete(deleted);

    for (const method of ['GET', 'HEAD']) {
      const ask = async (client: Client, one: string) => whole(await get(client, one, { method }));
      const absent = await ask(owner, 'f'.repeat(32));
      expect(absent.status).toBe(404);
      if (method === 'GET') expect(absent.body).toContain('There is no such document.');
      for (const [client, one] of [
        [reader, pii],
        [reader, own],
        [reader, elsewhere],
        [reader, id],
        [reader, deleted],
        [everywhere, pii],
        [everywhere, own],
        [program, pii],
        [program, own],
        [stranger, id],
        [stranger, pii],
        [owner, deleted],
        [owner, 'x'],
        [owner, 'x%2fy'],
        [owner, id.toUpperCase()],
        [owner, `${id}%00`],
      ] as const) {
        expect(await ask(client, one)).toEqual(absent);
      }
    }
    for (const one of [pii, own, elsewhere]) expect((await get(owner, one)).status).toBe(200);
  });

  it('needs a token that is good', async () => {
    for (const [token, message] of [
      [undefined, 'You are not logged in.'],
      ['nonsense', 'Your access token is not valid.'],
      [`carrel_${'x'.repeat(49)}`, 'is not valid'],
    ] as const) {
      const response = await get({ url: server.url, token }, id);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.text()).toContain(message);
    }
  });

  it('is only read', async () => {
    const response = await get(owner, id, { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(await owner.document(id)).not.toBeNull();
    expect((await fetch(`${server.url}/documents/${id}`)).status).toBe(404);
    expect((await fetch(`${server.url}/documents/a/${id}/original`)).status).toBe(404);
  });

  it('is written to the audit when it is read, and only then', async () => {
    const member = await server.join(owner, { role: 'EDITOR', piiAccess: true });
    await (await get(member, id, { headers: { range: 'bytes=10-12' } })).text();
    expect(await lastDownload()).toMatchObject({ actor: member.email, target: id, outcome: 'OK' });
    expect(JSON.parse((await lastDownload())?.detail ?? '')).toMatchObject({ start: 10, end: 13 });
    const before = await lastDownload();
    await get(owner, id, { method: 'HEAD' });
    await get(owner, 'f'.repeat(32));
    expect(await lastDownload()).toEqual(before);

    await (await fetch(await linkOf(member, id))).text();
    expect(await lastDownload()).toMatchObject({ actor: member.email, rights: expect.stringContaining('EDITOR') });
    failing = true;
    try {
      const response = await get(owner, id);
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('5');
      expect(response.headers.get('content-disposition')).toBeNull();
      expect(await response.text()).toContain('nothing is answered without it');
    } finally {
      failing = false;
    }
  });

  it('is in the log and the metrics, and the link is in neither', async () => {
    const link = await linkOf(owner, id);
    const response = await fetch(link);
    await response.text();
    const requestId = response.headers.get('x-request-id');
    await expect
      .poll(() => server.log.find((line) => line['requestId'] === requestId))
      .toMatchObject({ type: 'download', code: 'OK', userId: expect.any(String) });
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/carrel_operations_total\{type="download",outcome="ok"\} \d/i);
    const secret = new URL(link).searchParams.get('token') ?? 'none';
    expect(metrics + JSON.stringify(server.log)).not.toContain(secret);
  });

  describe('by its link', () => {
    const statusOf = async (link: string) => {
      const response = await fetch(link);
      return [response.status, /"detail":"([^"]*)"/.exec(await response.text())?.[1] ?? null];
    };
    const INVALID = [401, 'This link is not valid. Ask for the downloadUrl again.'];

    it('is there for a minute', async () => {
      const link = await linkOf(owner, id);
      const begin = time;
      try {
        time = begin + 59_000;
        expect(await statusOf(link)).toEqual([200, null]);
        time = begin + 61_000;
        expect(await statusOf(link)).toEqual([401, expect.stringContaining('has expired')]);
      } finally {
        time = begin;
      }
    });

    it('is that document, for who can show what was signed', async () => {
      const other = (await owner.ingest('other.txt', 'Another text.')).id;
      const link = await linkOf(owner, id);
      const token = new URL(link).searchParams.get('token') ?? '';
      expect(await statusOf(link.replace(id, other))).toEqual(INVALID);
      expect(await statusOf(`${link.slice(0, -10)}AAAAAAAAAA`)).toEqual(INVALID);
      expect(await statusOf(`${server.url}${pathOf(id)}?token=${owner.token}`)).toEqual(INVALID);
      expect(await statusOf(`${server.url}${pathOf(id)}?token=${'x'.repeat(5_000)}`)).toEqual(INVALID);
      expect(await statusOf(`${server.url}${pathOf(id)}?token=`)).toEqual(INVALID);
      // It is no access token, and says nothing where there is one.
      expect((await get({ url: server.url, token }, id)).status).toBe(401);
      expect((await createClient(server.url, token).error('{ me { role } }')).extensions.reason).toBe('INVALID');
      const stranger = await server.register();
      const headers = { authorization: `Bearer ${stranger.token}` };
      expect((await fetch(link, { headers })).status).toBe(404);
    });

    it('ends with the session', async () => {
      const member = await server.join(owner);
      const link = await linkOf(member, id);
      expect(await statusOf(link)).toEqual([200, null]);
      await member.data(LogoutDocument, {});
      expect(await statusOf(link)).toEqual([401, 'Your session has ended. Log in again.']);
    });

    it('ends with the membership, and shows what the rights of now allow', async () => {
      const member = await server.join(owner);
      const link = await linkOf(member, id);
      await owner.data(UpdateMemberDocument, { input: { userId: member.userId, collections: ['finance'] } });
      expect(await statusOf(link)).toEqual([404, 'There is no such document.']);
      await owner.data(UpdateMemberDocument, { input: { userId: member.userId, collections: null } });
      expect(await statusOf(link)).toEqual([200, null]);
      await owner.data(UpdateMemberDocument, { input: { userId: member.userId, suspended: true } });
      expect(await statusOf(link)).toEqual([401, expect.stringContaining('suspended')]);
      await owner.data(RemoveMemberDocument, { input: { userId: member.userId } });
      expect((await statusOf(link))[0]).toBe(401);
    });

    it('ends with the API token that it was made with', async () => {
      const { client, id: tokenId } = await tokenOf(owner);
      const link = await linkOf(client, id);
      expect(await statusOf(link)).toEqual([200, null]);
      await owner.data(RevokeApiTokenDocument, { input: { id: tokenId } });
      expect(await statusOf(link)).toEqual([401, expect.stringContaining('was revoked')]);
    });

    it('is there for who an identity provider vouches for, as long as they are members', async () => {
      // The provider signs by a clock of its own.
      time = Date.now();
      const member = await server.join(owner, { role: 'EDITOR' });
      const { me } = await owner.data<{ me: { tenant: { id: string } } }, Record<string, never>>(
        '{ me { tenant { id } } }',
      );
      const client = createClient(
        server.url,
        await provider.mint({ email: member.email, tenant_id: me.tenant.id, roles: 'viewer' }),
      );
      const link = await linkOf(client, id);
      expect(await statusOf(link)).toEqual([200, null]);
      expect(await lastDownload()).toMatchObject({ actor: member.email, rights: expect.stringContaining('VIEWER') });
      await owner.data(RemoveMemberDocument, { input: { userId: member.userId } });
      expect((await statusOf(link))[0]).toBe(401);
    });
  });

  describe('that is read slowly', () => {
    let long: string;
    const size = 9_500_000;
    beforeAll(async () => {
      const { body } = await owner.upload(new Blob(['x'.repeat(size)]), 'slow.txt', { wait: false });
      long = body.data?.ingestFile.document.id ?? '';
    });

    /** Asks, and reads no more than the head of the answer until it is told to. */
    const begin = async (client: Client) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => {});
      const head = [`GET ${pathOf(long)} HTTP/1.1`, 'host: localhost', `authorization: Bearer ${client.token}`];
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
      const first: Buffer = await new Promise((resolve, reject) => {
        socket.once('data', (data: Buffer) => {
          socket.pause();
          resolve(data);
        });
        socket.once('close', () => reject(new Error('The connection was closed.')));
      });
      const rest = async () => {
        let read = first.length;
        for await (const data of socket) read += data.length;
        return read;
      };
      const text = first.toString('latin1');
      return {
        socket,
        status: Number(text.slice(9, 12)),
        requestId: /x-request-id: (\S+)/i.exec(text)?.[1] ?? '',
        rest,
      };
    };

    it('holds no more memory for a user than they may hold', async () => {
      const member = await server.join(owner);
      const fits = Math.floor(50_000_000 / (2 * 1024 * 1024));
      const slow = [];
      for (let i = 0; i < fits; i++) slow.push(await begin(member));
      expect(slow.map(({ status }) => status)).toEqual(slow.map(() => 200));
      const refused = await get(member, long);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
      expect(await refused.text()).toContain('hold too much');
      // Others have their own, and who lets one go has room again.
      expect((await begin(owner)).socket.destroy()).toBeDefined();
      slow[0]?.socket.destroy();
      await expect.poll(async () => (await get(member, long, { headers: { range: 'bytes=0-99' } })).status).toBe(206);
      for (const { socket } of slow) socket.destroy();
    });

    it('ends when the session does', async () => {
      const member = await server.join(owner);
      const { requestId, rest } = await begin(member);
      await member.data(LogoutDocument, {});
      // As long as nobody reads, nothing else ends it.
      await expect
        .poll(() => server.log.find((line) => line['requestId'] === requestId))
        .toMatchObject({ type: 'download', code: 'UNAUTHENTICATED' });
      expect(await rest().catch(() => 0)).toBeLessThan(size);
    });
  });
});

describe('a server with ALLOWED_ORIGINS', () => {
  let server: TestServer;
  let owner: Client;
  let id: string;
  beforeAll(async () => {
    server = await startTestServer({ ALLOWED_ORIGINS: 'https://app.example' });
    owner = await server.register();
    ({ id } = await owner.ingest('leave.md', TEXT));
  });
  afterAll(() => server.close());

  it('lets their pages read originals, and no others', async () => {
    const from = (origin: string, method = 'GET') => get(owner, id, { method, headers: { origin } });
    const allowed = await from('https://app.example');
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(allowed.headers.get('access-control-expose-headers')).toContain('content-disposition');
    expect(allowed.headers.get('vary')).toBe('origin');
    const preflight = await from('https://app.example', 'OPTIONS');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    const foreign = await from('https://evil.example');
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    expect(await foreign.text()).not.toContain('leave');
    expect((await from('https://evil.example', 'OPTIONS')).status).toBe(403);
  });
});
