import { fileURLToPath } from 'node:url';
import { AuditLogDocument, RegisterDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import { sentencesOf } from '../../src/lib/sentences.ts';
import { createClient } from '../../test/support/client.ts';
import { readCorpus } from './corpus.ts';
import type { Bench } from './row.ts';
import { type ServerProcess, startServer, untilEmbedded, withDataDir } from './server.ts';

const WITHOUT = fileURLToPath(new URL('./without-audit.js', import.meta.url));
const RUNS = 7;
const CLIENTS = 8;
const TURNS = 8;
/** In a turn. */
const SEARCHES = 80;
const WARM_UP = 200;

/** What the audit log costs those who search: two servers with the same documents in turns, one of which keeps no log. */
export const audit: Bench = {
  name: 'audit',
  run: () =>
    withDataDir((own) =>
      withDataDir(async (other) => {
        const text = await readCorpus();
        const servers: ServerProcess[] = [];
        try {
          const begin = async (dataDir: string, options: { main?: string } = {}) => {
            const server = await startServer(dataDir, options);
            servers.push(server);
            return await measurable(server, text, { isLogged: options.main === undefined });
          };
          const measureWith = await begin(own);
          const measureWithout = await begin(other, { main: WITHOUT });
          const runs: number[] = [];
          for (let run = 0; run < RUNS; run++) {
            // Short turns, so that what else goes on in the machine meets both alike.
            let [withMs, withoutMs] = [0, 0];
            for (let turn = 0; turn < TURNS; turn++) {
              withMs += await measureWith();
              withoutMs += await measureWithout();
            }
            const perSecond = (ms: number) => ((TURNS * SEARCHES * 1_000) / ms).toFixed(0);
            console.error(`audit: ${perSecond(withMs)} searches/s with, ${perSecond(withoutMs)} without`);
            runs.push(withoutMs / withMs);
          }
          return [
            {
              what: `searches a second of ${CLIENTS} clients, over those of a server without an audit log`,
              unit: '×',
              runs,
              bar: { atLeast: 0.9 },
            },
          ];
        } finally {
          for (const server of servers) await server.stop();
        }
      }),
    ),
};

/** Fills a server, and gives back what measures how many ms its searches of a turn take. */
async function measurable(
  { url }: ServerProcess,
  text: string,
  { isLogged }: { isLogged: boolean },
): Promise<() => Promise<number>> {
  const { register } = await createClient(url).data(RegisterDocument, {
    input: { email: 'bench@example.com', password: 'correct horse' },
  });
  const client = createClient(url, register.accessToken);
  await client.ingest('corpus.txt', text);
  await untilEmbedded(url);
  const questions = sentencesOf(text).map((sentence) => sentence.text.split(/\s+/).slice(0, 8).join(' '));
  const search = (count: number) =>
    Promise.all(
      Array.from({ length: CLIENTS }, async (_, first) => {
        for (let at = first; at < count; at += CLIENTS) {
          await client.data(SearchDocument, { query: questions[at % questions.length] ?? '' });
        }
      }),
    );
  await search(WARM_UP);
  const { auditLog } = await client.data(AuditLogDocument, { filter: { action: 'search.run' } });
  if (auditLog.totalCount !== (isLogged ? WARM_UP : 0)) throw new Error(`There are ${auditLog.totalCount} entries.`);
  return async () => {
    const begin = performance.now();
    await search(SEARCHES);
    return performance.now() - begin;
  };
}
