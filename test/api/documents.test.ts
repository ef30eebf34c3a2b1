import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DocumentsDocument,
  DocumentTextDocument,
  IngestTextDocument,
  type IngestTextInput,
  MeDocument,
  SearchDocument,
} from '../../schema/typed/graphql.ts';
import type { Client, ClientError } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const MAX_BYTES = 20_480;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ MAX_FILE_MB: String(MAX_BYTES / 1024 / 1024) });
});
afterAll(() => server.close());

const ingest = async (client: Client, input: Partial<IngestTextInput>) =>
  (await client.data(IngestTextDocument, { input: { name: 'note', text: 'A note.', wait: true, ...input } }))
    .ingestText;
const refusal = (client: Client, input: Partial<IngestTextInput>) =>
  client.error(IngestTextDocument, { input: { name: 'note', text: 'A note.', ...input } });

/** Fails unless the client's organisation keeps nothing at all. */
async function expectNothingStored(client: Client): Promise<void> {
  const { documents } = await client.data(DocumentsDocument, {});
  const { me } = await client.data(MeDocument, {});
  expect(documents.totalCount).toBe(0);
  expect(me.tenant.usage).toEqual({ documents: 0, chunks: 0, storedBytes: 0 });
}

describe('a document', () => {
  it.each([
    ['notes.txt', 'text/plain'],
    ['NOTES.TXT', 'text/plain'],
    ['notes.md', 'text/markdown'],
    ['notes.markdown', 'text/markdown'],
  ])('comes in as the file %s', async (name, mediaType) => {
    const ada = await server.register();
    const bytes = '# Title\n\nFive wörds are in here.\n';
    const { status, body } = await ada.upload(new Blob([bytes]), name, { tags: [' a ', 'b', 'a'], containsPii: true });
    expect(status).toBe(200);
    expect(body.data?.ingestFile).toMatchObject({
      created: true,
      document: {
        name,
        mediaType,
        sizeBytes: Buffer.byteLength(bytes),
        sha256: createHash('sha256').update(bytes).digest('hex'),
        status: 'SEARCHABLE',
        error: null,
        tags: ['a', 'b'],
        containsPii: true,
        progress: { stage: 'DONE', chunksEmbedded: 1, chunksTotal: 1 },
      },
    });
    const { me } = await ada.data(MeDocument, {});
    expect(me.tenant.usage).toEqual({ documents: 1, chunks: 1, storedBytes: Buffer.byteLength(bytes) });
  });

  it('bears the tags of its front matter beside those that it is given', async () => {
    const ada = await server.register();
    const text = `---\ntitle: Leave\ntags: [hr, rules, ${'x'.repeat(65)}]\n---\nStaff have 25 days.`;
    const { document } = await ingest(ada, { name: 'leave.md', text, tags: ['rules', '2026'] });
    expect(document).toMatchObject({ status: 'SEARCHABLE', tags: ['rules', '2026', 'hr'], chunkCount: 1 });
  });

  it('is found by a row of its long table, and shows the columns that the row stands under', async () => {
    const ada = await server.register();
    const rows = ['Austria', 'Belgium', 'Spain', 'Sweden'].flatMap((country, at) =>
      Array.from({ length: 20 }, (_, zone) => `| ${country}, zone ${zone} | ${at + zone} | ${at * 7 + zone} |`),
    );
    const text = ['# Tariffs', '', '| Country | Landline | Mobile |', '|---|---|---|', ...rows].join('\n');
    await ingest(ada, { name: 'tariffs.md', text });
    const { search } = await ada.data(SearchDocument, { query: 'What is the mobile tariff for Spain, zone 17?' });
    const [best] = search.passages;
    expect(best?.text).toContain('| Spain, zone 17 | 19 | 31 |');
    expect(best?.headings).toEqual(['Tariffs', 'Country | Landline | Mobile']);
    const { document } = await ada.data(DocumentTextDocument, { id: best?.documentId ?? '' });
    expect(document?.text?.slice(best?.start, best?.end)).toBe(best?.text);
  });

  it('comes in as a text under any name, at once or when it is searchable', async () => {
    const ada = await server.register();
    const waited = await ingest(ada, { name: 'Minutes of 3.5.2026', text: 'The board met.' });
    expect(waited.document).toMatchObject({ status: 'SEARCHABLE', mediaType: 'text/plain', tags: [] });
    const atOnce = await ingest(ada, { name: 'plan.md', text: '# Plan', wait: false });
    expect(atOnce.document).toMatchObject({ status: 'PENDING', mediaType: 'text/markdown', chunkCount: 0 });
  });

  it.each([
    ['../../etc/passwd.txt', 'passwd.txt'],
    ['C:\\Users\\ada\\plan.md', 'plan.md'],
  ])('that comes as the file %s is called %s', async (path, shown) => {
    const ada = await server.register();
    const { body } = await ada.upload(new Blob(['Some notes.']), path);
    expect(body.data?.ingestFile.document.name).toBe(shown);
  });

  it('is called as its reader says, whatever the name of the file', async () => {
    const ada = await server.register();
    const { body } = await ada.upload(new Blob(['Some notes.']), 'x.txt', { name: 'Notes of Monday' });
    expect(body.data?.ingestFile.document).toMatchObject({ name: 'Notes of Monday', mediaType: 'text/plain' });
    const markdown = await ada.upload(new Blob(['# Some notes']), 'blob', { name: 'notes.md' });
    expect(markdown.body.data?.ingestFile.document).toMatchObject({ name: 'notes.md', mediaType: 'text/markdown' });
  });

  it.each([
    ['AC/DC contract 2023/24', 'AC/DC contract 2023/24'],
    ['https://example.org/docs/leave', 'https://example.org/docs/leave'],
    [
      '\u{1F4C4} notes \u{1F468}\u200D\u{1F469}\u200D\u{1F467}.md',
      '\u{1F4C4} notes \u{1F468}\u200D\u{1F469}\u200D\u{1F467}.md',
    ],
    ['گزارش می\u200Cخواهم.md', 'گزارش می\u200Cخواهم.md'],
    ['\u{1F468}\u{1F3FD}\u200D\u{1F9B0} ❤\uFE0F 葛\u{E0100}', '\u{1F468}\u{1F3FD}\u200D\u{1F9B0} ❤\uFE0F 葛\u{E0100}'],
    ['क\u094D\u200Dष', 'क\u094D\u200Dष'],
    ['a\u200Db\u200Cc\u00ADd\u{E0041}', 'abcd'],
    ['شماره\u061C 12\u2028', 'شماره 12'],
    ['a\u0000b.txt', 'ab.txt'],
    ['Leave and \n\ttravel\u2028rules', 'Leave and travel rules'],
    ['invoice\u202Etxt.exe', 'invoicetxt.exe'],
    [' \u{1F4DA} Bücher.txt ', '\u{1F4DA} Bücher.txt'],
    ["'; DROP TABLE documents; --", "'; DROP TABLE documents; --"],
  ])('named %j is called %j', async (name, shown) => {
    const ada = await server.register();
    const { document } = await ingest(ada, { name });
    expect(document.name).toBe(shown);
    const { documents } = await ada.data(DocumentsDocument, { filter: { nameContains: shown.toUpperCase() } });
    expect(documents.edges.map(({ node }) => node.id)).toEqual([document.id]);
  });

  it('is given back where the same bytes are there with the same metadata', async () => {
    const ada = await server.register();
    const first = await ingest(ada, { text: 'The same.' });
    const again = await ingest(ada, { text: 'The same.' });
    expect(again).toMatchObject({ created: false, document: { id: first.document.id, name: 'note' } });
    for (const other of [{ name: 'other' }, { name: 'note.md' }, { tags: ['new'] }, { containsPii: true }]) {
      expect(await ingest(ada, { text: 'The same.', ...other })).toMatchObject({ created: true, document: other });
    }
    await ada.delete(first.document.id);
    const anew = await ingest(ada, { text: 'The same.' });
    expect(anew.created).toBe(true);
    expect(anew.document.id).not.toBe(first.document.id);
  });

  it('is made once of many at once', async () => {
    const ada = await server.register();
    const answers = await Promise.all(Array.from({ length: 12 }, () => ingest(ada, { text: 'At once.' })));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map(({ document }) => document.id)).size).toBe(1);
    expect(answers.every(({ document }) => document.status === 'SEARCHABLE')).toBe(true);
  });
});

