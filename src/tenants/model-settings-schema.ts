import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import { describeValues } from '../graphql/enum-values.ts';
import { MODEL_PROVIDERS, type ModelSettings } from '../store/directory-records.ts';

const ModelProvider = builder.enumType('ModelProvider', {
  description: "Where an organisation's language model is.",
  values: describeValues(MODEL_PROVIDERS, {
    DEPLOYMENT: 'What the operator has set up for all.',
    OLLAMA: 'An Ollama server.',
    OPENAI_COMPATIBLE: 'A server with the Chat Completions API: OpenAI, vLLM, llama.cpp, LM Studio and others.',
    ANTHROPIC: "A server with Anthropic's Messages API.",
    QUOTING: 'No language model: answers are quoted from the documents, with citations.',
  }),
});

/** Null where the organisation never chose. */
const ModelSettingsRef = builder.objectRef<{ settings: ModelSettings | null }>('ModelSettings').implement({
  description: 'The language model that an organisation has chosen. The key itself is never given back.',
  fields: (t) => ({
    provider: t.field({
      type: ModelProvider,
      description: 'Where the model is; DEPLOYMENT where the organisation never chose.',
      resolve: ({ settings }) => settings?.provider ?? 'DEPLOYMENT',
    }),
    model: t.string({
      nullable: true,
      description: 'Its name there; null for DEPLOYMENT and QUOTING.',
      resolve: ({ settings }) => settings?.model,
    }),
    endpoint: t.string({
      nullable: true,
      description: "The address of its server; null for the provider's usual one.",
      resolve: ({ settings }) => settings?.endpoint,
    }),
    hasApiKey: t.boolean({
      description: 'Whether an API key is kept for it.',
      resolve: ({ settings }) => settings?.sealedApiKey != null,
    }),
    updatedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was chosen; null where it never was.',
      resolve: ({ settings }) => settings?.updatedAt,
    }),
  }),
});

builder.queryField('modelSettings', (t) =>
  t.field({
    type: ModelSettingsRef,
    access: 'OWNER',
    audit: 'none',
    description: 'The language model that the organisation has chosen.',
    resolve: async (_root, _args, context) => ({
      settings: await context.services.modelSettings.find(identify(context), { signal: context.signal }),
    }),
  }),
);

const UpdateModelSettingsInput = builder.inputType('UpdateModelSettingsInput', {
  description: 'The language model to answer with from now on.',
  fields: (t) => ({
    provider: t.field({ type: ModelProvider, required: true, description: 'Where the model is.' }),
    model: t.string({ description: 'Its name there, such as `llama3.2:3b`; left out for DEPLOYMENT and QUOTING.' }),
    endpoint: t.string({
      description:
        "The address of its server, with its path; the operator says which are allowed. The provider's usual one by default.",
    }),
    apiKey: t.string({
      description:
        'The API key. If it is left out, the stored one stays, unless the provider or the endpoint changes; an empty string removes it.',
    }),
  }),
});

const UpdateModelSettingsPayload = builder
  .objectRef<{ settings: ModelSettings }>('UpdateModelSettingsPayload')
  .implement({
    description: 'The language model that was chosen.',
    fields: (t) => ({
      settings: t.field({
        type: ModelSettingsRef,
        description: 'The choice as it is now.',
        resolve: (parent) => parent,
      }),
    }),
  });

builder.mutationField('updateModelSettings', (t) =>
  t.field({
    type: UpdateModelSettingsPayload,
    access: 'OWNER',
    // Neither what was refused nor any key: what is no endpoint may hold a password.
    audit: audited<{ settings: ModelSettings }, typeof UpdateModelSettingsInput.$inferInput>(
      'model.update',
      ({ input: { provider }, result }) => ({
        detail: {
          provider,
          ...(result && {
            model: result.settings.model,
            endpoint: result.settings.endpoint,
            hasApiKey: result.settings.sealedApiKey !== null,
          }),
        },
      }),
    ),
    description:
      "Chooses the language model that writes the organisation's answers, from the next question on; within a second on all processes.",
    args: { input: t.arg({ type: UpdateModelSettingsInput, required: true, description: 'The choice.' }) },
    resolve: async (_root, { input: { provider, model, endpoint, apiKey } }, context) => ({
      settings: await context.services.modelSettings.update(identify(context), {
        provider,
        model: model ?? null,
        endpoint: endpoint ?? null,
        apiKey: apiKey ?? null,
      }),
    }),
  }),
);
