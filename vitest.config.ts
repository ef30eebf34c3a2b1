import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would take graphql's other build than Node does, and two builds are two different worlds of types.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/real/**', 'node_modules/**'],
    pool: 'forks',
    // Half of the time is spent waiting for processes and files: two files at once are not slower each.
    maxWorkers: 2,
    // Tests wait for what happens, never for a time: these only end what hangs, on a machine however busy.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
