import type { Party } from './isolation-party.ts';

/** How a root field is called by the suites. */
export interface TableEntry {
  /** `public`: for anybody, as it knows no organisation. */
  readonly scope: 'public' | 'required';
  /** What its required arguments get; what the suites send is put on top. */
  readonly variables: Variables | ((caller: { readonly email: string }) => Variables);
  /** A file for its argument `input.file`. */
  readonly file?: Blob;
  /** Of a stream that has no end: how many events are read. */
  readonly events?: number;
  /** Takes away what it is called with, or even the caller's session, so it is called behind all others. */
  readonly destroys?: 'object' | 'session';
  /** What it gives at first says nothing of any document. */
  readonly saysNothing?: true;
  /** The code with which it refuses a document that its caller sees, as it is, so that it goes on to be what it is. */
  readonly refusal?: string;
  /** What its ids name, where that is no document: all of them, or the one at a path. */
  readonly id?: keyof Party['ids'] | Readonly<Record<string, keyof Party['ids']>>;
  /** Its answer depends on which documents there are, so it is asked before and after some were added. */
  readonly tells?: true;
  /** What it is asked with then, lest it tell of the asking itself. */
  readonly lasting?: Variables;
}

type Variables = Record<string, unknown>;

/** What the id of an argument names, where that is no document. */
export function kindOf({ id }: TableEntry, { path }: { readonly path: string }): keyof Party['ids'] | undefined {
  return typeof id === 'object' ? id[path] : id;
}

/** What the documents of both tenants answer, each with a canary of its own. */
const QUESTION = 'What is the code of the vault?';
const UNKNOWN = 'f'.repeat(32);

