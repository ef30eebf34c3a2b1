import { setTimeout } from 'node:timers/promises';
import { DocumentDocument, RegisterDocument } from '../../schema/typed/graphql.ts';
import { chunkText } from '../../src/documents/chunking/chunker.ts';
import { FORMATS, type FormatName } from '../../src/documents/parsers/formats/formats.ts';
import { findParser } from '../../src/documents/parsers/parsers.ts';
import { passageText } from '../../src/documents/passage-text.ts';
import { type Client, createClient } from '../../test/support/client.ts';
import { openBareEmbedder, timed } from './bare-embedder.ts';
import { readCorpus } from './corpus.ts';
import { MAKERS } from './format-files.ts';
import type { Bench, Row } from './row.ts';
import { startServer, untilEmbedded, withDataDir } from './server.ts';

const RUNS = 3;
const PAGES = 20;
/** UTF-16 code units: a page of a report. */
const PAGE_LENGTH = 3_000;

/** Pages a second of each format, over HTTP until they are searchable, and over its bare reader and the bare embedder. */
export const formats: Bench = {
  name: 'formats',
  run: () =>
    withDataDir(async (dataDir) => {
      const corpus = await readCorpus();
      const server = await startServer(dataDir);
      const rows: Row[] = [];
      try {
        const { register } = await createClient(server.url).data(RegisterDocument, {
          input: { email: 'bench@example.com', password: 'correct horse' },
        });
        const client = createClient(server.url, register.accessToken);
        await client.ingest('warm-up.txt', 'The first passage loads the model.');
        const embedDirectly = await openBareEmbedder();
        for (const [extension, make] of Object.entries(MAKERS)) {
          const [perSecond, overBare]: [number[], number[]] = [[], []];
          for (let run = 0; run < RUNS; run++) {
            const made = make(pagesFrom(corpus, run));
            const bytes = typeof made === 'string' ? new TextEncoder().encode(made) : made;
            const name = `report-${run}.${extension}`;
            const passages = await passagesOf(name, bytes);
            const bare = (await readMs(extension, name, bytes)) + (await timed(() => embedDirectly(passages, 1)));
            const carrel = await timed(() => untilSearchable(client, name, bytes));
            await untilEmbedded(server.url);
            perSecond.push(PAGES / (carrel / 1_000));
            overBare.push(bare / carrel);
            console.error(
              `formats: ${extension}, ${passages.length} passages, bare ${bare.toFixed(0)} ms, Carrel ${carrel.toFixed(0)} ms`,
            );
          }
          rows.push(
            { what: `pages of ${extension} until they are searchable`, unit: 'a second', runs: perSecond, bar: null },
            {
              what: `${extension}: over the bare reader and embedder`,
              unit: '×',
              runs: overBare,
              bar: { atLeast: 0.8 },
            },
          );
        }
      } finally {
        await server.stop();
      }
      return rows;
    }),
};

/** Pages of paragraphs, others in each run. */
function pagesFrom(corpus: string, run: number): string[][] {
  const lines = corpus.split('\n\n').map((line) => line.replace(/\s+/g, ' ').trim());
  let at = run * 7;
  return Array.from({ length: PAGES }, () => {
    const page: string[] = [];
    for (let length = 0; length < PAGE_LENGTH; at += 1) {
      const line = lines[at % lines.length] ?? '';
      page.push(line);
      length += line.length + 1;
    }
    return page;
  });
}

async function parse(name: string, bytes: Uint8Array) {
  const parser = findParser(name);
  if (!parser) throw new Error(`There is no parser for ${name}.`);
  return await parser.parse(bytes, { ocrLanguages: null, onPage: () => {}, signal: new AbortController().signal });
}

async function passagesOf(name: string, bytes: Uint8Array): Promise<string[]> {
  return (await chunkText(await parse(name, bytes))).map(passageText);
}

/** The reader in this process, without what keeps a hostile file from doing harm; texts are read here in any case. */
async function readMs(extension: string, name: string, bytes: Uint8Array): Promise<number> {
  if (!(extension in FORMATS)) return await timed(() => parse(name, bytes));
  const read = await FORMATS[extension as FormatName].load();
  return await timed(async () => {
    for await (const part of read(bytes)) void part;
  });
}

async function untilSearchable(client: Client, name: string, bytes: Uint8Array): Promise<void> {
  const { body } = await client.upload(new Blob([new Uint8Array(bytes)]), name, { wait: true });
  let document = body.data?.ingestFile.document;
  // On a slow machine the wait ends before the work does.
  while (document?.status === 'PENDING' || document?.status === 'PROCESSING') {
    await setTimeout(100);
    document = (await client.data(DocumentDocument, { id: document.id })).document ?? undefined;
  }
  if (document?.status !== 'SEARCHABLE') throw new Error(`${name} is not taken: ${JSON.stringify(body)}`);
}
