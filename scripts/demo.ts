import {
  DocumentsDocument,
  LoginDocument,
  MeDocument,
  RegisterDocument,
  SearchDocument,
  SystemDocument,
} from '../schema/typed/graphql.ts';
import { type Client, createClient } from '../test/support/client.ts';
import { askKnown, askUnknown, type Reader } from './demo/ask.ts';
import { createChecks } from './demo/checks.ts';
import { showConversation } from './demo/converse.ts';
import { ingest } from './demo/ingest.ts';
import { showMembers } from './demo/members.ts';
import { CONVERSATION, type DemoOrganisation, HARBOUR, IN_NO_DOCUMENT, LUMEN } from './demo/organisations.ts';
import { startDemoServer } from './demo/server.ts';

// Carrel's main job, for a reader: two organisations bring in documents and ask about them, each for itself.

const PASSWORD = 'correct horse battery staple';
const write = (text: string) => void process.stdout.write(text);
const title = (text: string) => write(`\n${text}\n`);
const checks = createChecks((line) => write(`${line}\n`));

const server = await startDemoServer();
try {
  await showEverything(server.url);
} catch (error) {
  checks.that(`the demo runs to its end (${error instanceof Error ? error.message : error})`, false);
} finally {
  await server.close();
}
write(`\n${checks.summary()}\n`);
process.exitCode = checks.failed > 0 ? 1 : 0;

async function showEverything(url: string): Promise<void> {
  title('Two organisations register, and log in again');
  const harbour = await open(url, HARBOUR);
  const lumen = await open(url, LUMEN);
  await showSystem(harbour.client);

  title('Each brings in its documents');
  const harbourIds = await ingestAll(harbour, HARBOUR);
  const lumenIds = await ingestAll(lumen, LUMEN);

  title(`${HARBOUR.name} asks`);
  await askAll(harbour, HARBOUR, harbourIds);
  title(`${LUMEN.name} asks`);
  await askAll(lumen, LUMEN, lumenIds);

  title(`${HARBOUR.name} asks on, in a conversation`);
  await showConversation(harbour, CONVERSATION);

  title('Neither sees anything of the other');
  await showIsolation(harbour, LUMEN, lumenIds);
  await showIsolation(lumen, HARBOUR, harbourIds);

  title(`${HARBOUR.name} invites a viewer`);
  await showMembers(harbour, PASSWORD);

  title(`${HARBOUR.name} deletes ${HARBOUR.secret.file}`);
  await showDeletion(harbour, idOf(harbourIds, HARBOUR.secret.file));
}

async function open(url: string, { name, email }: DemoOrganisation): Promise<Reader> {
  const anonymous = createClient(url);
  await anonymous.data(RegisterDocument, { input: { email, password: PASSWORD, organization: name } });
  const { login } = await anonymous.data(LoginDocument, { input: { email, password: PASSWORD } });
  const client = createClient(url, login.accessToken);
  const { me } = await client.data(MeDocument);
  checks.that(`${me.user?.email} is ${me.role} of ${me.tenant.name}`, me.tenant.name === name && me.role === 'OWNER');
  return { client, checks, write };
}

async function showSystem(client: Client): Promise<void> {
  const { system } = await client.data(SystemDocument);
  write(`  Carrel ${system.version} embeds by ${system.embedder?.id} and answers by ${system.languageModel?.id}`);
  write(` (${system.languageModel?.reason})\n`);
}

async function ingestAll(reader: Reader, { name, files }: DemoOrganisation): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const file of files) ids.set(file, await ingest(reader, file));
  const { documents } = await reader.client.data(DocumentsDocument, {});
  const names = documents.edges.map(({ node }) => node.name);
  checks.that(`${name} now has ${names.join(' and ')}`, [...files].sort().join() === names.sort().join());
  return ids;
}

async function askAll(reader: Reader, { questions, ofOneFile }: DemoOrganisation, ids: Map<string, string>) {
  for (const question of questions) await askKnown(reader, question);
  write(`\n  Of ${ofOneFile.file} alone:`);
  await askKnown(reader, ofOneFile, { documentIds: [idOf(ids, ofOneFile.file)] });
  write('\n  What is in no document:');
  await askUnknown(reader, IN_NO_DOCUMENT);
}

async function showIsolation(reader: Reader, other: DemoOrganisation, otherIds: Map<string, string>): Promise<void> {
  await askUnknown(reader, other.secret.text);
  const found = await Promise.all([...otherIds.values()].map((id) => reader.client.document(id)));
  checks.that(
    `the documents of ${other.name} do not exist for them, even by their ids`,
    found.length > 0 && found.every((document) => document === null),
  );
}

async function showDeletion(reader: Reader, id: string): Promise<void> {
  const { client } = reader;
  const { secret, files } = HARBOUR;
  checks.that('it is there, and found', (await client.document(id)) !== null && (await isFound(client, id)));
  await client.delete(id);
  checks.that(
    'then it is gone, and found no more',
    (await client.document(id)) === null && !(await isFound(client, id)),
  );
  const { documents } = await client.data(DocumentsDocument, {});
  // The salaries came in meanwhile.
  checks.that(`${documents.totalCount} documents are left`, documents.totalCount === files.length);
  write(`\n  Of ${secret.file} alone:`);
  await askUnknown(reader, secret.text, { documentIds: [id] });
}

/** Whether the widest search for what only this document holds shows any of it. */
async function isFound(client: Client, id: string): Promise<boolean> {
  const { search } = await client.data(SearchDocument, { query: HARBOUR.secret.text, topK: 20 });
  return search.passages.some((passage) => passage.documentId === id);
}

function idOf(ids: Map<string, string>, file: string): string {
  const id = ids.get(file);
  if (!id) throw new Error(`${file} was not ingested.`);
  return id;
}
