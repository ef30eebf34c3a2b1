import { defineConfig } from 'vitest/config';

/** What needs a real Ollama or a real database; each file skips with a reason where its server is not there. */
export default defineConfig({
  // Vite would take graphql's other build than Node does, and two builds are two different worlds of types.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/real/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
