import type { AnswerModel } from '../../src/models/answer-model.ts';
import { createProviderModel, type ProviderOptions, type ProviderSettings } from '../../src/models/provider-model.ts';
import { createQuotingModel } from '../../src/models/quoting/quoting-model.ts';

/** The key that the models of tests send. */
export const KEY = 'sk-hunter2';

/** A model of a provider with what a test does not care for filled in. */
export function openProviderModel(
  settings: Partial<Exclude<ProviderSettings, { provider: 'QUOTING' }>> & { endpoint: string },
  options: Partial<ProviderOptions> = {},
): AnswerModel {
  return createProviderModel(
    { provider: 'OPENAI_COMPATIBLE', model: 'smollm2', apiKey: KEY, contextTokens: 2_048, ...settings },
    {
      chosenBy: 'ORGANIZATION',
      quoting: createQuotingModel(),
      route: { connectMs: 1_000, silenceMs: 5_000 },
      ...options,
    },
  );
}

/** Server-sent events, one for each value. */
export function sse(...values: unknown[]): string {
  return values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join('');
}
