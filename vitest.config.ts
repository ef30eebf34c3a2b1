import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { compile, compiledSource } from './test/support/compile.ts';

/** They put others in the place of modules of src. That works for what Vitest loads; all else Node loads, and sooner. */
const MOCKING = [
  'test/api/body-pieces.test.ts',
  'test/api/documents-restart.long.test.ts',
  'test/api/isolation-without-plugin.long.test.ts',
  'test/api/loaders.test.ts',
];

/** Tests that take their time: `npm run test:long` runs them, `npm test` all others. */
const LONG = 'test/**/*.long.test.ts';
const isLong = (file: string) => file.endsWith('.long.test.ts');

/** Their size says nothing of how long they take, as what they run stands elsewhere: they begin first, so that no core idles at the end. */
const FIRST = [
  'store/mongo.test.ts',
  'store/embedded.test.ts',
  'store/mongo-processes.test.ts',
  'process/process.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isFirst = ({ moduleId }: TestSpecification) => FIRST.some((name) => moduleId.endsWith(`/test/${name}`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isFirst), ...sorted.filter((file) => !isFirst(file))];
  }
}

const compiled = await compile();
const modules = {
  plugins: [compiledSource(compiled)],
  // Vite would take graphql's other build than Node does, and two builds are two different worlds of types.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
};
const options = {
  provide: { compiled },
  // Tests wait for what happens, never for a time: these only end what hangs, on a machine however busy.
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 120_000 } },
};

export default defineConfig({
  test: {
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // Much of the time is spent waiting for processes and connections: one file more than the cores of a small machine.
    maxWorkers: 3,
    projects: [
      project('tests', {
        include: ['test/**/*.test.ts'],
        exclude: ['test/real/**', 'test/web/**', LONG, ...MOCKING],
        external: true,
        // Loading Carrel takes a second of a core, which a process spends once for all of its files.
        isolate: false,
      }),
      project('mocking', { include: MOCKING.filter((file) => !isLong(file)) }),
      project('long', { include: [LONG], exclude: MOCKING, external: true }),
      project('long-mocking', { include: MOCKING.filter(isLong) }),
    ],
  },
});

interface Which {
  readonly include: string[];
  readonly exclude?: string[];
  /** Whether each file gets a process of its own; by default it does. */
  readonly isolate?: boolean;
  /** Whether what is compiled is loaded by Node. */
  readonly external?: boolean;
}

function project(name: string, { external = false, ...which }: Which) {
  const server = external ? { server: { deps: { external: [/\/carrel-compiled-/] } } } : {};
  return { ...modules, test: { ...options, name, ...which, ...server } };
}
