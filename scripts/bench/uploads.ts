import { randomFillSync } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { RegisterDocument } from '../../schema/typed/graphql.ts';
import { type Client, createClient } from '../../test/support/client.ts';
import { makeZip } from '../../test/support/zip.ts';
import { type Bench, median } from './row.ts';
import { type ServerProcess, startServer, untilEmbedded, withDataDir } from './server.ts';

const RUNS = 3;
const UPLOADS = 4;
const MEBIBYTE = 2 ** 20;
/** Of the picture in each file. */
const FILE_BYTES = 100 * MEBIBYTE;
const RANGES = 50;

/** What large files take of the server's memory, and how long a part of one takes to be read. */
export const uploads: Bench = {
  name: 'uploads',
  run: async () => {
    const added: number[] = [];
    const addedByReading: number[] = [];
    const ranges: number[] = [];
    // Beforehand: meanwhile a connection would be closed.
    const files = Array.from({ length: UPLOADS }, makeFile);
    for (let run = 0; run < RUNS; run++) {
      await withDataDir(async (dataDir) => {
        const server = await startServer(dataDir, { env: { MAX_FILE_MB: '110' } });
        try {
          // Of one organisation two would be read at once, and one user may not hold as much.
          const tokens = await Promise.all(Array.from({ length: UPLOADS }, (_, at) => register(server, at)));
          const [token = ''] = tokens;
          const clients = tokens.map((each) => createClient(server.url, each));
          await createClient(server.url, token).ingest('warm-up.txt', 'The first passage loads the model.');
          await untilEmbedded(server.url);
          const idle = await memory(server);
          const ids: string[] = [];
          const coming = await peak(server, async () => {
            ids.push(...(await Promise.all(clients.map((client, at) => upload(client, files[at])))));
          });
          const reading = await peak(server, () => untilEmbedded(server.url));
          for (const [at, client] of clients.entries()) {
            const document = await client.document(ids[at] ?? '');
            if (document?.status !== 'SEARCHABLE') throw new Error(`A file is ${document?.status}: ${document?.error}`);
          }
          added.push((coming - idle) / MEBIBYTE);
          addedByReading.push((reading - idle) / MEBIBYTE);
          ranges.push(await rangeMs(`${server.url}/documents/${ids[0]}/original`, token));
          console.error(
            `uploads: idle ${idle / MEBIBYTE}, coming ${coming / MEBIBYTE}, reading ${reading / MEBIBYTE} MiB`,
          );
        } finally {
          await server.stop();
        }
      });
    }
    return [
      {
        what: `memory that ${UPLOADS} files of 100 MiB add while they come in at once, at most`,
        unit: 'MiB',
        runs: added,
        bar: { atMost: 250 },
      },
      { what: 'the same while they are ingested', unit: 'MiB', runs: addedByReading, bar: { atMost: 250 } },
      {
        what: 'a kilobyte out of the middle of such an original, over HTTP, p50',
        unit: 'ms',
        runs: ranges,
        bar: { atMost: 10 },
      },
    ];
  },
};

async function register(server: ServerProcess, at: number): Promise<string> {
  const input = { email: `bench-${at}@example.com`, password: 'correct horse' };
  return (await createClient(server.url).data(RegisterDocument, { input })).register.accessToken;
}

/** A text of a page, and a picture that nothing can pack. */
function makeFile(): Blob {
  const file = makeZip(
    {
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels':
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
      'word/media/a.png': randomFillSync(Buffer.alloc(FILE_BYTES)),
      'word/document.xml': `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${'<w:p><w:r><w:t>Some words of a report with a large picture.</w:t></w:r></w:p>'.repeat(40)}</w:body></w:document>`,
    },
    { 'word/media/a.png': { isStored: true } },
  );
  return new Blob([new Uint8Array(file)]);
}

async function upload(client: Client, file = new Blob()): Promise<string> {
  const { body } = await client.upload(file, 'report.docx', { wait: false });
  const document = body.data?.ingestFile.document;
  if (!document) throw new Error(`The file was not taken: ${JSON.stringify(body)}`);
  return document.id;
}

function memory(server: ServerProcess): Promise<number> {
  return server.metric('process_resident_memory_bytes');
}

/** The most memory that the server has while something goes on. */
async function peak(server: ServerProcess, work: () => Promise<void>): Promise<number> {
  let isOver = false;
  const working = work().finally(() => {
    isOver = true;
  });
  let most = 0;
  while (!isOver) {
    most = Math.max(most, await memory(server));
    await setTimeout(20);
  }
  await working;
  return most;
}

async function rangeMs(url: string, token: string): Promise<number> {
  const start = FILE_BYTES / 2;
  const headers = { authorization: `Bearer ${token}`, range: `bytes=${start}-${start + 1_023}` };
  const times: number[] = [];
  for (let at = 0; at < RANGES; at++) {
    const begin = performance.now();
    const response = await fetch(url, { headers });
    const { byteLength } = await response.arrayBuffer();
    if (response.status !== 206 || byteLength !== 1_024) throw new Error(`The range is ${response.status}.`);
    times.push(performance.now() - begin);
  }
  return median(times);
}
