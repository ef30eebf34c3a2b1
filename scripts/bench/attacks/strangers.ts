import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { Attack } from './attack.ts';
import { again, closed, dribble, flood, openConnection, openSocket, operation, type Target, upgrade } from './flood.ts';

const LOGIN = 'mutation($input:LoginInput!){login(input:$input){expiresAt}}';
const REGISTER = 'mutation($input:RegisterInput!){register(input:$input){expiresAt}}';

const numbered = (count: number, write: (at: number) => string) => Array.from({ length: count }, (_, at) => write(at));
/** Something that was never sent before, so that no cache knows it. */
const fresh = () => Math.random().toString(36).slice(2);

/** A frame of a client, which is masked by zeros: of a message that goes on. */
const frame = (opcode: number, payload: string) =>
  Buffer.concat([Buffer.from([opcode, 0x80 | payload.length, 0, 0, 0, 0]), Buffer.from(payload)]);
const FRAMES = [
  Buffer.concat([frame(1, '['), ...Array.from({ length: 60_000 }, () => frame(0, '['))]),
  Buffer.concat([frame(1, '['), ...Array.from({ length: 500_000 }, () => frame(0, ''))]),
  Buffer.concat([Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0x4c, 0x4b, 0x40, 0, 0, 0, 0]), Buffer.alloc(5_000_000, '[')]),
];

