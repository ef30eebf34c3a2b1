import { AppError } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import type { Limits, SystemService } from './system-service.ts';

const LimitsRef = builder.objectRef<Limits>('Limits').implement({
  description: 'How much this server takes.',
  fields: (t) => ({
    maxFileBytes: t.exposeInt('maxFileBytes', { description: 'The largest file or text, in bytes.' }),
    maxTopK: t.exposeInt('maxTopK', { description: 'The most passages that a search gives.' }),
    maxQuestionLength: t.exposeInt('maxQuestionLength', { description: 'The longest question, in characters.' }),
    mediaTypes: t.stringList({
      description: 'The types of files that it reads.',
      resolve: ({ mediaTypes }) => [...mediaTypes],
    }),
  }),
});

const EmbedderInfo = builder.objectRef<SystemService['embedder']>('EmbedderInfo').implement({
  description: 'What turns texts into vectors.',
  fields: (t) => ({
    id: t.exposeString('id', { description: 'Which model.' }),
    dimensions: t.exposeInt('dimensions', { description: 'The length of its vectors.' }),
    reason: t.exposeString('reason', { description: 'Why this one.' }),
  }),
});

const LanguageModelInfo = builder
  .objectRef<Awaited<ReturnType<SystemService['languageModel']>>>('LanguageModelInfo')
  .implement({
    description: 'What writes the answers.',
    fields: (t) => ({
      id: t.exposeString('id', { description: 'Which model.' }),
      contextTokens: t.exposeInt('contextTokens', {
        nullable: true,
        description: 'Tokens that prompt and answer may have together; null: no limit.',
      }),
      reason: t.exposeString('reason', { description: 'Why this one.' }),
    }),
  });

const System = builder.objectRef<SystemService>('System').implement({
  description: 'What this server is. Null for those who are not members of an organisation: what it runs on.',
  fields: (t) => ({
    version: t.exposeString('version', { description: "Carrel's version." }),
    limits: t.field({ type: LimitsRef, description: 'How much it takes.', resolve: ({ limits }) => limits }),
    store: t.string({
      nullable: true,
      description: 'What it keeps everything in; null without a login.',
      resolve: (system, _args, { caller }) => (caller instanceof AppError ? null : system.store),
    }),
    embedder: t.field({
      type: EmbedderInfo,
      nullable: true,
      description: 'What turns texts into vectors; null without a login.',
      resolve: (system, _args, { caller }) => (caller instanceof AppError ? null : system.embedder),
    }),
    languageModel: t.field({
      type: LanguageModelInfo,
      nullable: true,
      description: 'What writes the answers now; null without a login.',
      resolve: (system, _args, { caller, signal }) =>
        caller instanceof AppError ? null : system.languageModel({ signal }),
    }),
  }),
});

builder.queryField('system', (t) =>
  t.field({
    type: System,
    access: 'public',
    description: 'What this server is; needs no login, but says what it runs on to members only.',
    resolve: (_root, _args, { services }) => services.system,
  }),
);
