import { type Cache, cacheExchange } from '@urql/exchange-graphcache';

/** What has no id of its own lives in what it belongs to. A passage of one answer is not that of another. */
const WITHOUT_ID = [
  'AnswerFilter',
  'AnswerUsage',
  'Citation',
  'Claim',
  'Collection',
  'EmbedderInfo',
  'Evidence',
  'IngestionProgress',
  'InvitationPreview',
  'LanguageModelInfo',
  'Limits',
  'Match',
  'Member',
  'Membership',
  'ModelSettings',
  'PageInfo',
  'Passage',
  'Rating',
  'SearchResult',
  'System',
  'Tag',
  'TenantQuotas',
  'TenantUsage',
  'Viewer',
];
/** Connections and what they hold, of all types. */
const LISTS = ['Answer', 'ApiToken', 'AuditEntry', 'Conversation', 'Document', 'Invitation', 'Member'];

const keys = Object.fromEntries(
  [...WITHOUT_ID, ...LISTS.flatMap((name) => [`${name}Connection`, `${name}Edge`])].map((name) => [name, () => null]),
);

/** As far as the cache reads it; who follows a document for its name alone does not ask for its progress. */
interface DocumentEvent {
  readonly type: string;
  readonly documentId: string;
  readonly document?: { readonly progress?: { readonly stage: string } } | null;
}

/** Fields of the root that say which documents there are. */
const OF_DOCUMENTS = ['documents', 'collections', 'tags'];

/** Fields of a document that come with its text. */
const OF_TEXT = ['text', 'pageStarts', 'headings'];

/** Lists of the root are read again, whatever they were filtered by. */
function outdate(cache: Cache, ...fields: readonly string[]): void {
  for (const { fieldName, fieldKey } of cache.inspectFields('Query')) {
    if (fields.includes(fieldName)) cache.invalidate('Query', fieldKey);
  }
}

/** What was read with the former rights is forgotten once there are others. */
function createRightsWatch() {
  let known: string | null = null;
  return (_result: unknown, _args: unknown, cache: Cache) => {
    // From what is known of the caller by now: a query may ask for less than that.
    const me = cache.resolve('Query', 'me') as string;
    const rights = JSON.stringify(['role', 'piiAccess', 'collections'].map((field) => cache.resolve(me, field)));
    if (known !== null && known !== rights) {
      const fields = cache.inspectFields('Query').map(({ fieldName }) => fieldName);
      outdate(cache, ...fields.filter((name) => name !== 'me'));
    }
    known = rights;
  };
}

/** What a change of one thing means for what is on the page. */
export function createCache() {
  const forget = (type: string) => (result: object, _args: unknown, cache: Cache) => {
    const payload = Object.values(result)[0] as { id?: string } | undefined;
    if (payload?.id) cache.invalidate({ __typename: type, id: payload.id });
  };
  return cacheExchange({
    keys,
    updates: {
      Query: { me: createRightsWatch() },
      Mutation: {
        changePassword: (_result, _args, cache) => outdate(cache, 'sessions'),
        ingestFile: (_result, _args, cache) => outdate(cache, ...OF_DOCUMENTS),
        ingestText: (_result, _args, cache) => outdate(cache, ...OF_DOCUMENTS),
        updateDocument: (_result, _args, cache) => outdate(cache, ...OF_DOCUMENTS),
        deleteDocument: (result, _args, cache) => {
          forget('Document')(result, _args, cache);
          outdate(cache, ...OF_DOCUMENTS);
        },
        createConversation: (_result, _args, cache) => outdate(cache, 'conversations'),
        deleteConversation: (result, _args, cache) => {
          forget('Conversation')(result, _args, cache);
          outdate(cache, 'conversations');
        },
        createApiToken: (_result, _args, cache) => outdate(cache, 'apiTokens'),
        revokeApiToken: (_result, _args, cache) => outdate(cache, 'apiTokens'),
        inviteMember: (_result, _args, cache) => outdate(cache, 'invitations'),
        revokeInvitation: (_result, _args, cache) => outdate(cache, 'invitations'),
        // It may be the caller's own row.
        updateMember: (_result, _args, cache) => outdate(cache, 'members', 'me'),
        removeMember: (_result, _args, cache) => outdate(cache, 'members'),
        updateTenant: (_result, _args, cache) => outdate(cache, 'me'),
        updateModelSettings: (_result, _args, cache) => outdate(cache, 'modelSettings', 'system'),
        revokeSession: (_result, _args, cache) => outdate(cache, 'sessions'),
      },
      Subscription: {
        documentChanged: (result, _args, cache) => {
          const { type, documentId, document } = result['documentChanged'] as DocumentEvent;
          const entity = { __typename: 'Document', id: documentId };
          if (type === 'DELETED') {
            cache.invalidate(entity);
            outdate(cache, ...OF_DOCUMENTS);
          } else if (document?.progress?.stage === 'DONE') {
            // It may have been read again, or be a new version.
            for (const { fieldName, fieldKey } of cache.inspectFields(entity)) {
              if (OF_TEXT.includes(fieldName)) cache.invalidate(entity, fieldKey);
            }
          }
        },
      },
    },
  });
}
