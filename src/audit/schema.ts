import { audited } from '../graphql/audit.ts';
import { builder, identify } from '../graphql/builder.ts';
import {
  connectionType,
  foreignCursor,
  pageArgs,
  pageComplexity,
  parsePageSize,
  toConnection,
} from '../graphql/connection.ts';
import { decodeCursor, encodeCursor } from '../lib/cursor.ts';
import type { Rights } from '../roles.ts';
import type { ShownAuditEntry } from './audit-service.ts';

const AuditEntry = builder.objectRef<ShownAuditEntry>('AuditEntry').implement({
  description: 'Something that happened in the organisation. Entries are chained by hashes, so that a change shows.',
  fields: (t) => ({
    id: t.id({ description: 'The opaque id of the entry.', resolve: ({ entry }) => entry.id }),
    at: t.field({ type: 'DateTime', description: 'When it happened.', resolve: ({ entry }) => entry.at }),
    actor: t.string({
      description: 'Who did it: the e-mail address at that time, and the name of the API token if one was used.',
      resolve: ({ entry: { actor } }) =>
        actor.apiToken ? `API token "${actor.apiToken.name}" of ${actor.email}` : actor.email,
    }),
    rights: t.string({
      description: 'What they were allowed to do and see at that moment, such as `EDITOR, personal data, in finance`.',
      resolve: ({ entry: { rights } }) => (rights ? inWords(rights) : 'none'),
    }),
    action: t.string({
      description: 'What they did, as an object and a verb, such as `document.delete`.',
      resolve: ({ entry }) => entry.action,
    }),
    target: t.string({
      nullable: true,
      description: 'The id of what they did it to.',
      resolve: ({ entry }) => entry.target,
    }),
    outcome: t.string({
      description:
        'How it ended: `OK`, or the code of the error. An answer that is streamed is `STARTED`, then `FINISHED`, `FAILED` or `ABANDONED`.',
      resolve: ({ entry }) => entry.outcome,
    }),
    detail: t.string({
      nullable: true,
      description:
        'Details as a JSON object: the ids of the documents shown, the model, the duration, the address, the hashes of the question and the answer, and these themselves for as long as they are kept. It holds `withheld` alone if the entry is about a document that the caller may no longer see.',
      resolve: ({ entry: { documents, detail, withheld, sequence, hash }, text }) =>
        JSON.stringify({
          ...detail,
          ...(withheld && { withheld }),
          ...(documents.length > 0 && { documents: documents.map(({ id }) => id) }),
          ...(text && { question: text.question, answer: text.answer }),
          sequence,
          hash,
        }),
    }),
  }),
});

const AuditEntryConnection = connectionType('AuditEntry', { node: AuditEntry, items: 'entries' });

const AuditFilter = builder.inputType('AuditFilter', {
  description: 'Conditions for entries; an entry must meet all that are given.',
  fields: (t) => ({
    action: t.string({ description: 'Only this action, such as `document.delete`.' }),
    actor: t.string({
      description: 'Only what this actor did: an e-mail address, the name of an API token, or the id of either.',
    }),
    after: t.field({ type: 'DateTime', description: 'Only what happened after this time.' }),
    before: t.field({ type: 'DateTime', description: 'Only what happened before this time.' }),
  }),
});

builder.queryField('auditLog', (t) =>
  t.field({
    type: AuditEntryConnection,
    access: 'ADMIN',
    audit: audited('audit.read'),
    description:
      'The audit log of the organisation, newest first. Entries about documents that the caller may not see are left out; those about documents that the caller may no longer see have no details.',
    args: {
      ...pageArgs('entries'),
      filter: t.arg({ type: AuditFilter, description: 'Which entries to return.' }),
    },
    complexity: pageComplexity,
    resolve: async (_root, { first, after, filter }, context) => {
      const page = await context.services.audit.list(identify(context), {
        filter: {
          ...(filter?.action != null && { action: filter.action }),
          ...(filter?.actor != null && { actor: filter.actor }),
          ...(filter?.after && { after: filter.after }),
          ...(filter?.before && { before: filter.before }),
        },
        limit: parsePageSize(first),
        behind: after == null ? null : parsePlace(after),
        signal: context.signal,
      });
      return toConnection<ShownAuditEntry>(page, { after, cursorOf: ({ entry }) => encodeCursor([entry.sequence]) });
    },
  }),
);

/** @throws AppError `BAD_INPUT` for what is no cursor of the log */
function parsePlace(cursor: string): number {
  const [place, ...rest] = decodeCursor(cursor) ?? [];
  if (rest.length === 0 && typeof place === 'number' && Number.isSafeInteger(place) && place > 0) return place;
  throw foreignCursor();
}

function inWords({ role, piiAccess, collections }: Rights): string {
  return [
    role,
    ...(piiAccess ? ['personal data'] : []),
    ...(collections ? [`in ${collections.join(', ') || 'no collection'}`] : []),
  ].join(', ');
}
