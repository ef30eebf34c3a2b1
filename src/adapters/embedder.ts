import { join } from 'node:path';
import { type Config, type EmbedderChoice, toEmbedderChoice } from '../config.ts';
import { AppError } from '../errors.ts';
import type { Embedder } from '../models/embedder.ts';
import { withPrefixes } from '../models/embedding-prefixes.ts';
import { openOllamaEmbedder } from '../models/ollama-embedder.ts';
import { createMiniLmEmbedder, MINILM_ID, openTransformersEmbedder } from '../models/transformers-embedder.ts';
import type { Logger } from '../ops/logging.ts';
import type { EmbedderStamp } from '../store/embedder-stamp.ts';
import { ollamaModel } from './provider-settings.ts';

/** The embedder that the configuration asks for. @throws AppError `MODEL_UNAVAILABLE` */
export async function openEmbedder(
  config: Config,
  logger: Logger,
  embedder: EmbedderChoice = config.models.embedder,
): Promise<Embedder> {
  switch (embedder.type) {
    case 'auto':
      return createMiniLmEmbedder();
    case 'transformers':
      return withPrefixes(
        await openTransformersEmbedder({ model: embedder.model, cacheFolder: join(config.store.dataDir, 'models') }),
        embedder.model,
      );
    case 'ollama':
      return withPrefixes(await openOllamaEmbedder(ollamaModel(config, embedder.model, logger)), embedder.model);
  }
}

/**
 * The embedder of an earlier start, whose vectors some organisations still have: their questions need it until they are
 * embedded anew.
 * @throws AppError `MODEL_UNAVAILABLE` where it can't be opened
 */
export async function openFormerEmbedder(config: Config, logger: Logger, stamp: EmbedderStamp): Promise<Embedder> {
  const { id, dimensions } = stamp;
  const setting = stamp.setting ?? settingOf(id);
  const refuse = (why: string, cause?: unknown) =>
    new AppError(
      'MODEL_UNAVAILABLE',
      `Documents were embedded by ${id}, which questions about them need until they are embedded anew, and it can't be opened: ${why} Set EMBEDDER back to it${setting === null ? '' : ` (EMBEDDER=${setting})`} or bring it back, or use another data folder or database and ingest the documents again.`,
      { cause },
    );
  if (setting === null) throw refuse('it is not known where it was.');
  const opened = await openEmbedder(config, logger, toEmbedderChoice(setting)).catch((error) => {
    throw refuse(error instanceof Error ? error.message : String(error), error);
  });
  if (opened.id === id && opened.dimensions === dimensions) return opened;
  await opened.close();
  throw refuse(`${setting} is ${opened.id} now.`);
}

/** By what setting an embedder is chosen. */
export function embedderSetting(choice: EmbedderChoice): string {
  if (choice.type === 'auto') return 'auto';
  return choice.type === 'ollama' ? `ollama:${choice.model}` : choice.model;
}

/** By what setting an embedder was chosen that an earlier version noted by its id alone; null for a folder. */
function settingOf(id: string): string | null {
  const model = id.replace(/\+prefixes$/, '');
  if (model === MINILM_ID) return 'auto';
  return model.startsWith('ollama:') || model.includes('/') ? model : null;
}
