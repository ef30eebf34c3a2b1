import { MeDocument, RegisterDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import { type DocumentId, type Generation, newId, type TenantId } from '../../src/ids.ts';
import type { Embedder } from '../../src/models/embedder.ts';
import { createMiniLmEmbedder } from '../../src/models/transformers-embedder.ts';
import type { Chunk } from '../../src/store/chunks.ts';
import { openEmbeddedStore } from '../../src/store/embedded/embedded-store.ts';
import { createClient } from '../../test/support/client.ts';
import { type Bench, median, quantile, type Row } from './row.ts';
import { startServer, withDataDir } from './server.ts';

const RUNS = 3;
const QUESTIONS = 60;
const CHUNKS_PER_DOCUMENT = 500;
const TERMS_PER_CHUNK = 100;
const VOCABULARY = 20_000;

/** `search` over HTTP less the embedding of the question, in tenants of two sizes; and what the main loop feels of it. */
export const search: Bench = {
  name: 'search',
  run: async () => {
    const embedder = createMiniLmEmbedder();
    await embedder.ready();
    try {
      const small = await measure(5_000, { embedder, atMost: 5 });
      const large = await measure(100_000, { embedder, atMost: 40 });
      return [...small, ...large];
    } finally {
      await embedder.close();
    }
  },
};

function measure(size: number, { embedder, atMost }: { embedder: Embedder; atMost: number }): Promise<Row[]> {
  return withDataDir(async (dataDir) => {
    const words = createWords();
    const token = await fill(dataDir, size, embedder, words);
    const server = await startServer(dataDir);
    try {
      const client = createClient(server.url, token);
      const ask = (query: string) => client.data(SearchDocument, { query });
      // The first search of a tenant reads its vectors.
      for (let i = 0; i < 5; i++) await ask(words.question());
      const runs: number[] = [];
      const blocked: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        await server.metric('nodejs_eventloop_lag_max_seconds');
        const whole: number[] = [];
        const embedding: number[] = [];
        for (let i = 0; i < QUESTIONS; i++) {
          const question = words.question();
          whole.push(await timed(() => ask(question)));
          embedding.push(await timed(() => embedder.embed([question], { as: 'question' })));
        }
        runs.push(median(whole) - median(embedding));
        // The monitor's own timer comes every 10 ms; what is above that is delay.
        blocked.push((await server.metric('nodejs_eventloop_lag_max_seconds')) * 1_000 - 10);
        console.error(
          `search: ${size} chunks, p50 ${median(whole).toFixed(1)} ms, p95 ${quantile(whole, 0.95).toFixed(1)} ms, embedding ${median(embedding).toFixed(1)} ms`,
        );
      }
      return [
        { what: `search over HTTP less the embedding, p50 at ${size} chunks`, unit: 'ms', runs, bar: { atMost } },
        {
          what: `longest delay of the main loop meanwhile, at ${size} chunks`,
          unit: 'ms',
          runs: blocked,
          bar: { atMost: 10 },
        },
      ];
    } finally {
      await server.stop();
    }
  });
}

/** Registers an organisation through the server, then gives it its chunks through the store's port. */
async function fill(dataDir: string, size: number, embedder: Embedder, words: Words): Promise<string> {
  const server = await startServer(dataDir);
  const { register } = await createClient(server.url).data(RegisterDocument, {
    input: { email: 'bench@example.com', password: 'correct horse' },
  });
  const { me } = await createClient(server.url, register.accessToken).data(MeDocument);
  await server.stop();
  const store = await openEmbeddedStore({ dataDir, embedder });
  try {
    const tenant = await store.openTenant(me.tenant.id as TenantId);
    for (let from = 0; from < size; from += CHUNKS_PER_DOCUMENT) {
      const attempt = { documentId: newId<DocumentId>(), generation: newId<Generation>() };
      await tenant.documents.create(
        {
          id: attempt.documentId,
          name: `document-${from}.txt`,
          mediaType: 'text/plain',
          sizeBytes: 1,
          sha256: newId<DocumentId>(),
          tags: [],
          containsPii: false,
          createdBy: null,
          createdAt: new Date(),
        },
        new Uint8Array([32]),
      );
      await tenant.documents.begin(attempt);
      const chunks = Array.from({ length: CHUNKS_PER_DOCUMENT }, (_, index) => words.chunk(index, embedder.dimensions));
      await tenant.chunks.write(attempt, chunks);
      await tenant.documents.finish(attempt, { text: ' ', chunkCount: CHUNKS_PER_DOCUMENT });
    }
  } finally {
    await store.close();
  }
  return register.accessToken;
}

interface Words {
  question(): string;
  chunk(index: number, dimensions: number): Chunk;
}

/** Made-up words, as often as words of a language are (Zipf's law), always the same ones. */
function createWords(): Words {
  let state = 42;
  // A linear congruential generator (Numerical Recipes): repeatable, and good enough to spread words.
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const word = (leastRank = 0) => `w${leastRank + Math.floor(VOCABULARY ** random()) - 1}`;
  return {
    // Questions are about something: their words are not the commonest ones.
    question: () => Array.from({ length: 6 }, () => word(20)).join(' '),
    chunk: (index, dimensions) => {
      const terms = Array.from({ length: TERMS_PER_CHUNK }, () => word());
      const vector = Float32Array.from({ length: dimensions }, () => random() - 0.5);
      const length = Math.hypot(...vector);
      return {
        index,
        text: terms.join(' '),
        headings: [],
        start: 0,
        end: 1,
        terms,
        vector: vector.map((value) => value / length),
      };
    },
  };
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
}
