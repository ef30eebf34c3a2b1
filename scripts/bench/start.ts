import { type Bench, median } from './row.ts';
import { startServer, withDataDir } from './server.ts';

const RUNS = 5;

/** From the start of the process to the first answered query, on an empty folder and on one that was used before. */
export const start: Bench = {
  name: 'start',
  run: () =>
    withDataDir(async (dataDir) => {
      const runs: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        const server = await startServer(dataDir);
        runs.push(server.startMs);
        await server.stop();
      }
      console.error(`start: ${Math.round(median(runs))} ms`);
      return [{ what: 'process start to first answered query, embedded', unit: 'ms', runs, bar: { atMost: 2_000 } }];
    }),
};
