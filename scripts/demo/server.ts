import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AppOverrides, startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/ops/logging.ts';

/** Who answers and who embeds may be chosen for the demo too; all else is as it comes. */
const TAKEN_OVER = /^(LANGUAGE_MODEL|EMBEDDER|(OLLAMA|OPENAI|ANTHROPIC|MODEL)_\w+)$/;

/** Starts Carrel on a free port with an empty data folder, which `close` removes. */
export async function startDemoServer(overrides: AppOverrides = {}): Promise<{ url: string; close(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'carrel-demo-'));
  const remove = () => rm(dataDir, { recursive: true, force: true });
  try {
    const config = loadConfig({
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => TAKEN_OVER.test(name))),
      PORT: '0',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'silent',
    });
    const app = await startApp(config, createLogger(config.log), overrides);
    return {
      url: app.url,
      close: async () => {
        await app.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