/** Of those who have no account. */
export const STRANGERS: readonly Attack[] = [
  {
    what: 'documents of many fields, aliases, fragments and directives, each another one',
    run: (target) => {
      const shapes = [
        () => `{${numbered(900, (at) => `f${at}${fresh()}`).join(' ')}}`,
        () => `{${numbered(14, (at) => `a${at}${fresh()}:system{version}`).join(' ')}}`,
        () => `{${'system{'.repeat(300)}version${'}'.repeat(300)}}#${fresh()}`,
        () =>
          `{...f0} ${numbered(80, (at) => `fragment f${at} on Query{...f${at + 1} ...f${at + 2}}`).join(' ')} fragment f80 on Query{__typename} fragment f81 on Query{__typename}#${fresh()}`,
        () => `{system{${numbered(150, () => 'version @include(if:true)').join(' ')}}}#${fresh()}`,
        () =>
          `{__schema{types{name ${fresh()}:fields{name args{name type{name ofType{name}}} type{name ofType{name ofType{name}}}}}}}`,
        () => `{${numbered(140, (at) => `system{version:limits{m${at % 7}:maxTopK}}`).join(' ')}}#${fresh()}`,
      ];
      let shot = 0;
      return flood(target, 32, () => operation(shapes[shot++ % shapes.length]?.() ?? ''));
    },
  },
  {
    what: 'bodies of 100 kB: long strings, many variables, broken JSON',
    run: (target) => {
      const long = (piece: string) => piece.repeat(95_000 / piece.length);
      const bodies = [
        () => JSON.stringify({ query: LOGIN, variables: { input: { email: long('a@a.'), password: 'x' } } }),
        () =>
          JSON.stringify({ query: LOGIN, variables: { input: { email: `${long(' ')}a`, password: long('\u0300') } } }),
        () =>
          JSON.stringify({
            query: LOGIN,
            variables: Object.fromEntries(numbered(1_990, (at) => `k${at}`).map((key) => [key, 1])),
          }),
        () => `{"query":"{__typename}","variables":${'['.repeat(90_000)}`,
        () => `{"query":"${long('\\u0041')}"}`,
        () => JSON.stringify({ query: `{__typename #${long('x ')}\n}` }),
        () => JSON.stringify({ query: `query(${numbered(290, (at) => `$v${at}:[String!]`).join(' ')}){__typename}` }),
      ];
      let shot = 0;
      return flood(target, 32, () => ({
        headers: { 'content-type': 'application/json' },
        body: bodies[shot++ % bodies.length]?.() ?? '',
      }));
    },
  },
  {
    what: 'logins with wrong passwords, from as many addresses',
    run: (target) =>
      flood(target, 64, () => operation(LOGIN, { input: { email: `${fresh()}@example.com`, password: fresh() } })),
  },
  {
    what: 'logins as one user with wrong passwords, from as many addresses',
    run: (target) =>
      flood(target, 64, () => operation(LOGIN, { input: { email: 'victim@example.com', password: fresh() } })),
  },
  {
    what: 'registrations, from as many addresses',
    run: (target) =>
      flood(target, 38, () =>
        operation(REGISTER, { input: { email: `${fresh()}@example.com`, password: 'correct horse' } }),
      ),
  },
  {
    what: 'refresh tokens, invitations and bearer tokens that never were',
    run: (target) => {
      const made = () => `${fresh()}${fresh()}${fresh()}`.slice(0, 43);
      const shots = [
        () => operation(`mutation{refreshSession(input:{refreshToken:"${made()}"}){expiresAt}}`),
        () => operation(`{invitation(token:"${made()}"){tenantName}}`),
        () => operation('{me{role}}', {}, `eyJhbGciOiJFZERTQSIsImtpZCI6IjEifQ.${made()}.${made()}`),
        () => operation('{me{role}}', {}, 'x'.repeat(12_000)),
      ];
      let shot = 0;
      return flood(target, 32, () => shots[shot++ % shots.length]?.() ?? {});
    },
  },
  {
    what: 'pages and files that anybody may read, metrics among them, on new connections',
    run: async (target) => {
      const paths = ['/graphql', '/metrics', '/readyz', '/.well-known/jwks.json', '/', '/documents/1/original', '/x'];
      const pages = paths.map(
        (path) => `GET ${path} HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\nconnection: keep-alive\r\n\r\n`,
      );
      await again(60, async () => {
        const socket = await openConnection(target);
        // Nothing of the answers is read.
        socket.pause();
        socket.write(pages.join(''));
        await setTimeout(500);
        socket.destroy();
      });
    },
  },
  {
    what: 'a thousand connections that send a header or a body byte by byte',
    run: async (target) => {
      const head = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\n';
      const body = `${head}content-type: application/json\r\ncontent-length: 90000\r\n\r\n{"query":"`;
      const chunked = `${head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n`;
      const heads = [`${head}x-long: `, body, chunked];
      await again(1_000, (at) => dribble(target, heads[at % heads.length] ?? head, 100));
    },
  },
  {
    what: 'WebSockets that open and say nothing, or say who they are again and again',
    run: (target) =>
      again(200, async (at) => {
        const socket = await openSocket(target);
        const payload = { authorization: `Bearer ${fresh()}`, filling: 'x'.repeat(60_000) };
        if (at % 2 === 0)
          for (let i = 0; i < 20; i++) socket.send(JSON.stringify({ type: 'connection_init', payload }));
        await Promise.race([closed(socket), setTimeout(1_000)]);
        socket.terminate();
      }),
  },
  {
    what: 'WebSocket messages that are too large, or come in pieces of a byte or of none',
    run: (target) =>
      again(50, async (at) => {
        const socket = await upgrade(target);
        socket.resume();
        socket.write(FRAMES[at % FRAMES.length] ?? '');
        await Promise.race([once(socket, 'close'), setTimeout(2_000)]);
        socket.destroy();
      }),
  },
  {
    what: 'headers of as many bytes and list items as they may have',
    run: (target) => {
      const headers: Record<string, string>[] = [
        { accept: ','.repeat(15_000) },
        { accept: 'a/b;charset=utf-8,'.repeat(800) },
        { 'x-forwarded-for': '1.1.1.1,'.repeat(1_800) },
        { 'content-type': `application/json;${'a=b;'.repeat(3_000)}` },
        { origin: 'http://a.'.repeat(1_500) },
        { authorization: `Bearer ${'a.'.repeat(7_000)}` },
      ];
      let shot = 0;
      return flood(target, 16, () => {
        const asked = operation('{system{version}}');
        return { ...asked, headers: { ...asked.headers, ...headers[shot++ % headers.length] } };
      });
    },
  },
  {
    what: 'documents whose fields and fragments are compared with each other',
    run: (target) => {
      const shapes = [
        () => `{system{${'version '.repeat(980)}}}#${fresh()}`,
        () => `{${numbered(70, (at) => `...f${at}`).join(' ')}} ${fragments(70, () => 'system{version}')}#${fresh()}`,
        () => `{...f0 ...f1} ${fragments(60, (at) => `...f${(at * 7 + 1) % 60} ...f${(at * 11 + 3) % 60}`)}#${fresh()}`,
        () => `{${'...{system{version}} '.repeat(120)}}#${fresh()}`,
      ];
      let shot = 0;
      return flood(target, 8, () => operation(shapes[shot++ % shapes.length]?.() ?? ''));
    },
  },
  {
    what: 'hundreds of WebSockets that say who they are at the same moment, and leave so',
    run: async (target) => {
      const payload = { authorization: `Bearer ${'x'.repeat(600)}`, filling: 'x'.repeat(60_000) };
      await again(1, async () => {
        const sockets = await Promise.all(openSockets(target, 600));
        for (const socket of sockets) socket.send(JSON.stringify({ type: 'connection_init', payload }));
        await setTimeout(500);
        for (const socket of sockets) socket.terminate();
        await setTimeout(200);
      });
    },
  },
];

const fragments = (count: number, write: (at: number) => string) =>
  numbered(count, (at) => `fragment f${at} on Query{${write(at)}}`).join(' ');

const openSockets = (target: Target, count: number) => Array.from({ length: count }, () => openSocket(target));
