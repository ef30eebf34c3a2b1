import type { ModelProvider } from '../gql/graphql.ts';

/** In the order in which they are offered. */
export const PROVIDERS: readonly ModelProvider[] = [
  'DEPLOYMENT',
  'OLLAMA',
  'OPENAI_COMPATIBLE',
  'ANTHROPIC',
  'QUOTING',
];

/** What a model is called there, for example; those without one have no server that can be chosen. */
export const MODEL_EXAMPLES: Readonly<Partial<Record<ModelProvider, string>>> = {
  OLLAMA: 'llama3.2:3b',
  OPENAI_COMPATIBLE: 'gpt-5-mini',
  ANTHROPIC: 'claude-sonnet-4-5',
};
