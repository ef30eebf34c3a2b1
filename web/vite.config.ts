import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

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
