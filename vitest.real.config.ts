import { defineConfig } from 'vitest/config';
import { compile, compiledSource } from './test/support/compile.ts';

const compiled = await compile();

/** What needs a real Ollama or a real database; each file skips with a reason where its server is not there. */
export default defineConfig({
  plugins: [compiledSource(compiled)],
  // Vite would take graphql's other build than Node does, and two builds are two different worlds of types.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/real/**/*.test.ts'],
    provide: { compiled },
    server: { deps: { external: [/\/carrel-compiled-/] } },
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
