import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';
import { findChromium } from './find-chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built client is. */
    clientFolder: string;
    /** The address of the one browser; empty where there is no Chromium. */
    browser: string;
  }
}

/** Builds the client once, and starts one browser for all tests. */
export default async function setup(project: TestProject) {
  const executablePath = findChromium();
  if (executablePath === null) {
    project.provide('clientFolder', '');
    project.provide('browser', '');
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'carrel-client-'));
  await build({
    configFile: resolve(import.meta.dirname, '../../../web/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder },
  });
  const browser = await chromium.launchServer({
    executablePath,
    args: [
      // Root, as in a container, may not have the sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      // Plain http under a name is what a LAN has: no secure context.
      '--host-resolver-rules=MAP carrel.test 127.0.0.1',
    ],
  });
  project.provide('clientFolder', folder);
  project.provide('browser', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  };
}
