import { basename, extname, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Rolldown } from 'vite';

/** A Carrel to develop against. */
const SERVER = process.env['CARREL_URL'] ?? 'http://localhost:4000';

/** Built into dist/web, which the server holds in memory and serves at `/`. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The policy allows no data in addresses, and no script in the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What knows light-dark(), or each would be written twice.
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: togetherWith, debugName: 'together' }] } } },
    // The size that counts is compressed.
    chunkSizeWarningLimit: 700,
  },
  server: {
    // The host stays as it is: the server compares it with the page's origin.
    proxy: {
      '/graphql': { target: SERVER, ws: true },
      '^/documents/[^/]+/original': { target: SERVER },
    },
  },
});

/** Each comes as one file with all that it imports: a browser asks for few files at once, and each costs it time. */
const WHOLE = ['index.html', 'src/app/signed-in.tsx'].map((file) => resolve(import.meta.dirname, file));

/** The file that a module comes in; null where the bundler decides. */
function togetherWith(id: string, modules: Rolldown.ChunkingContext): string | null {
  const importers = new Set([id]);
  for (const each of importers)
    for (const importer of modules.getModuleInfo(each)?.importers ?? []) importers.add(importer);
  const whole = WHOLE.find((file) => importers.has(file));
  return whole ? basename(whole, extname(whole)) : null;
}
