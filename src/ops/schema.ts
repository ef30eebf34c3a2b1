import { AppError } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import type { Limits, SystemService } from './system-service.ts';

const LimitsRef = builder.objectRef<Limits>('Limits').implement({
  description: 'The limits of this server.',
  fields: (t) => ({
    maxFileBytes: t.exposeInt('maxFileBytes', {
      description: 'The largest file or text that can be ingested, in bytes.',
    }),
    maxTopK: t.exposeInt('maxTopK', { description: 'The largest `topK`.' }),
    maxQuestionLength: t.exposeInt('maxQuestionLength', { description: 'The longest question, in characters.' }),
    mediaTypes: t.stringList({
      description: 'The media types of files that can be ingested.',
      resolve: ({ mediaTypes }) => [...mediaTypes],
    }),
    fileExtensions: t.stringList({
      description: 'The extensions of files that can be ingested, with their dots.',
      resolve: ({ fileExtensions }) => [...fileExtensions],
    }),
  }),
});

const EmbedderInfo = builder.objectRef<SystemService['embedder']>('EmbedderInfo').implement({
  description: 'The embedding model.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'The id of the model.' }),
    dimensions: t.exposeInt('dimensions', { description: 'The dimensions of its vectors.' }),
    reason: t.exposeString('reason', { description: 'Why this model is in use.' }),
  }),
});

const LanguageModelInfo = builder
  .objectRef<Awaited<ReturnType<SystemService['languageModel']>>>('LanguageModelInfo')
  .implement({
    description: 'The model that writes answers.',
    fields: (t) => ({
      id: t.exposeString('id', { description: 'The id of the model.' }),
      contextTokens: t.exposeInt('contextTokens', {
        nullable: true,
        description: 'How many tokens the prompt and the answer may have together; null for no limit.',
      }),
      reason: t.exposeString('reason', { description: 'Why this model is in use.' }),
    }),
  });

const System = builder.objectRef<SystemService>('System').implement({
  description: 'What this server is and runs on. The latter is null without a login.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'The version of Carrel.' }),
    limits: t.field({ type: LimitsRef, description: 'The limits of this server.', resolve: ({ limits }) => limits }),
    registrationOpen: t.boolean({
      description: 'Whether strangers may register an organisation.',
      resolve: (system, _args, { signal }) => system.isRegistrationOpen({ signal }),
    }),
    hasAccounts: t.boolean({
      description: 'Whether anybody has an account here. While nobody has, a client can lead to making the first one.',
      resolve: (system, _args, { signal }) => system.hasAccounts({ signal }),
    }),
    store: t.string({
      nullable: true,
      description: 'The store that holds everything; null without a login.',
      resolve: (system, _args, { caller }) => (caller instanceof AppError ? null : system.store),
    }),
    embedder: t.field({
      type: EmbedderInfo,
      nullable: true,
      description: 'The embedding model; null without a login.',
      resolve: (system, _args, { caller }) => (caller instanceof AppError ? null : system.embedder),
    }),
    languageModel: t.field({
      type: LanguageModelInfo,
      nullable: true,
      description: "The model that writes the organisation's answers at the moment; null without a login.",
      resolve: (system, _args, { caller, signal }) =>
        caller instanceof AppError ? null : system.languageModel(caller.tenantId, { signal }),
    }),
  }),
});

builder.queryField('system', (t) =>
  t.field({
    type: System,
    access: 'public',
    audit: 'none',
    description: 'What this server is and runs on. No login is needed for its version and limits.',
    resolve: (_root, _args, { services }) => services.system,
  }),
);
