import type { Config } from '../config.ts';
import type { AnswerModel, AnswerModels } from '../models/answer-model.ts';
import { createAnswerModels } from '../models/answer-models.ts';
import type { Embedder } from '../models/embedder.ts';
import { addressOf } from '../models/ollama-address.ts';
import { describeOllama, probeOllama } from '../models/ollama-client.ts';
import type { OllamaModel } from '../models/ollama-model.ts';
import { createProviderModel, type ProviderSettings } from '../models/provider-model.ts';
import { createQuotingModel } from '../models/quoting/quoting-model.ts';
import type { Logger } from '../ops/logging.ts';
import { ollamaModel, providerSettings, routeOf, TRIMMED } from './provider-settings.ts';

/** What answers without a language model. */
export function openQuotingModel({ search }: Config, embedder: Embedder): AnswerModel {
  return createQuotingModel({ embedder, neverRefuses: search.answerableThreshold === 0 });
}

/** What answers, by the configuration: chosen once, or looked for again and again. Warns where it is not there yet. */
export function openAnswerModels(config: Config, logger: Logger, quoting: AnswerModel): AnswerModels {
  const { language } = config.models;
  const settings = providerSettings(config);
  const model = createProviderModel(settings, {
    chosenBy: 'OPERATOR',
    quoting,
    route: routeOf(config),
    keepAlive: config.ollama.keepAlive ?? undefined,
    onFailure: (problem) => logger.warn(problem),
    onTrimmed: (trimmed) => logger.warn(trimmed, TRIMMED),
  });
  const server = ollamaModel(config, config.ollama.model, logger);
  if (language === 'ollama') void warnWithoutOllama(server, logger);
  const reason = `LANGUAGE_MODEL is ${language}${settings.provider === 'QUOTING' ? '' : `, with ${settings.model}`}.`;
  return createAnswerModels(language === 'auto' ? { ollama: model, server, quoting } : { always: { model, reason } }, {
    onChosen: ({ model, reason }) =>
      logger.info({ languageModel: model.id, reason, endpoint: addressOfProvider(settings) }, 'language model chosen'),
  });
}

function addressOfProvider(settings: ProviderSettings): string | undefined {
  return settings.provider === 'QUOTING' ? undefined : addressOf(settings.endpoint);
}

async function warnWithoutOllama(server: OllamaModel, logger: Logger): Promise<void> {
  const state = await probeOllama(server);
  if (state === 'ready') return;
  const problem = describeOllama(`Ollama at ${addressOf(server.host)}`, server.model)[state];
  logger.warn(
    `LANGUAGE_MODEL is ollama, but ${problem}. Questions fail until that is mended; LANGUAGE_MODEL=auto would quote the documents meanwhile.`,
  );
}
