import { RegisterDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import { createClient } from '../../test/support/client.ts';
import type { Bench } from './row.ts';
import { startServer, withDataDir } from './server.ts';

const TENANTS = 1_000;
const FEW = 100;
const OPEN_FILES = 256;
const AT_ONCE = 4;

/** A thousand organisations in a process that may open few files: all answer, and those that are idle cost little. */
export const tenants: Bench = {
  name: 'tenants',
  run: () =>
    withDataDir(async (dataDir) => {
      const server = await startServer(dataDir, { openFiles: OPEN_FILES });
      const tokens: string[] = [];
      const residentBytes = async () => server.metric('process_resident_memory_bytes');
      try {
        const join = async (number: number) => {
          const { register } = await createClient(server.url).data(RegisterDocument, {
            input: { email: `owner${number}@example.com`, password: 'correct horse' },
          });
          tokens[number] = register.accessToken;
          await createClient(server.url, register.accessToken).ingest(
            'secret.txt',
            `The secret number of owner ${number} is ${number * 7 + 13}.`,
          );
        };
        const all = Array.from({ length: TENANTS }, (_, number) => number);
        await inTurns(all.slice(0, FEW), join);
        const before = await residentBytes();
        await inTurns(all.slice(FEW), join);
        const after = await residentBytes();
        let answered = 0;
        await inTurns(all, async (number) => {
          const { search } = await createClient(server.url, tokens[number]).data(SearchDocument, {
            query: 'What is the secret number?',
          });
          if (search.passages.length === 1 && search.passages[0]?.text.includes(` ${number * 7 + 13}.`)) answered++;
        });
        return [
          {
            what: `of ${TENANTS} organisations under ulimit -n ${OPEN_FILES}, those that answer from their own document`,
            unit: '',
            runs: [answered],
            bar: { atLeast: TENANTS },
          },
          {
            what: `memory added by an idle organisation (resident, from ${FEW} to ${TENANTS})`,
            unit: 'KiB',
            runs: [(after - before) / (TENANTS - FEW) / 1_024],
            bar: { atMost: 20 },
          },
        ];
      } finally {
        await server.stop();
      }
    }),
};

async function inTurns<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await run(item);
    }),
  );
}
