import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** `node scripts/run.js FILE ARGS`: builds Carrel, then runs dist/FILE in this process, which so gets every signal. */
const [file, ...args] = process.argv.slice(2);
const path = (/** @type {string} */ name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

const build = (/** @type {string[]} */ ...command) => {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

if (file === 'main.js') console.error('Building Carrel …');
build(path('node_modules/typescript/bin/tsc'), '-p', path('tsconfig.build.json'));
if (file === 'main.js') {
  const vite = path('node_modules/vite/bin/vite.js');
  // Without development's packages there is the API, and whatever client was built before.
  if (existsSync(vite)) build(vite, 'build', path('web'), '--logLevel', 'warn');
  else if (!existsSync(path('dist/web')))
    console.error('There is no browser client: npm ci with all packages builds it.');
}

// Elsewhere GraphQL looks at each value of a result for a second copy of itself.
process.env['NODE_ENV'] ??= 'production';
const entry = path(`dist/${file}`);
process.argv = [process.execPath, entry, ...args];
await import(new URL(`../dist/${file}`, import.meta.url).href);
