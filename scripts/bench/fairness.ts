import { RegisterDocument } from '../../schema/typed/graphql.ts';
import { type Client, createClient } from '../../test/support/client.ts';
import { readCorpus } from './corpus.ts';
import { type Bench, median } from './row.ts';
import { startServer, untilEmbedded, withDataDir } from './server.ts';

const RUNS = 3;
const FILES_BEFORE = 150;
const TIMES = 7;
/** UTF-16 code units: some ten passages. */
const LENGTH = 8_000;

/** How long one file of an organisation takes behind many of another, over its time alone. */
export const fairness: Bench = {
  name: 'fairness',
  run: async () => {
    const corpus = await readCorpus();
    /** Each is another part of it. */
    const fileAt = (at: number) => {
      const start = (at * LENGTH) % (corpus.length - LENGTH);
      return new Blob([`File ${at}.\n\n${corpus.slice(start, start + LENGTH)}`]);
    };
    const runs: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      await withDataDir(async (dataDir) => {
        const server = await startServer(dataDir);
        try {
          const [busy, other] = [await register(server.url, 'busy'), await register(server.url, 'other')];
          await busy.ingest('warm-up.txt', 'The first passage loads the model.');
          await untilEmbedded(server.url);
          const alone: number[] = [];
          for (let at = 0; at < TIMES; at++) {
            alone.push(await untilSearchable(other, fileAt(at), at));
            await untilEmbedded(server.url);
          }
          for (let at = 0; at < FILES_BEFORE; at++) await busy.upload(fileAt(100 + at), `${at}.txt`, { wait: false });
          const behind: number[] = [];
          for (let at = 0; at < TIMES; at++) behind.push(await untilSearchable(other, fileAt(50 + at), 50 + at));
          if ((await server.metric('carrel_ingestion_queue')) === 0) throw new Error('The files before are all done.');
          console.error(`fairness: alone ${alone.map(Math.round)} ms, behind ${behind.map(Math.round)} ms`);
          runs.push(median(behind) / median(alone));
        } finally {
          await server.stop();
        }
      });
    }
    const what = `a file of ${LENGTH / 1_000} KB behind ${FILES_BEFORE} of another organisation until it is searchable, over its time alone`;
    return [{ what, unit: '×', runs, bar: { atMost: 2 } }];
  },
};

async function register(url: string, name: string): Promise<Client> {
  const input = { email: `${name}@example.com`, password: 'correct horse' };
  return createClient(url, (await createClient(url).data(RegisterDocument, { input })).register.accessToken);
}

async function untilSearchable(client: Client, file: Blob, at: number): Promise<number> {
  const begin = performance.now();
  const { body } = await client.upload(file, `${at}.txt`, { wait: true });
  const status = body.data?.ingestFile.document.status;
  if (status !== 'SEARCHABLE') throw new Error(`The file is ${status}.`);
  return performance.now() - begin;
}