/** Every root field has an entry; the suite fails for a field without one, and for an entry without a field. */
export const TABLE: Readonly<Record<string, TableEntry>> = {
  'Query.me': { scope: 'required', variables: {}, tells: true },
  'Query.document': { scope: 'required', variables: { id: UNKNOWN } },
  'Query.documents': { scope: 'required', variables: {}, tells: true },
  'Query.collections': { scope: 'required', variables: {}, tells: true },
  'Query.tags': { scope: 'required', variables: {}, tells: true },
  'Query.search': { scope: 'required', variables: { query: QUESTION, topK: 20 }, tells: true },
  'Query.system': { scope: 'public', variables: {} },
  'Mutation.register': { scope: 'public', variables: {} },
  'Mutation.login': {
    scope: 'public',
    variables: ({ email }) => ({ input: { email, password: 'correct horse' } }),
    id: 'tenant',
  },
  'Mutation.refreshSession': { scope: 'public', variables: {} },
  'Mutation.resetPassword': { scope: 'public', variables: {} },
  'Query.invitation': { scope: 'public', variables: {} },
  'Mutation.acceptInvitation': { scope: 'public', variables: {} },
  'Query.members': { scope: 'required', variables: {}, id: 'member' },
  'Query.invitations': { scope: 'required', variables: {}, id: 'invitation' },
  'Mutation.inviteMember': { scope: 'required', variables: { input: { email: 'guest@example.com' } } },
  'Mutation.revokeInvitation': {
    scope: 'required',
    variables: { input: { id: UNKNOWN } },
    id: 'invitation',
    destroys: 'object',
  },
  'Mutation.updateMember': { scope: 'required', variables: { input: { userId: UNKNOWN } }, id: 'member' },
  'Mutation.removeMember': {
    scope: 'required',
    variables: { input: { userId: UNKNOWN } },
    id: 'member',
    destroys: 'object',
  },
  'Mutation.updateTenant': { scope: 'required', variables: { input: {} } },
  'Query.modelSettings': { scope: 'required', variables: {} },
  'Mutation.updateModelSettings': { scope: 'required', variables: { input: { provider: 'QUOTING' } } },
  'Mutation.deleteTenant': { scope: 'required', variables: { input: { password: 'wrong horse', confirmName: 'x' } } },
  'Mutation.deleteAccount': { scope: 'required', variables: { input: { password: 'wrong horse' } } },
  'Query.auditLog': {
    scope: 'required',
    variables: {},
    id: 'auditEntry',
    tells: true,
    lasting: { filter: { action: 'document.ingest' } },
  },
  'Query.apiTokens': { scope: 'required', variables: {}, id: 'apiToken' },
  'Mutation.createApiToken': { scope: 'required', variables: { input: { name: 'import' } } },
  'Mutation.revokeApiToken': {
    scope: 'required',
    variables: { input: { id: UNKNOWN } },
    id: 'apiToken',
    destroys: 'object',
  },
  'Query.sessions': { scope: 'required', variables: {} },
  'Mutation.logout': { scope: 'required', variables: {}, destroys: 'session' },
  'Mutation.revokeSession': {
    scope: 'required',
    variables: { input: { id: UNKNOWN } },
    id: 'session',
    destroys: 'object',
  },
  'Mutation.updateProfile': { scope: 'required', variables: { input: {} } },
  'Mutation.changePassword': {
    scope: 'required',
    variables: { input: { currentPassword: 'wrong horse', newPassword: 'correct horse' } },
  },
  'Mutation.createPasswordReset': { scope: 'required', variables: { input: { userId: UNKNOWN } }, id: 'member' },
  'Mutation.switchTenant': { scope: 'required', variables: { input: { tenantId: UNKNOWN } }, id: 'tenant' },
  'Mutation.ingestText': {
    scope: 'required',
    variables: { input: { name: 'note', text: 'A note of no interest.', wait: true } },
  },
  'Mutation.ingestFile': {
    scope: 'required',
    variables: { input: { file: null, name: 'note.txt', wait: true } },
    file: new Blob(['A file of no interest.']),
  },
  'Mutation.updateDocument': { scope: 'required', variables: { input: { id: UNKNOWN, tags: ['seen'] } } },
  'Mutation.reprocessDocument': { scope: 'required', variables: { input: { id: UNKNOWN } } },
  'Mutation.cancelIngestion': { scope: 'required', variables: { input: { id: UNKNOWN } }, refusal: 'CONFLICT' },
  'Mutation.retryIngestion': { scope: 'required', variables: { input: { id: UNKNOWN } }, refusal: 'CONFLICT' },
  'Mutation.replaceDocument': {
    scope: 'required',
    variables: { input: { id: UNKNOWN, text: ' ' } },
    refusal: 'BAD_INPUT',
  },
  'Mutation.deleteDocument': { scope: 'required', variables: { input: { id: UNKNOWN } }, destroys: 'object' },
  'Mutation.ask': {
    scope: 'required',
    variables: { input: { question: QUESTION, topK: 20 } },
    id: { 'input.conversationId': 'conversation' },
    tells: true,
  },
  'Subscription.answer': {
    scope: 'required',
    variables: { input: { question: QUESTION, topK: 20 } },
    id: { 'input.conversationId': 'conversation' },
    tells: true,
  },
  'Mutation.startAnswer': {
    scope: 'required',
    variables: { input: { question: QUESTION, topK: 20 } },
    id: { 'input.conversationId': 'conversation' },
    saysNothing: true,
  },
  'Query.answerRun': { scope: 'required', variables: { id: UNKNOWN }, id: 'answer' },
  'Mutation.stopAnswer': { scope: 'required', variables: { input: { id: UNKNOWN } }, id: 'answer' },
  'Mutation.rateAnswer': { scope: 'required', variables: { input: { id: UNKNOWN, helpful: true } }, id: 'answer' },
  'Subscription.answerResumed': { scope: 'required', variables: { answerId: UNKNOWN }, id: 'answer' },
  'Query.conversations': { scope: 'required', variables: { first: 2 }, id: 'conversation' },
  'Query.conversation': { scope: 'required', variables: { id: UNKNOWN }, id: 'conversation' },
  'Mutation.createConversation': { scope: 'required', variables: {} },
  'Mutation.renameConversation': {
    scope: 'required',
    variables: { input: { id: UNKNOWN, title: 'Renamed' } },
    id: 'conversation',
  },
  'Mutation.deleteConversation': {
    scope: 'required',
    variables: { input: { id: UNKNOWN } },
    id: 'conversation',
    destroys: 'object',
  },
  'Subscription.documentChanged': { scope: 'required', variables: {}, events: 1, tells: true },
};

/** Arguments that are no conditions: how many, and what is looked for. */
export const PLAIN_ARGUMENTS: readonly string[] = [
  'first',
  'after',
  'current',
  'topK',
  'query',
  'token',
  'contains',
  'input.topK',
  'input.mode',
  'input.resumable',
  'input.question',
];
