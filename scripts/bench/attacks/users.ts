import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { makeZip } from '../../../test/support/zip.ts';
import type { Attack } from './attack.ts';
import { again, closed, dribble, flood, openSocket, operation, upload } from './flood.ts';

const numbered = (count: number, write: (at: number) => string) => Array.from({ length: count }, (_, at) => write(at));
const aliased = (count: number, field: string) => numbered(count, (at) => `a${at}:${field}`).join(' ');
/** A text that was never sent before. */
const fresh = () => randomBytes(6).toString('hex');

const PROSE = 'Employees get 25 days of paid annual leave, and hand in receipts within 30 days. ';

/** Of those who have an account of their own. */
export const USERS: readonly Attack[] = [
  {
    what: 'lists within lists, as much as an operation may cost',
    prepare: async (client) => {
      const ids = await Promise.all(
        Array.from({ length: 100 }, async () => {
          const { createConversation } = await client.data<Created, never>(
            'mutation{createConversation{conversation{id}}}',
          );
          return createConversation.conversation.id;
        }),
      );
      await client.ingest('leave.md', PROSE.repeat(20));
      for (const conversationId of ids)
        await client.data('mutation($input:AskInput!){ask(input:$input){answer{id}}}', {
          input: { question: 'How many days of leave do I get?', conversationId },
        });
      for (let at = 0; at < 100; at++) await client.ingest(`${at}.md`, `${PROSE}${at}`);
    },
    run: (target) => {
      const answers = 'answers(first:1){totalCount}';
      const queries = [
        `{conversations(first:100){edges{node{${aliased(2, answers)}}}}}`,
        `{conversations(first:50){edges{node{answers(first:5){edges{node{id text question claims{start}}}}}}}}`,
        `{${aliased(10, 'conversations(first:100){edges{cursor node{id title createdAt updatedAt}}}')}}`,
        `{${aliased(10, 'documents(first:100){edges{node{id name}}}')}}`,
        `{documents(first:100){edges{node{createdBy{id email name} ${aliased(12, 'progress{stage}')}}}}}`,
        `{${aliased(10, 'auditLog(first:100){edges{node{id at action detail}}}')}}`,
        `{search(query:"leave",topK:20){passages{id text headings ${aliased(12, 'documentName')}}}}`,
      ];
      let shot = 0;
      return flood(target, 16, () => operation(queries[shot++ % queries.length] ?? '', {}, target.token));
    },
  },
  {
    what: 'searches with long questions and large filters',
    prepare: async (client) => {
      for (let at = 0; at < 10; at++) await client.ingest(`${at}.md`, PROSE.repeat(100));
    },
    run: (target) =>
      flood(target, 32, () => {
        const word = () => `${fresh()} leave annual`;
        const filter = { tags: numbered(50, fresh), documentIds: numbered(100, () => fresh()) };
        const query = word().repeat(90).slice(0, 1_990);
        return operation(
          'query($query:String!,$filter:SearchFilter){search(query:$query,topK:20,filter:$filter){passages{text matches{start}}}}',
          { query, filter: Math.random() < 0.5 ? filter : null },
          target.token,
        );
      }),
  },
  {
    what: 'questions, asked and streamed at once',
    prepare: async (client) => {
      await client.ingest('leave.md', PROSE.repeat(200));
    },
    run: (target) =>
      flood(target, 64, () => {
        const input = { question: `How many days of leave do I get, ${fresh()}? `.repeat(30), mode: 'THOROUGH' };
        const streamed = 'subscription($input:AskInput!){answer(input:$input){__typename}}';
        const asked = 'mutation($input:AskInput!){ask(input:$input){answer{text claims{evidence{text}}}}}';
        const isStreamed = Math.random() < 0.5;
        const shot = operation(isStreamed ? streamed : asked, { input }, target.token);
        return isStreamed ? { ...shot, headers: { ...shot.headers, accept: 'text/event-stream' } } : shot;
      }),
  },
  {
    what: 'subscriptions that begin and end on as many sockets as there may be',
    run: (target) =>
      again(25, async () => {
        const socket = await openSocket(target, target.token);
        const payload = { query: 'subscription{documentChanged{type document{id name}}}' };
        for (let id = 0; socket.readyState === socket.OPEN; id++) {
          socket.send(JSON.stringify({ type: 'subscribe', id: `${id}`, payload }));
          if (id >= 19) socket.send(JSON.stringify({ type: 'complete', id: `${id - 19}` }));
          await setTimeout(12);
        }
        await closed(socket);
      }),
  },
  {
    what: 'pings of 60 kB whose pongs nobody reads',
    run: (target) =>
      again(20, async () => {
        const socket = await openSocket(target, target.token);
        socket.pause();
        for (let at = 0; at < 100 && socket.readyState === socket.OPEN; at++) {
          socket.send(JSON.stringify({ type: 'ping', payload: { filling: 'x'.repeat(60_000) } }));
          await setTimeout(15);
        }
        socket.terminate();
      }),
  },
  {
    what: 'uploads of files of 9 MB, all at once',
    run: (target) => flood(target, 16, () => upload(target, `${fresh()}.txt`, Buffer.from(long(fresh())))),
  },
  {
    what: 'forms with files of 9 MB that nothing asks for, maps and operations as long as they may be',
    run: (target) =>
      flood(target, 16, () => {
        const shot = upload(target, `${fresh()}.txt`, Buffer.from(long(fresh())));
        const places = JSON.stringify({ 0: numbered(9_000, (at) => `variables.input.f${at}`) });
        return { ...shot, body: replaceOnce(shot.body as Buffer, '{"0":["variables.input.file"]}', places) };
      }),
  },
  {
    what: 'uploads that come in byte by byte',
    run: (target) => {
      const { headers, body } = upload(target, 'slow.txt', Buffer.from(PROSE));
      const lines = Object.entries({ ...headers, host: 'localhost', 'content-length': '9000000' });
      const head = `POST /graphql HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
      const begun = String(body).slice(0, -30);
      return again(300, () => dribble(target, head + begun, 50));
    },
  },
  {
    what: 'hostile documents: packed zeros, deep and wide pages, one line, one bare heading after the other',
    run: (target) => {
      const zeros = makeZip({ 'word/document.xml': Buffer.alloc(200_000_000, '<w:p>') });
      const files: (() => [string, Buffer])[] = [
        () => ['bomb.docx', zeros],
        () => ['deep.html', Buffer.from(`${'<div>'.repeat(400_000)}${fresh()}`)],
        () => ['wide.html', Buffer.from(`<table>${'<tr><td rowspan=9999>x'.repeat(100_000)}${fresh()}`)],
        () => ['line.txt', Buffer.from(`${fresh()}${'x'.repeat(5_000_000)}`)],
        () => ['headings.md', Buffer.from(`${'# a\n'.repeat(300_000)}${fresh()}`)],
        () => ['marks.md', Buffer.from(`${'[![**_`<'.repeat(200_000)}${fresh()}`)],
        () => ['deep.json', Buffer.from(`${'[{"a":'.repeat(300_000)}"${fresh()}"`)],
        () => ['quotes.csv', Buffer.from(`"${'a,""'.repeat(500_000)}${fresh()}`)],
        () => [
          'entities.xml',
          Buffer.from(`<!DOCTYPE a [<!ENTITY b "${'b'.repeat(1_000)}">]><a>${'&b;'.repeat(300_000)}`),
        ],
        () => ['mail.eml', Buffer.from(`${'Received: a\r\n'.repeat(200_000)}\r\n${fresh()}`)],
      ];
      let shot = 0;
      return flood(target, 4, () => upload(target, ...(files[shot++ % files.length]?.() ?? (['', zeros] as const))));
    },
  },
  {
    what: 'an import of short texts',
    run: (target) =>
      flood(target, 32, () =>
        operation(
          'mutation($input:IngestTextInput!){ingestText(input:$input){document{id}}}',
          { input: { name: `${fresh()}.md`, text: `${PROSE}${fresh()}`, tags: numbered(20, fresh) } },
          target.token,
        ),
      ),
  },
  {
    what: 'the audit log and long texts, read from end to end',
    prepare: async (client) => {
      // Long, and of one passage each.
      for (let at = 0; at < 8; at++) await client.ingest(`${at}.txt`, `${PROSE}${'\n'.repeat(1_000_000)}${at}`);
      for (let at = 0; at < 500; at++) await client.data('{search(query:"leave"){answerable}}');
    },
    run: (target) => {
      const shots = [
        'query{auditLog(first:100){totalCount edges{cursor node{id at actor rights action target outcome detail}}}}',
        'query{documents(first:10){edges{node{text}}}}',
        'query{documents(first:10){edges{node{text(start:100,end:900000)}}}}',
      ];
      let shot = 0;
      return flood(target, 16, () => operation(shots[shot++ % shots.length] ?? '', {}, target.token));
    },
  },
  {
    what: 'answers of many passages and claims, a hundred at once',
    prepare: async (client) => {
      for (let at = 0; at < 20; at++) await client.ingest(`${at}.md`, PROSE.repeat(100));
      const { createConversation } = await client.data<Created, never>(
        'mutation{createConversation{conversation{id}}}',
      );
      const conversationId = createConversation.conversation.id;
      for (let at = 0; at < 100; at++)
        await client.data('mutation($input:AskInput!){ask(input:$input){answer{id}}}', {
          input: { question: `How many days of leave do I get, ${at}?`, conversationId, topK: 20 },
        });
    },
    run: (target) => {
      const answers = (count: number, fields: string) =>
        `{conversations(first:1){edges{node{answers(first:${count}){edges{node{${fields}}}}}}}}`;
      const queries = [
        answers(50, 'id text question passages{text headings documentName} claims{start end evidence{text}}'),
        answers(100, 'id text passages{text}'),
        answers(50, 'text citations{marker passage{text}} claims{support}'),
      ];
      let shot = 0;
      return flood(target, 8, () => operation(queries[shot++ % queries.length] ?? '', {}, target.token));
    },
  },
  {
    what: 'lists of which each item is an error',
    prepare: async (client) => {
      for (let at = 0; at < 100; at++) await client.ingest(`${at}.txt`, `${PROSE}${'\n'.repeat(60_000)}${at}`);
    },
    run: (target) => {
      const queries = [
        '{documents(first:100){edges{node{a:text b:text}}}}',
        '{documents(first:100){edges{node{text(start:5,end:1)}}}}',
        `{${numbered(10, (at) => `a${at}:document(id:"x"){id}`).join(' ')}}`,
      ];
      let shot = 0;
      return flood(target, 8, () => operation(queries[shot++ % queries.length] ?? '', {}, target.token));
    },
  },
];

interface Created {
  readonly createConversation: { readonly conversation: { readonly id: string } };
}

function long(first: string): string {
  return `${first} ${PROSE.repeat(9_000_000 / PROSE.length)}`;
}

function replaceOnce(buffer: Buffer, from: string, to: string): Buffer {
  const at = buffer.indexOf(from);
  return Buffer.concat([buffer.subarray(0, at), Buffer.from(to), buffer.subarray(at + from.length)]);
}
