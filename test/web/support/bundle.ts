import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

const WEB = resolve(import.meta.dirname, '../../../web');

/** How large the built client is, in bytes as gzip makes them. */
export interface BundleSizes {
  /** All that runs before somebody can sign in. */
  readonly signInJs: number;
  /** All that runs before the first page behind the login is drawn. */
  readonly initialJs: number;
  readonly initialCss: number;
  /** What each of the other parts adds when it is opened, largest first: its chunk, and those behind it that are not there yet. */
  readonly parts: readonly { readonly name: string; readonly bytes: number }[];
}

/** Builds the client in memory, and measures it. */
export async function measureBundle(): Promise<BundleSizes> {
  const { output } = await buildAsShipped();
  const chunks = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])));
  const entry = [...chunks.values()].find(({ isEntry }) => isEntry);
  if (!entry) throw new Error('The build has no entry.');
  /** A chunk, and all that it imports before it runs. */
  const withImports = (name: string, known = new Set<string>()): Set<string> => {
    if (known.has(name)) return known;
    known.add(name);
    for (const imported of chunks.get(name)?.imports ?? []) withImports(imported, known);
    return known;
  };
  const signIn = withImports(entry.fileName);
  const signedIn = [...chunks.values()].find(({ name }) => name === 'signed-in');
  if (!signedIn) throw new Error('The build has nothing behind the login.');
  const initial = withImports(signedIn.fileName, new Set(signIn));
  const sizeOf = (names: Iterable<string>) =>
    [...names].reduce((sum, name) => sum + gzipped(chunks.get(name)?.code ?? ''), 0);
  /** What is there when a part is opened: what its first page needs, and whatever opens it. */
  const isThereFor = (part: string, name: string) => {
    const openers = [...chunks.values()].filter(({ dynamicImports }) => dynamicImports.includes(part));
    return initial.has(name) || openers.every(({ fileName }) => withImports(fileName).has(name));
  };
  const parts = [...chunks.values()]
    .filter(({ isDynamicEntry, fileName }) => isDynamicEntry && !initial.has(fileName))
    .map(({ name, fileName }) => ({
      name,
      bytes: sizeOf([...withImports(fileName)].filter((each) => !isThereFor(fileName, each))),
    }));
  const styles = new Set([...initial].flatMap((name) => [...(chunks.get(name)?.viteMetadata?.importedCss ?? [])]));
  const css = output.filter((file) => file.type === 'asset' && styles.has(file.fileName));
  const theme = gzipped(await readFile(resolve(WEB, 'public/theme.js')));
  return {
    signInJs: sizeOf(signIn) + theme,
    initialJs: sizeOf(initial) + theme,
    initialCss: css.reduce((sum, file) => sum + (file.type === 'asset' ? gzipped(file.source) : 0), 0),
    parts: parts.sort((one, other) => other.bytes - one.bytes),
  };
}

async function buildAsShipped(): Promise<Rolldown.RolldownOutput> {
  const { NODE_ENV } = process.env;
  try {
    // Vite takes over what a test runner says, and React would come as it is for developers.
    process.env['NODE_ENV'] = 'production';
    const result = await build({
      configFile: resolve(WEB, 'vite.config.ts'),
      logLevel: 'warn',
      build: { write: false },
    });
    return [result].flat()[0] as Rolldown.RolldownOutput;
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = NODE_ENV;
  }
}

const gzipped = (content: string | Uint8Array) => gzipSync(content).byteLength;
