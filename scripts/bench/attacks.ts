import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { RegisterDocument } from '../../schema/typed/graphql.ts';
import { createClient } from '../../test/support/client.ts';
import { ATTACKS, type Attack } from './attacks/attacks.ts';
import type { Target } from './attacks/flood.ts';
import { type Bench, quantile, type Row } from './row.ts';
import { type ServerProcess, startServer, untilEmbedded, withDataDir } from './server.ts';

const ATTACKER = fileURLToPath(new URL('./attacks/attacker.ts', import.meta.url));
const RUNS = 3;
const ATTACK_MS = 5_000;
/** Between two pings. */
const PAUSE_MS = 5;
/** Between two looks at the memory, each of which takes the server some milliseconds. */
const MEMORY_MS = 500;
/** As deployed, behind a proxy that tells where a request comes from: attackers have as many addresses as they like. */
const SETTINGS = { RATE_LIMITS: 'on', TRUSTED_PROXIES: '127.0.0.1,::1' };

/** How long others wait while somebody attacks, and what memory that takes. */
export const attacks: Bench = {
  name: 'attacks',
  run: async () => {
    // `ATTACKS=pings,uploads` measures those alone whose names hold one of these.
    const asked = process.env['ATTACKS']?.split(',');
    const chosen = [...ATTACKS.entries()].filter(([, { what }]) => asked?.some((part) => what.includes(part)) ?? true);
    const rows: Row[] = [];
    const added: number[][] = [];
    for (const [number, attack] of chosen) {
      const seen = await withDataDir(async (dataDir) => {
        const token = await prepare(attack, dataDir);
        const runs: Seen[] = [];
        for (let run = 0; run < RUNS; run++) runs.push(await measure(number, { token, prepared: dataDir }));
        return runs;
      });
      const [pings, mebibytes] = [seen.map(({ longestMs }) => longestMs), seen.map(({ addedMiB }) => addedMiB)];
      console.error(`attacks: ${attack.what}: ${pings.map(Math.round)} ms, ${mebibytes.map(Math.round)} MiB added`);
      rows.push({ what: `longest ping beside ${attack.what}`, unit: 'ms', runs: pings, bar: { atMost: 50 } });
      added.push(mebibytes);
    }
    const most = Array.from({ length: RUNS }, (_, run) => Math.max(...added.map((runs) => runs[run] ?? 0)));
    return [...rows, { what: 'memory that one of these adds, at most', unit: 'MiB', runs: most, bar: { atMost: 500 } }];
  },
};

/** What was seen during an attack. */
interface Seen {
  readonly longestMs: number;
  readonly addedMiB: number;
}

async function measure(number: number, { token, prepared }: { token: string; prepared: string }): Promise<Seen> {
  return await withDataDir(async (dataDir) => {
    // Each attack begins with what was prepared, and nothing of the one before.
    await cp(prepared, dataDir, { recursive: true });
    const server = await startServer(dataDir, { env: SETTINGS });
    const pings = await openPings(server.url);
    try {
      // The first ones compile what the others use.
      for (let at = 0; at < 200; at++) await pings.next();
      const before = await memoryOf(server);
      const child = await begin(number, { url: server.url, token });
      const end = performance.now() + ATTACK_MS;
      let most = before;
      const watch = (async () => {
        while (performance.now() < end) {
          most = Math.max(most, await memoryOf(server));
          await setTimeout(MEMORY_MS);
        }
      })();
      const times: number[] = [];
      while (performance.now() < end) {
        times.push(await pings.next());
        await setTimeout(PAUSE_MS);
      }
      await watch;
      child.kill('SIGKILL');
      return { longestMs: quantile(times, 1), addedMiB: most - before };
    } finally {
      pings.close();
      await server.stop();
    }
  });
}

/** Makes the user that attacks, and what they need, without limits; gives their token. */
async function prepare(attack: Attack, dataDir: string): Promise<string> {
  const server = await startServer(dataDir);
  try {
    const input = { email: 'victim@example.com', password: 'correct horse' };
    const { register } = await createClient(server.url).data(RegisterDocument, { input });
    await attack.prepare?.(createClient(server.url, register.accessToken));
    await untilEmbedded(server.url);
    return register.accessToken;
  } finally {
    await server.stop();
  }
}

/** Starts the attack in a process of its own. */
async function begin(number: number, target: Target): Promise<ChildProcess> {
  const child = fork(ATTACKER, [`${number}`, target.url, target.token], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

async function memoryOf(server: ServerProcess): Promise<number> {
  return (await server.metric('process_resident_memory_bytes')) / 2 ** 20;
}

/** Asks the server for little over a connection of its own, and tells how many ms that took. */
async function openPings(url: string): Promise<{ next(): Promise<number>; close(): void }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const options = { agent, method: 'POST', headers: { 'content-type': 'application/json' } };
  return {
    next: () =>
      new Promise((resolve, reject) => {
        const begun = performance.now();
        const ping = request(`${url}/graphql`, options, (response) => {
          if (response.statusCode !== 200) reject(new Error(`A ping was answered with ${response.statusCode}.`));
          response.resume().once('end', () => resolve(performance.now() - begun));
        });
        ping.once('error', reject).end('{"query":"{ system { version } }"}');
      }),
    close: () => agent.destroy(),
  };
}
