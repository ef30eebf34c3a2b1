import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { RegisterDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import { chunkText } from '../../src/documents/chunking/chunker.ts';
import { plainText } from '../../src/documents/parsers/block-text.ts';
import { passageText } from '../../src/documents/passage-text.ts';
import { sentencesOf } from '../../src/lib/sentences.ts';
import { createClient } from '../../test/support/client.ts';
import { takenPort } from '../../test/support/process.ts';
import { BATCHES, timed } from './bare-embedder.ts';
import { readCorpus } from './corpus.ts';
import { type Bench, median } from './row.ts';
import { startServer, untilEmbedded, withDataDir } from './server.ts';

const SERVER = fileURLToPath(new URL('./chroma_server.py', import.meta.url));
const WEIGHTS = fileURLToPath(new URL('../../weights/all-MiniLM-L6-v2', import.meta.url));
const RUNS = 5;
const CLIENTS = 8;
const SEARCHES = 200;
const WARM_UP = 100;

/** Something with documents that can be searched. */
interface Searchable {
  ingest(name: string, text: string): Promise<unknown>;
  search(query: string): Promise<unknown>;
}

/**
 * Beside what people would build instead: FastAPI and Chroma with the same weights, in turns on the same texts.
 * `CHROMA_PYTHON` names a Python that has fastapi, uvicorn, chromadb, onnxruntime and tokenizers.
 */
export const chroma: Bench = {
  name: 'chroma',
  run: async () => {
    const python = process.env['CHROMA_PYTHON'];
    if (!python) {
      console.error(
        'chroma: left out, as CHROMA_PYTHON names no Python with fastapi, uvicorn, chromadb and tokenizers.',
      );
      return [];
    }
    return withDataDir((own) =>
      withDataDir(async (other) => {
        const text = await readCorpus();
        const questions = sentencesOf(text).map((sentence) => sentence.text.split(/\s+/).slice(0, 8).join(' '));
        const carrel = await startServer(own);
        const theirs = await startChroma(python, other);
        try {
          const ours = await openCarrel(carrel.url, 'ada');
          const others = BATCHES.map((batch) => openChroma(theirs.url, 'ada', batch));
          const [first] = others;
          if (!first) throw new Error('There is no batch.');
          await ours.ingest('warm-up.txt', 'The first passage loads the model.');
          await first.ingest('warm-up.txt', 'The first passage loads the model.');

          const ingestion: number[] = [];
          for (let run = 0; run < RUNS; run++) {
            const corpus = text.replaceAll('\n', '\n'.padEnd(run + 1, ' '));
            const times: number[] = [];
            for (const [at, other] of others.entries()) {
              times.push(await timed(() => other.ingest(`corpus-${run}-${at}`, corpus)));
            }
            const carrelMs = await timed(() => ours.ingest(`corpus-${run}.txt`, corpus));
            await untilEmbedded(carrel.url);
            console.error(
              `chroma: ingestion ${carrelMs.toFixed(0)} ms, theirs ${times.map((ms) => ms.toFixed(0)).join(' / ')} ms`,
            );
            ingestion.push(carrelMs / Math.min(...times));
          }

          // Organisations that hold it once: Carrel looks further where passages say the same.
          const pair = [await openCarrel(carrel.url, 'grace'), openChroma(theirs.url, 'grace', 1)] as const;
          for (const each of pair) await each.ingest('corpus.txt', text);
          await untilEmbedded(carrel.url);
          const search = async ({ search }: Searchable, from: number, step: number) => {
            const times: number[] = [];
            for (let at = from; at < SEARCHES; at += step) {
              times.push(await timed(() => search(questions[at % questions.length] ?? '')));
            }
            return median(times);
          };
          const atOnce = (searchable: Searchable) =>
            timed(() =>
              Promise.all(Array.from({ length: CLIENTS }, (_, client) => search(searchable, client, CLIENTS))),
            );
          for (const each of pair) {
            for (let at = 0; at < WARM_UP; at += CLIENTS) await atOnce(each);
          }
          const alone: number[] = [];
          const together: number[] = [];
          for (let run = 0; run < RUNS; run++) {
            const [carrelMs, theirMs] = [await search(pair[0], 0, 1), await search(pair[1], 0, 1)];
            const [carrelAll, theirAll] = [await atOnce(pair[0]), await atOnce(pair[1])];
            const perSecond = (ms: number) => ((SEARCHES * 1_000) / ms).toFixed(0);
            console.error(
              `chroma: search ${carrelMs.toFixed(1)} ms, theirs ${theirMs.toFixed(1)} ms; of ${CLIENTS} clients ${perSecond(carrelAll)}/s, theirs ${perSecond(theirAll)}/s`,
            );
            alone.push(carrelMs / theirMs);
            together.push(theirAll / carrelAll);
          }
          const over = 'over those of FastAPI and Chroma';
          return [
            {
              what: `time until a text is searchable, over that of FastAPI and Chroma with its best batch`,
              unit: '×',
              runs: ingestion,
              bar: { atMost: 0.9 },
            },
            {
              what: `time of a search, p50, over that of FastAPI and Chroma`,
              unit: '×',
              runs: alone,
              bar: { atMost: 0.8 },
            },
            {
              what: `searches a second of ${CLIENTS} clients, ${over}`,
              unit: '×',
              runs: together,
              bar: { atLeast: 2 },
            },
          ];
        } finally {
          theirs.stop();
          await carrel.stop();
        }
      }),
    );
  },
};

async function openCarrel(url: string, name: string): Promise<Searchable> {
  const { register } = await createClient(url).data(RegisterDocument, {
    input: { email: `${name}@example.com`, password: 'correct horse' },
  });
  const client = createClient(url, register.accessToken);
  return {
    ingest: async (name, text) => {
      const { status, error } = await client.ingest(name, text);
      if (status !== 'SEARCHABLE') throw new Error(`${name} is ${status}: ${error}`);
    },
    search: (query) => client.data(SearchDocument, { query }),
  };
}

/** It gets the passages that Carrel makes. */
function openChroma(url: string, name: string, batch: number): Searchable {
  const headers = { authorization: `Bearer token-${name}-library`, 'content-type': 'application/json' };
  const read = async (response: Response) => {
    if (!response.ok) throw new Error(`The other server answered ${response.status}.`);
    return await response.json();
  };
  return {
    ingest: async (name, text) => {
      const passages = (await chunkText(plainText(text))).map(passageText);
      const body = JSON.stringify({ name, passages, batch });
      await read(await fetch(`${url}/documents`, { method: 'POST', headers, body }));
    },
    search: async (query) => read(await fetch(`${url}/search?${new URLSearchParams({ query })}`, { headers })),
  };
}

async function startChroma(python: string, folder: string): Promise<{ url: string; stop(): void }> {
  const { port, free } = await takenPort();
  free();
  const child: ChildProcess = spawn(python, [SERVER, folder, WEIGHTS, String(port)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/openapi.json`).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error(`The other server ended with ${child.exitCode}.`);
    await setTimeout(100);
  }
  return { url, stop: () => child.kill() };
}
