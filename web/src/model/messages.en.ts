import type { ModelProvider } from '../gql/graphql.ts';

/** The language model. */
export const en = {
  title: 'Language model',
  intro:
    'Which model writes the answers of this organisation. A change holds for questions that are asked from then on.',
  now: 'At the moment',
  context: (tokens: string) => `Reads and writes up to ${tokens} tokens at once.`,
  ask: 'Ask a question to try it',
  choice: 'Choose',
  provider: 'Who answers',
  providers: {
    DEPLOYMENT: ['What the operator has set up', 'The model of all organisations here that choose no other.'],
    OLLAMA: ['Ollama', 'A server with open models, such as one of yours.'],
    OPENAI_COMPATIBLE: ['OpenAI, or a server that speaks like it', 'vLLM, llama.cpp, LM Studio and others.'],
    ANTHROPIC: ['Anthropic', 'Or a server that speaks like it.'],
    QUOTING: ['No language model', 'What answers in the documents, as it stands there, with its source.'],
  } as Readonly<Record<ModelProvider, readonly [name: string, hint: string]>>,
  sent: 'Questions, and the passages that belong to them, are sent to that server.',
  model: 'Model',
  modelHint: (example: string) => `Its name there, such as ${example}.`,
  endpoint: 'Endpoint',
  endpointHint:
    'The address of the server, with its path. Left empty, the provider’s usual one. The operator says which servers may be asked (MODEL_ENDPOINTS).',
  key: 'API key',
  keyHint: 'Where the server wants one. It is kept encrypted, sent to that server alone, and never shown again.',
  keyIsKept: 'A key is kept for this server',
  keys: {
    keep: 'Keep it',
    replace: 'Give another one',
    remove: 'Remove it',
  },
  keyGoes: 'The key that is kept is for another server. Saving removes it.',
};
