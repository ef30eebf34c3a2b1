import { AskDocument, RegisterDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import { sentencesOf } from '../../src/lib/sentences.ts';
import { createClient } from '../../test/support/client.ts';
import { readCorpus } from './corpus.ts';
import { type Bench, median, quantile } from './row.ts';
import { startServer, untilEmbedded, withDataDir } from './server.ts';

const RUNS = 3;
const CLIENTS = 8;
const SEARCHES = 400;
const QUESTIONS_ASKED = 60;
const WARM_UP = 100;

/** A small organisation (the demo's and the README's size of corpus) with many who ask at once, and what that takes. */
export const load: Bench = {
  name: 'load',
  run: () =>
    withDataDir(async (dataDir) => {
      const text = await readCorpus();
      const questions = sentencesOf(text).map((sentence) => sentence.text.split(/\s+/).slice(0, 8).join(' '));
      const server = await startServer(dataDir);
      try {
        const { register } = await createClient(server.url).data(RegisterDocument, {
          input: { email: 'bench@example.com', password: 'correct horse' },
        });
        const client = createClient(server.url, register.accessToken);
        const { chunkCount } = await client.ingest('corpus.txt', text);
        await untilEmbedded(server.url);
        const search = async (at: number) => {
          const begin = performance.now();
          await client.data(SearchDocument, { query: questions[at % questions.length] ?? '' });
          return performance.now() - begin;
        };
        for (let at = 0; at < WARM_UP; at++) await search(at);

        const perSecond: number[] = [];
        const slowest: number[] = [];
        const cpu: number[] = [];
        const asked: number[] = [];
        for (let run = 0; run < RUNS; run++) {
          const cpuBefore = await server.metric('process_cpu_seconds_total');
          for (let at = 0; at < SEARCHES; at++) await search(at);
          cpu.push((((await server.metric('process_cpu_seconds_total')) - cpuBefore) * 1_000) / SEARCHES);

          const times: number[] = [];
          const begin = performance.now();
          await Promise.all(
            Array.from({ length: CLIENTS }, async (_, client) => {
              for (let at = client; at < SEARCHES; at += CLIENTS) times.push(await search(at));
            }),
          );
          perSecond.push(SEARCHES / ((performance.now() - begin) / 1_000));
          slowest.push(quantile(times, 0.95));

          const answers: number[] = [];
          for (let at = 0; at < QUESTIONS_ASKED; at++) {
            const started = performance.now();
            await client.data(AskDocument, { input: { question: questions[at % questions.length] ?? '' } });
            answers.push(performance.now() - started);
          }
          asked.push(median(answers));
        }
        const mebibytes = (await server.metric('process_resident_memory_bytes')) / 2 ** 20;
        const of = `${chunkCount} chunks`;
        return [
          {
            what: `searches a second of ${CLIENTS} clients at once, ${of}`,
            unit: '',
            runs: perSecond,
            bar: { atLeast: 200 },
          },
          { what: `p95 of these`, unit: 'ms', runs: slowest, bar: { atMost: 60 } },
          {
            what: 'CPU of all threads for one search, the embedding with it',
            unit: 'ms',
            runs: cpu,
            bar: { atMost: 7 },
          },
          { what: '`ask` by quotation over HTTP, p50', unit: 'ms', runs: asked, bar: { atMost: 15 } },
          { what: 'memory (RSS) after all of these', unit: 'MiB', runs: [mebibytes], bar: { atMost: 400 } },
        ];
      } finally {
        await server.stop();
      }
    }),
};