describe('an upload', () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13);
  const latin1 = Uint8Array.from(Buffer.from('café', 'latin1'));
  it.each<[string, string, BlobPart, string, RegExp]>([
    ['an empty file', 'a.txt', '', 'BAD_INPUT', /“a.txt” is empty\. Send/],
    ['a file of whitespace', 'a.md', ' \n\t\u00a0\u200b\n', 'BAD_INPUT', /holds nothing but whitespace\. Send/],
    ['an encoding that can not be told', 'a.txt', latin1, 'BAD_INPUT', /is not encoded as UTF-8, nor .*\. Save/],
    ['a binary file', 'a.txt', Uint8Array.of(65, 0, 66, 1, 2, 3), 'BAD_INPUT', /is a binary file, whatever .* Send/],
    ['an image', 'a.txt', png, 'BAD_INPUT', /is a PNG image, not a text file\. Save/],
    ['an unknown type', 'a.exe', 'MZ', 'BAD_INPUT', /is of a type that Carrel can't read\. Send .*\.txt.*\.md/],
    ['no extension', 'README', 'text', 'BAD_INPUT', /is of a type that Carrel can't read/],
    ['a hidden extension', 'a\u202Etxt.exe', 'MZ', 'BAD_INPUT', /“atxt.exe” is of a type/],
    ['a large file', 'a.txt', 'x'.repeat(MAX_BYTES + 1), 'TOO_LARGE', /Send a smaller file|at most 20,480 are taken/],
  ])('refuses %s in a sentence of its own, and nothing is stored', async (_what, name, bytes, code, sentence) => {
    const ada = await server.register();
    const { body } = await ada.upload(new Blob([bytes]), name);
    const [error] = body.errors ?? [];
    expect(error).toMatchObject({ message: expect.stringMatching(sentence), extensions: { code } });
    await expectNothingStored(ada);
  });

  it.each<[string, Partial<IngestTextInput>, string, RegExp]>([
    ['an empty text', { text: '' }, 'BAD_INPUT', /is empty/],
    ['a text of whitespace', { text: '\n \u3000' }, 'BAD_INPUT', /nothing but whitespace/],
    ['a text of control characters', { text: 'a\u0000b\u0001\u0002\u0003\u0004' }, 'BAD_INPUT', /binary/],
    ['a large text', { text: 'ü'.repeat(MAX_BYTES / 2 + 1) }, 'TOO_LARGE', /20,482 bytes; at most 20,480 are taken/],
    ['a text without a name', { name: ' \u200D\u0000' }, 'BAD_INPUT', /name has 1 to 255 characters; this one has 0/],
    ['a long name', { name: 'x'.repeat(300) }, 'BAD_INPUT', /name has 1 to 255 characters; this one has 300/],
    ['an empty tag', { tags: ['a', ' '] }, 'BAD_INPUT', /A tag has 1 to 64 characters/],
    ['a long tag', { tags: ['x'.repeat(65)] }, 'BAD_INPUT', /A tag has 1 to 64 characters/],
    ['many tags', { tags: Array.from({ length: 21 }, (_, at) => `tag ${at}`) }, 'BAD_INPUT', /at most 20 tags/],
  ])('refuses %s', async (_what, input, code, sentence) => {
    const ada = await server.register();
    expect(await refusal(ada, input)).toMatchObject({
      message: expect.stringMatching(sentence),
      extensions: { code },
    });
    await expectNothingStored(ada);
  });

  it('takes a file and a text of exactly the limit', async () => {
    const ada = await server.register();
    const { body } = await ada.upload(new Blob(['x '.repeat(MAX_BYTES / 2)]), 'a.txt', { wait: false });
    expect(body.data?.ingestFile.document.sizeBytes).toBe(MAX_BYTES);
    expect((await ingest(ada, { text: 'y '.repeat(MAX_BYTES / 2), wait: false })).created).toBe(true);
  });

  it.each([
    ['a text', 'text'],
    ['a number', 5],
    ['an object', { name: 'a.txt' }],
    ['nothing', null],
  ])('refuses %s in the place of a file', async (_what, file) => {
    const ada = await server.register();
    const query = 'mutation($input: IngestFileInput!) { ingestFile(input: $input) { created } }';
    const error = await ada.error(query, { input: { file } });
    expect(error.extensions.code).toBe('BAD_INPUT');
  });

  it('refuses a file that is far too large while it streams in', async () => {
    const ada = await server.register();
    const { response, sent } = await sendWithoutEnd(ada);
    const [head = '', body = ''] = response.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 413 /);
    const { errors } = JSON.parse(/\{.*\}/s.exec(body)?.[0] ?? '{}') as { errors: ClientError[] };
    expect(errors).toMatchObject([{ extensions: { code: 'TOO_LARGE' } }]);
    expect(sent).toBeLessThan(50_000_000);
    await expectNothingStored(ada);
  });

  it('refuses a form of who is not logged in before it reads it', async () => {
    const { response, sent } = await sendWithoutEnd(server.anonymous());
    expect(response).toMatch(/^HTTP\/1\.1 401 /);
    expect(response).toContain('"code":"UNAUTHENTICATED","reason":"MISSING"');
    expect(sent).toBeLessThan(5_000_000);
  });
});

