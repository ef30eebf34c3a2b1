import {
  AcceptInvitationDocument,
  AuditLogDocument,
  IngestTextDocument,
  InviteMemberDocument,
  MeDocument,
  RemoveMemberDocument,
  SearchDocument,
  UpdateMemberDocument,
} from '../../schema/typed/graphql.ts';
import { type Client, createClient } from '../../test/support/client.ts';
import type { Reader } from './ask.ts';

const SALARIES = 'The salary of the harbour master is 4,711 a month.';
const WANTED = 'What is the salary of the harbour master?';

/** A member is invited, sees what the rights allow, gets more, and is removed. */
export async function showMembers({ client: owner, checks }: Reader, password: string): Promise<void> {
  const input = { email: 'viola@harbour.example', role: 'VIEWER' } as const;
  const { inviteMember } = await owner.data(InviteMemberDocument, { input });
  const { acceptInvitation } = await createClient(owner.url).data(AcceptInvitationDocument, {
    input: { token: inviteMember.token, password },
  });
  const viewer = createClient(owner.url, acceptInvitation.accessToken);
  const { user, tenant } = acceptInvitation.viewer;
  checks.that(`${user?.email} accepts an invitation to ${tenant.name}`, user?.email === input.email);

  const refused = await viewer.error(IngestTextDocument, { input: { name: 'note.txt', text: 'A note.' } });
  checks.that(`a viewer brings nothing in: ${refused.message}`, refused.extensions.code === 'FORBIDDEN');
  await owner.ingest('salaries.txt', SALARIES, { containsPii: true });
  checks.that('the owner finds the salaries', await finds(owner));
  checks.that('for the viewer they are not there', !(await finds(viewer)));

  const userId = user?.id ?? '';
  await owner.data(UpdateMemberDocument, { input: { userId, piiAccess: true } });
  checks.that('with access to personal data, they are', await finds(viewer));
  await owner.data(RemoveMemberDocument, { input: { userId } });
  const { extensions } = await viewer.error(MeDocument, {});
  checks.that(`removed, the same token is refused at once (${extensions.reason})`, extensions.reason === 'REVOKED');
  const { auditLog } = await owner.data(AuditLogDocument, { filter: { actor: input.email } });
  const actions = auditLog.edges.map(({ node }) => `${node.action} ${node.outcome}`);
  checks.that(`the audit has it all: ${actions.join(', ')}`, actions.length === 4);
}

async function finds(client: Client): Promise<boolean> {
  const { search } = await client.data(SearchDocument, { query: WANTED, topK: 20 });
  return search.passages.some(({ text }) => text.includes('4,711'));
}
