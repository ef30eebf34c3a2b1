import { RegisterDocument } from '../../schema/typed/graphql.ts';
import { startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { chunkText } from '../../src/documents/chunking/chunker.ts';
import { plainText } from '../../src/documents/parsers/block-text.ts';
import { passageText } from '../../src/documents/passage-text.ts';
import { sentencesOf } from '../../src/lib/sentences.ts';
import { createLogger } from '../../src/ops/logging.ts';
import { createClient } from '../../test/support/client.ts';
import { BATCHES, openBareEmbedder, timed } from './bare-embedder.ts';
import { readCorpus } from './corpus.ts';
import type { Bench } from './row.ts';
import { untilEmbedded, withDataDir } from './server.ts';

const RUNS = 3;

/** Chunks a second from a text that comes in until it is searchable, over those of transformers.js called directly. */
export const ingestion: Bench = {
  name: 'ingestion',
  run: () =>
    withDataDir(async (dataDir) => {
      const text = await readCorpus();
      const chunks = await chunkText(plainText(text));
      const passages = chunks.map(passageText);
      const sentences = chunks.flatMap((chunk) => {
        const own = sentencesOf(chunk.text);
        return own.length > 1 ? own.map((sentence) => sentence.text) : [];
      });
      const config = loadConfig({
        PORT: '0',
        DATA_DIR: dataDir,
        RATE_LIMITS: 'off',
        LOG_LEVEL: 'silent',
        LANGUAGE_MODEL: 'quoting',
      });
      const app = await startApp(config, createLogger(config.log));
      const runs: number[] = [];
      const runsWithSentences: number[] = [];
      try {
        const embedDirectly = await openBareEmbedder();
        const { register } = await createClient(app.url).data(RegisterDocument, {
          input: { email: 'bench@example.com', password: 'correct horse' },
        });
        const client = createClient(app.url, register.accessToken);
        await client.ingest('warm-up.txt', 'The first passage loads the model.');
        await embedDirectly(passages.slice(0, 8), 8);
        for (let run = 0; run < RUNS; run++) {
          const best = async (texts: readonly string[]) => {
            const times: number[] = [];
            for (const batch of BATCHES) times.push(await timed(() => embedDirectly(texts, batch)));
            return Math.min(...times);
          };
          const bare = await best(passages);
          const bareSentences = await best(sentences);
          const carrel = await timed(async () => {
            const document = await client.ingest(`corpus-${run}.txt`, text.replaceAll('\n', '\n'.padEnd(run + 1, ' ')));
            if (document.status !== 'SEARCHABLE')
              throw new Error(`The corpus is ${document.status}: ${document.error}`);
            return document;
          });
          const carrelSentences = await timed(() => untilEmbedded(app.url));
          console.error(
            `ingestion: ${passages.length} chunks, bare ${bare.toFixed(0)} ms, Carrel ${carrel.toFixed(0)} ms; ${sentences.length} sentences, bare ${bareSentences.toFixed(0)} ms, Carrel ${carrelSentences.toFixed(0)} ms`,
          );
          runs.push(bare / carrel);
          runsWithSentences.push((bare + bareSentences) / (carrel + carrelSentences));
        }
      } finally {
        await app.close();
      }
      return [
        {
          what: `ingestion throughput over the bare embedder's best (${passages.length} chunks)`,
          unit: '×',
          runs,
          bar: { atLeast: 0.95 },
        },
        {
          what: `the same till its ${sentences.length} sentences are embedded too`,
          unit: '×',
          runs: runsWithSentences,
          bar: { atLeast: 0.95 },
        },
      ];
    }),
};