/** Sends a form with a file that does not end, until the server answers or hangs up. */
function sendWithoutEnd({ url, token }: Client): Promise<{ response: string; sent: number }> {
  const operations = JSON.stringify({
    query: 'mutation($input: IngestFileInput!) { ingestFile(input: $input) { created } }',
    variables: { input: { file: null } },
  });
  const part = (head: string, body: string) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}`;
  const form = [
    part('name="operations"', `${operations}\r\n`),
    part('name="map"', '{"0":["variables.input.file"]}\r\n'),
    part('name="0"; filename="a.txt"', ''),
  ].join('');
  const head = [
    'POST /graphql HTTP/1.1',
    'Host: localhost',
    'Content-Type: multipart/form-data; boundary=b',
    'Transfer-Encoding: chunked',
    ...(token ? [`Authorization: Bearer ${token}`] : []),
  ].join('\r\n');
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const more = chunk('x'.repeat(65_536));
    let response = '';
    let sent = 0;
    const send = () => {
      while (response === '' && socket.writable && sent < 100_000_000) {
        sent += more.length;
        if (!socket.write(more)) return;
      }
    };
    socket.on('data', (data) => {
      response += data;
      if (response.includes('"errors"')) socket.destroy();
    });
    socket.on('drain', send);
    socket.on('error', () => {});
    socket.on('close', () => resolve({ response, sent }));
    socket.write(`${head}\r\n\r\n${chunk(form)}`);
    send();
  });
}
