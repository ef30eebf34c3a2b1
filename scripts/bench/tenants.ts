import { RegisterDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import { createClient } from '../../test/support/client.ts';
import type { Bench } from './row.ts';
import { startServer, withDataDir } from './server.ts';

const TENANTS = 1_000;
const FEW = 100;
const OPEN_FILES = 256;
const AT_ONCE = 4;

const RUNS = 3;

/** A thousand organisations in a process that may open few files: all answer, and those that are idle cost little. */
export const tenants: Bench = {
  name: 'tenants',
  run: () =>
    withDataDir(async (dataDir) => {
      const tokens = await registerAll(dataDir);
      const answered: number[] = [];
      const added: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        // As many searches in both, each in a fresh process: what differs is how many organisations have been seen.
        const few = await searchAll(dataDir, tokens, (at) => at % FEW);
        const all = await searchAll(dataDir, tokens, (at) => at);
        answered.push(all.answered);
        added.push((all.residentBytes - few.residentBytes) / (TENANTS - FEW) / 1_024);
      }
      return [
        {
          what: `of ${TENANTS} organisations under ulimit -n ${OPEN_FILES}, those that answer from their own document`,
          unit: '',
          runs: answered,
          bar: { atLeast: TENANTS },
        },
        { what: 'memory added by an idle organisation', unit: 'KiB', runs: added, bar: { atMost: 20 } },
      ];
    }),
};

async function registerAll(dataDir: string): Promise<string[]> {
  const server = await startServer(dataDir, { openFiles: OPEN_FILES });
  const tokens: string[] = [];
  try {
    await inTurns(
      Array.from({ length: TENANTS }, (_, number) => number),
      async (number) => {
        const { register } = await createClient(server.url).data(RegisterDocument, {
          input: { email: `owner${number}@example.com`, password: 'correct horse' },
        });
        tokens[number] = register.accessToken;
        const client = createClient(server.url, register.accessToken);
        await client.ingest('secret.txt', `The secret number of owner ${number} is ${secretOf(number)}.`);
      },
    );
  } finally {
    await server.stop();
  }
  return tokens;
}

/** One search an organisation, as often as there are organisations; `pick` says whose turn it is. */
async function searchAll(dataDir: string, tokens: readonly string[], pick: (at: number) => number) {
  const server = await startServer(dataDir, { openFiles: OPEN_FILES });
  let answered = 0;
  try {
    await inTurns(
      Array.from({ length: TENANTS }, (_, at) => pick(at)),
      async (number) => {
        const query = 'What is the secret number?';
        const { search } = await createClient(server.url, tokens[number]).data(SearchDocument, { query });
        const [passage, ...others] = search.passages;
        if (others.length === 0 && passage?.text.includes(` ${secretOf(number)}.`)) answered++;
      },
    );
    return { answered, residentBytes: await server.metric('process_resident_memory_bytes') };
  } finally {
    await server.stop();
  }
}

function secretOf(number: number): number {
  return number * 7 + 13;
}

async function inTurns<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item);
    }),
  );
}
