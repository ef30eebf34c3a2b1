import {
  AskDocument,
  CreateApiTokenDocument,
  CreateConversationDocument,
  DeleteConversationDocument,
  DeleteTenantDocument,
  DocumentsDocument,
  InviteMemberDocument,
  LoginDocument,
  RemoveMemberDocument,
  RevokeApiTokenDocument,
  RevokeInvitationDocument,
  RevokeSessionDocument,
  SessionsDocument,
} from '../../schema/typed/graphql.ts';
import { type Client, createClient } from './client.ts';
import type { Party } from './isolation-party.ts';
import type { TestServer } from './server.ts';

/** Somebody who asks, and what they log in with. */
export type Asker = Client & { readonly email: string };

/** In all that readers must not learn of: names, texts and a collection. */
export const CANARY = 'CANARY';
/** The collection that readers are limited to. */
const OPEN = 'open';
/** Who adds the documents that readers don't see, and no others: entries of the audit are found by it. */
export const WITNESS = 'witness@example.com';

/** Each thing that keeps a document from a reader who has not that right. */
const KINDS = {
  'a document in another collection': { collection: `${CANARY}/payroll` },
  'a PRIVATE document of another': { collection: OPEN, visibility: 'PRIVATE' },
  'a document with personal data': { collection: OPEN, containsPii: true },
} as const;

/** A document that readers don't see. */
export interface Hidden {
  readonly kind: string;
  readonly id: string;
  readonly cursor: string;
}

/** By what an argument names: ids that were good once, or are for others. */
export type Gone = Readonly<
  Record<Exclude<keyof Party['ids'], 'auditEntry'> | 'document', readonly { what: string; id: string }[]>
>;

/** Who sees little, by what lets them do much or little with it. */
export type ReaderName = 'OWNER' | 'EDITOR' | 'API token';

/** An organisation in which some see less than others. */
export interface Organisation {
  readonly readers: Readonly<Partial<Record<ReaderName, Asker>>>;
  /** Sees everything: the positive control. */
  readonly witness: Asker;
  /** Adds a document of each kind that the readers don't see. */
  hide(name: string): Promise<Hidden[]>;
  /** The same, of which none can be ingested. */
  fail(): Promise<void>;
  /** Adds a document that everybody sees. */
  show(name: string): Promise<{ id: string; createdAt: string }>;
  /** What is no more, or is another user's alone. */
  lose(): Promise<Gone>;
}

export async function createOrganisation(server: TestServer, names: readonly ReaderName[]): Promise<Organisation> {
  const owner = await server.register({ organization: 'An organisation with secrets' });
  const witness = await server.join(owner, { email: WITNESS, role: 'OWNER', piiAccess: true });
  const reader = await server.join(owner, { role: 'OWNER', collections: [OPEN] });
  const editor = await server.join(owner, { role: 'EDITOR', collections: [OPEN] });
  const token = async (maker: Client, name: string, rights: object) => {
    const input = { name, role: 'OWNER', ...rights } as const;
    const { createApiToken } = await maker.data(CreateApiTokenDocument, { input });
    return { ...createApiToken, client: createClient(server.url, createApiToken.token) };
  };
  const program = (await token(reader, 'program', { collections: [OPEN] })).client;
  const add = (client: Client, name: string, about: string, more: object) =>
    client.ingest(name, `# Vault\n\nThe code of the vault is ${about}.\n`, more);
  const addOpen = (name: string) => add(owner, `${name}.txt`, name, { collection: OPEN });

  const all = { OWNER: reader, EDITOR: editor, 'API token': Object.assign(program, { email: reader.email }) };
  return {
    readers: Object.fromEntries(names.map((name) => [name, all[name]])),
    witness,
    hide: async (name) => {
      const kinds = new Map<string, string>();
      for (const [kind, access] of Object.entries(KINDS)) {
        const marks = { tags: [`${CANARY}-${name}`], documentDate: '2020-02-20T00:00:00.000Z' };
        const about = `${CANARY} ${kinds.size}`;
        const { id } = await add(witness, `${CANARY}-${name}.md`, about, { ...marks, ...access });
        kinds.set(id, kind);
      }
      const { documents } = await witness.data(DocumentsDocument, { filter: { tags: [`${CANARY}-${name}`] } });
      return documents.edges.map(({ node, cursor }) => ({ kind: kinds.get(node.id) ?? '', id: node.id, cursor }));
    },
    fail: async () => {
      for (const access of Object.values(KINDS)) {
        const { status } = await witness.ingest(`${CANARY}-failed.md`, '---\ntags: [failed]\n---\n', access);
        if (status !== 'FAILED') throw new Error(`It is ${status}.`);
      }
    },
    show: addOpen,
    lose: async () => {
      const { id: document } = await addOpen('gone');
      if (!(await reader.document(document))) throw new Error('The document was never to be seen.');
      await owner.delete(document);
      const { userId } = await server.join(owner);
      await owner.data(RemoveMemberDocument, { input: { userId } });
      const { inviteMember } = await owner.data(InviteMemberDocument, { input: { email: 'nobody@example.com' } });
      await owner.data(RevokeInvitationDocument, { input: { id: inviteMember.invitation.id } });
      const { apiToken } = await token(owner, 'old', {});
      await owner.data(RevokeApiTokenDocument, { input: { id: apiToken.id } });
      const confirmName = 'An organisation of old';
      const founder = await server.register({ organization: confirmName });
      const { deleteTenant } = await founder.data(DeleteTenantDocument, {
        input: { password: 'correct horse', confirmName },
      });
      const converse = async (client: Client) => {
        const { createConversation } = await client.data(CreateConversationDocument, {});
        const { id } = createConversation.conversation;
        const { ask } = await client.data(AskDocument, {
          input: { question: 'What is the code of the vault?', conversationId: id },
        });
        return { conversation: id, answer: ask.answer.id };
      };
      const [others, deleted] = [await converse(witness), await converse(reader)];
      await reader.data(DeleteConversationDocument, { input: { id: deleted.conversation } });
      const [session] = (await witness.data(SessionsDocument, {})).sessions;
      return {
        document: [{ what: 'a deleted document', id: document }],
        member: [{ what: 'a removed member', id: userId }],
        invitation: [{ what: 'a revoked invitation', id: inviteMember.invitation.id }],
        apiToken: [{ what: 'a revoked API token', id: apiToken.id }],
        conversation: [
          { what: 'a deleted conversation', id: deleted.conversation },
          { what: "another member's conversation", id: others.conversation },
        ],
        answer: [
          { what: 'an answer of a deleted conversation', id: deleted.answer },
          { what: "another member's answer", id: others.answer },
        ],
        tenant: [{ what: 'a deleted organisation', id: deleteTenant.tenantId }],
        session: [
          { what: 'a session that has ended', id: await endedSession(reader) },
          { what: "another member's session", id: session?.id ?? '' },
        ],
      };
    },
  };
}

async function endedSession(client: Asker): Promise<string> {
  await client.data(LoginDocument, { input: { email: client.email, password: 'correct horse' } });
  const { sessions } = await client.data(SessionsDocument, {});
  const id = sessions.find(({ current }) => !current)?.id ?? '';
  await client.data(RevokeSessionDocument, { input: { id } });
  return id;
}
