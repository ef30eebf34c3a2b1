import type { Config } from '../config.ts';
import type { Route } from '../models/http-request.ts';
import type { OllamaModel } from '../models/ollama-model.ts';
import type { ProviderSettings } from '../models/provider-model.ts';
import type { Logger } from '../ops/logging.ts';

/** What the log says of a prompt that did not fit. */
export const TRIMMED = 'the prompt was trimmed to the context of the model';

/** The model that operators have set for all; of `auto`, the one that is looked for. */
export function providerSettings({ models, ollama, openai, anthropic }: Config): ProviderSettings {
  const { contextTokens } = models;
  switch (models.language) {
    case 'quoting':
      return { provider: 'QUOTING' };
    case 'openai':
    case 'anthropic': {
      const { baseUrl: endpoint, apiKey, model } = models.language === 'openai' ? openai : anthropic;
      const provider = models.language === 'openai' ? 'OPENAI_COMPATIBLE' : 'ANTHROPIC';
      // The configuration is checked for its name.
      return { provider, endpoint, apiKey, model: model ?? '', contextTokens };
    }
    case 'auto':
    case 'ollama': {
      const { host: endpoint, model, contextTokens } = ollama;
      return { provider: 'OLLAMA', endpoint, apiKey: null, model, contextTokens };
    }
  }
}

/** How patiently the servers of models are asked. */
export function routeOf({ models }: Config): Route {
  return { connectMs: models.connectSeconds * 1_000, silenceMs: models.silenceSeconds * 1_000 };
}

/** Members read that Ollama failed, operators in the log where and why. */
export function ollamaModel(config: Config, model: string, logger: Logger): OllamaModel {
  const { host, keepAlive } = config.ollama;
  return {
    host,
    model,
    keepAlive: keepAlive ?? undefined,
    route: routeOf(config),
    onFailure: (problem) => logger.warn(problem),
  };
}
