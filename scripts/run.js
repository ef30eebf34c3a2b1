import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `node scripts/run.js FILE ARGS`: builds Carrel, then runs dist/FILE in this process, which so gets every signal. */
const [file, ...args] = process.argv.slice(2);
const path = (/** @type {string} */ name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

const build = [path('node_modules/typescript/bin/tsc'), '-p', path('tsconfig.build.json')];
const { status } = spawnSync(process.execPath, build, { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const entry = path(`dist/${file}`);
process.argv = [process.execPath, entry, ...args];
await import(new URL(`../dist/${file}`, import.meta.url).href);
