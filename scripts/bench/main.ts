import { cpus, totalmem } from 'node:os';
import { attacks } from './attacks.ts';
import { audit } from './audit.ts';
import { chroma } from './chroma.ts';
import { fairness } from './fairness.ts';
import { formats } from './formats.ts';
import { ingestion } from './ingestion.ts';
import { load } from './load.ts';
import { pages } from './pages.ts';
import { type Row, reaches, toTable } from './row.ts';
import { runs } from './runs.ts';
import { search } from './search.ts';
import { start } from './start.ts';
import { streams } from './streams.ts';
import { tenants } from './tenants.ts';
import { uploads } from './uploads.ts';
import { web } from './web.ts';

/** `npm run bench [-- NAME…]`: measures all, or what is named, and prints a table for BENCHMARKS.md. */
const BENCHES = [
  start,
  chroma,
  streams,
  runs,
  ingestion,
  formats,
  pages,
  fairness,
  search,
  load,
  audit,
  tenants,
  uploads,
  attacks,
  web,
];

const names = process.argv.slice(2);
const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. There are: ${BENCHES.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const rows: Row[] = [];
for (const bench of BENCHES) {
  if (names.length === 0 || names.includes(bench.name)) rows.push(...(await bench.run()));
}
const [cpu] = cpus();
console.log(
  `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}\n`,
);
console.log(toTable(rows));
process.exit(rows.every(reaches) ? 0 : 1);
