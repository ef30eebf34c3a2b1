import { defineConfig } from 'vitest/config';
import { compile, compiledSource } from './test/support/compile.ts';

const compiled = await compile();

/** The browser client, in a real Chromium against a real Carrel: `npm run test:web`. */
export default defineConfig({
  plugins: [compiledSource(compiled)],
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    name: 'web',
    pool: 'forks',
    // Each has a server of its own, and a browser is busy too.
    maxWorkers: 2,
    include: ['test/web/**/*.test.ts'],
    globalSetup: ['test/web/support/setup.ts'],
    provide: { compiled },
    server: { deps: { external: [/\/carrel-compiled-/] } },
    // A browser has moments of its own; what fails twice is ours.
    retry: 1,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 100_000 } },
  },
});
