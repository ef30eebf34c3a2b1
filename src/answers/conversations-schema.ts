import { audited } from '../graphql/audit.ts';
import { builder } from '../graphql/builder.ts';
import {
  connectionType,
  cursorOf,
  cursorOfCreated,
  eitherPageArgs,
  pageArgs,
  pageComplexity,
  parseLastPage,
  parsePage,
  toConnection,
  toLastConnection,
} from '../graphql/connection.ts';
import { type ConversationId, toId } from '../ids.ts';
import type { AnswerRecord } from '../store/answers.ts';
import type { ConversationRecord } from '../store/conversations.ts';
import { parseTitle } from './titles.ts';
import { Answer } from './types.ts';

const AnswerConnection = connectionType<AnswerRecord>('Answer', { node: Answer, items: 'answers' });

const Conversation = builder.objectRef<ConversationRecord>('Conversation').implement({
  description: 'A series of questions and their answers. Nobody but its owner sees it, whatever their role.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The opaque id of the conversation.' }),
    title: t.string({
      description: 'What it is called: as it was named, else by its first question; empty before that.',
      resolve: ({ title }) => title ?? '',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was begun.' }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When it was created or renamed, or a question was last asked in it.',
    }),
    answers: t.field({
      type: AnswerConnection,
      description:
        'Its answers as they were given, oldest first; with `last`, the newest ones. Answers that failed or were stopped are not included.',
      args: eitherPageArgs('answers'),
      complexity: pageComplexity,
      resolve: async ({ id }, { after, before, ...sizes }, { services: { conversations }, tenant, signal }) => {
        const last = parseLastPage({ after, before, ...sizes });
        if (last) {
          const page = await conversations.lastAnswers(tenant, id, { ...last, signal });
          return toLastConnection(page, { before, cursorOf: cursorOfCreated });
        }
        const page = await conversations.answers(tenant, id, { ...parsePage({ after, ...sizes }), signal });
        return toConnection(page, { after, cursorOf: cursorOfCreated });
      },
    }),
  }),
});

const ConversationConnection = connectionType<ConversationRecord>('Conversation', {
  node: Conversation,
  items: 'conversations',
});

builder.queryField('conversations', (t) =>
  t.field({
    type: ConversationConnection,
    access: 'VIEWER',
    audit: 'none',
    description: "The caller's own conversations, last used first. Nobody else sees them, whatever the role.",
    args: {
      ...pageArgs('conversations'),
      contains: t.arg.string({ description: 'Only those with this in the title or in a question, whatever the case.' }),
    },
    complexity: pageComplexity,
    resolve: async (_root, args, { services, tenant, signal }) => {
      const contains = args.contains?.trim() || null;
      const page = await services.conversations.list(tenant, { ...parsePage(args), contains, signal });
      return toConnection(page, { after: args.after, cursorOf: ({ updatedAt: at, id }) => cursorOf({ at, id }) });
    },
  }),
);

builder.queryField('conversation', (t) =>
  t.field({
    type: Conversation,
    nullable: true,
    access: 'VIEWER',
    audit: 'none',
    description: "One of the caller's own conversations; null for any other id.",
    args: { id: t.arg.id({ required: true, description: 'The id of the conversation.' }) },
    resolve: (_root, { id }, { services, tenant, signal }) =>
      services.conversations.find(tenant, toId<ConversationId>(id), { signal }),
  }),
);

const ConversationPayload = builder.objectRef<{ conversation: ConversationRecord }>('ConversationPayload').implement({
  description: 'A conversation that was begun or renamed.',
  fields: (t) => ({
    conversation: t.field({
      type: Conversation,
      description: 'The conversation.',
      resolve: ({ conversation }) => conversation,
    }),
  }),
});

const CreateConversationInput = builder.inputType('CreateConversationInput', {
  description: 'The conversation to begin.',
  fields: (t) => ({
    title: t.string({ description: 'Its title, at most 200 characters; its first question by default.' }),
  }),
});

builder.mutationField('createConversation', (t) =>
  t.field({
    type: ConversationPayload,
    access: 'VIEWER',
    audit: audited<{ conversation: ConversationRecord }>('conversation.create', ({ result }) => ({
      target: result?.conversation.id,
    })),
    description:
      'Begins a conversation: questions that are asked with its id (`AskInput.conversationId`) may refer to those before them.',
    args: { input: t.arg({ type: CreateConversationInput, description: 'The conversation.' }) },
    resolve: async (_root, { input }, { services, tenant }) => {
      const title = input?.title == null ? null : parseTitle(input.title);
      return { conversation: await services.conversations.create(tenant, title) };
    },
  }),
);

const RenameConversationInput = builder.inputType('RenameConversationInput', {
  description: 'What to call a conversation.',
  fields: (t) => ({
    id: t.id({ required: true, description: 'The id of the conversation.' }),
    title: t.string({ required: true, description: 'Its new name, at most 200 characters.' }),
  }),
});

builder.mutationField('renameConversation', (t) =>
  t.field({
    type: ConversationPayload,
    access: 'VIEWER',
    audit: audited<unknown, { id: string }>('conversation.rename', ({ input }) => ({ target: input.id })),
    description: "Renames one of the caller's own conversations.",
    args: { input: t.arg({ type: RenameConversationInput, required: true, description: 'The new name.' }) },
    resolve: async (_root, { input: { id, title } }, { services, tenant }) => ({
      conversation: await services.conversations.rename(tenant, toId<ConversationId>(id), parseTitle(title)),
    }),
  }),
);

const DeleteConversationInput = builder.inputType('DeleteConversationInput', {
  description: 'The conversation to delete.',
  fields: (t) => ({ id: t.id({ required: true, description: 'The id of the conversation.' }) }),
});

const DeleteConversationPayload = builder.objectRef<{ id: string }>('DeleteConversationPayload').implement({
  description: 'A conversation that was deleted.',
  fields: (t) => ({ id: t.exposeID('id', { description: 'The id that the conversation had.' }) }),
});

builder.mutationField('deleteConversation', (t) =>
  t.field({
    type: DeleteConversationPayload,
    access: 'VIEWER',
    audit: audited<unknown, { id: string }>('conversation.delete', ({ input }) => ({ target: input.id })),
    description:
      "Deletes one of the caller's own conversations with its answers, at once and for good; one that is being written ends. The audit log keeps the hashes of questions and answers, and no more their words.",
    args: { input: t.arg({ type: DeleteConversationInput, required: true, description: 'The conversation.' }) },
    resolve: async (_root, { input: { id } }, { services, tenant }) => {
      await services.conversations.delete(tenant, toId<ConversationId>(id));
      return { id };
    },
  }),
);
