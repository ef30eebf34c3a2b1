import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AskDocument,
  CollectionsDocument,
  DeleteDocumentDocument,
  DocumentChangedDocument,
  DocumentsDocument,
  DocumentTextDocument,
  IngestTextDocument,
  type IngestTextInput,
  MeDocument,
  SearchDocument,
} from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

type Member = Client & { readonly userId: string };
const code = (expected: string) => ({ extensions: { code: expected } });

let server: TestServer;
let owner: Client;
const members: Record<string, Member> = {};
const documents: Record<string, string> = {};
/** What each document is about, and who sees it, by the three levels: organisation, department, user. */
const TABLE: Record<string, { by: string; input: Partial<IngestTextInput>; seenBy: string[] }> = {
  open: { by: 'editor', input: {}, seenBy: ['owner', 'admin', 'editor', 'cleared'] },
  finance: {
    by: 'editor',
    input: { collection: 'finance' },
    seenBy: ['owner', 'admin', 'editor', 'cleared', 'accountant'],
  },
  payroll: {
    by: 'accountant',
    input: { collection: ' finance / payroll ' },
    seenBy: ['owner', 'admin', 'editor', 'cleared', 'accountant', 'clerk'],
  },
  finances: { by: 'editor', input: { collection: 'finances' }, seenBy: ['owner', 'admin', 'editor', 'cleared'] },
  salaries: {
    by: 'cleared',
    input: { collection: 'finance/payroll', containsPii: true },
    seenBy: ['owner', 'cleared'],
  },
  diary: { by: 'editor', input: { visibility: 'PRIVATE' }, seenBy: ['editor'] },
  notes: {
    by: 'clerk',
    input: { visibility: 'PRIVATE', collection: 'finance/payroll' },
    seenBy: ['clerk'],
  },
};
const textOf = (name: string) => `The password of the ${name} cupboard is sesame-${name}.`;
const QUESTION = 'What is the password of the cupboard?';

beforeAll(async () => {
  server = await startTestServer();
  owner = await server.register();
  Object.assign(members, {
    owner,
    admin: await server.join(owner, { role: 'ADMIN' }),
    editor: await server.join(owner, { role: 'EDITOR' }),
    cleared: await server.join(owner, { role: 'EDITOR', piiAccess: true }),
    accountant: await server.join(owner, { role: 'EDITOR', collections: ['finance'] }),
    clerk: await server.join(owner, { role: 'EDITOR', collections: ['finance/payroll'] }),
    visitor: await server.join(owner, { collections: [] }),
  });
  for (const [name, { by, input }] of Object.entries(TABLE)) {
    const { id } = (await members[by]?.ingest(`${name}.txt`, textOf(name), input)) ?? { id: '' };
    documents[name] = id;
  }
});
afterAll(() => server.close());

const PEOPLE = ['owner', 'admin', 'editor', 'cleared', 'accountant', 'clerk', 'visitor'];
const memberOf = (name: string): Member => {
  const member = members[name];
  if (!member) throw new TypeError(`There is no ${name}.`);
  return member;
};
const seenBy = (who: string) =>
  Object.entries(TABLE)
    .filter(([, { seenBy }]) => seenBy.includes(who))
    .map(([name]) => name)
    .sort();

describe.each(PEOPLE)('the %s', (who) => {
  it('lists, counts, finds and reads what they may see, and nothing else', async () => {
    const client = memberOf(who);
    const expected = seenBy(who);
    const listed = (await client.data(DocumentsDocument, { first: 100 })).documents;
    expect(listed.edges.map(({ node }) => node.name.replace('.txt', '')).sort()).toEqual(expected);
    expect(listed.totalCount).toBe(expected.length);
    const found = (await client.data(SearchDocument, { query: QUESTION, topK: 20 })).search.passages;
    expect(found.map(({ documentName }) => documentName.replace('.txt', '')).sort()).toEqual(expected);
    for (const [name, id] of Object.entries(documents)) {
      const sees = expected.includes(name);
      expect((await client.document(id))?.id ?? null).toBe(sees ? id : null);
      const { document } = await client.data(DocumentTextDocument, { id });
      expect(document?.text ?? null).toBe(sees ? textOf(name) : null);
    }
  });

  it('is answered from what they may see alone', async () => {
    const unseen = Object.keys(TABLE).filter((name) => !seenBy(who).includes(name));
    for (const name of Object.keys(TABLE)) {
      const question = `What is the password of the ${name} cupboard?`;
      const { ask } = await memberOf(who).data(AskDocument, { input: { question, topK: 20 } });
      const answer = JSON.stringify(ask);
      for (const secret of unseen) expect(answer).not.toContain(`sesame-${secret}.`);
      for (const secret of unseen) expect(answer).not.toContain(documents[secret]);
      if (seenBy(who).includes(name)) expect(ask.answer.text).toContain(`sesame-${name}.`);
    }
  });

  it('sees collections, and filters by them, with what is below, as far as they may', async () => {
    const client = memberOf(who);
    const inCollection = (name: string) =>
      seenBy(who).filter((each) => TABLE[each]?.input.collection?.replaceAll(' ', '') === name);
    const expected = ['finance', 'finance/payroll', 'finances']
      .map((name) => ({ name, documents: inCollection(name).length }))
      .filter((each) => each.documents > 0);
    expect((await client.data(CollectionsDocument, {})).collections).toEqual(expected);
    for (const collection of ['finance', 'finance/payroll', 'financ', 'unknown']) {
      const within = seenBy(who).filter((name) =>
        `${TABLE[name]?.input.collection?.replaceAll(' ', '')}/`.startsWith(`${collection}/`),
      );
      const { documents: listed } = await client.data(DocumentsDocument, { filter: { collection } });
      expect(listed.edges.map(({ node }) => node.name.replace('.txt', '')).sort()).toEqual(within);
      const { search } = await client.data(SearchDocument, { query: QUESTION, topK: 20, filter: { collection } });
      expect(search.passages.map(({ documentName }) => documentName.replace('.txt', '')).sort()).toEqual(within);
    }
  });

  it('learns how much there is only where they may see all of it', async () => {
    const { me } = await memberOf(who).data(MeDocument, {});
    expect(me.tenant.usage !== null).toBe(['owner', 'cleared'].includes(who));
  });

  it('is refused what they do not see as if it did not exist', async () => {
    for (const [name, id] of Object.entries(documents)) {
      if (seenBy(who).includes(name)) continue;
      const ask = async (of: string) =>
        JSON.stringify([
          await memberOf(who).request(DeleteDocumentDocument, { input: { id: of } }),
          await memberOf(who).request(DocumentTextDocument, { id: of }),
          await memberOf(who).request(DocumentsDocument, { filter: { documentIds: [of] } }),
          await memberOf(who).request(SearchDocument, { query: QUESTION, filter: { documentIds: [of] } }),
          (await memberOf(who).stream(DocumentChangedDocument, { id: of }).next()).value,
        ]).replaceAll(/"requestId":"[^"]+"/g, '');
      expect(await ask(id)).toBe(await ask('f'.repeat(32)));
    }
  });
});

describe('what is brought in', () => {
  const refused = async (who: string, input: Partial<IngestTextInput>) =>
    memberOf(who).error(IngestTextDocument, { input: { name: 'a.txt', text: 'Some text.', ...input } });

  it('goes where its owner may see it', async () => {
    expect(await refused('clerk', {})).toMatchObject({
      message: 'Name the collection of the document. You may add documents to finance/payroll.',
      ...code('BAD_INPUT'),
    });
    for (const collection of ['finance', 'finances', 'unknown']) {
      expect(await refused('clerk', { collection })).toMatchObject({
        message: 'This is none of your collections. You may add documents to finance/payroll.',
        ...code('FORBIDDEN'),
      });
    }
    expect(await refused('editor', { containsPii: true })).toMatchObject(code('FORBIDDEN'));
    expect(await refused('editor', { collection: 'a//b' })).toMatchObject(code('BAD_INPUT'));
  });

  it('is in the collection whose name looks the same', async () => {
    const { id } = await memberOf('editor').ingest('cafe.txt', 'About coffee.', { collection: 'cafe\u200b\u0301' });
    expect((await memberOf('editor').document(id))?.collection).toBe('caf\u00e9');
    await memberOf('editor').delete(id);
  });

  it('is a document of its own where somebody has the same bytes unseen', async () => {
    const again = async (who: string, name: string) =>
      (await memberOf(who).data(IngestTextDocument, { input: { name: `${name}.txt`, text: textOf(name), wait: true } }))
        .ingestText;
    const mine = await again('admin', 'salaries');
    expect(mine).toMatchObject({ created: true, document: { status: 'SEARCHABLE', containsPii: false } });
    expect(mine.document.id).not.toBe(documents['salaries']);
    expect((await again('admin', 'diary')).created).toBe(true);
    expect((await again('admin', 'open')).created).toBe(false);
    await memberOf('admin').delete(mine.document.id);
  });

  it('is deleted by who brought it in, and by administrators', async () => {
    const { id } = await memberOf('editor').ingest('mine.txt', 'Words of my own.');
    expect(await memberOf('cleared').error(DeleteDocumentDocument, { input: { id } })).toMatchObject({
      message: expect.stringContaining('needs the role ADMIN or higher; yours is EDITOR'),
      ...code('FORBIDDEN'),
    });
    await memberOf('editor').delete(id);
    const { id: other } = await memberOf('editor').ingest('mine.txt', 'Words of my own.');
    await memberOf('admin').delete(other);
    expect(await memberOf('editor').document(other)).toBeNull();
  });

  it('is heard of by those who may see it alone', async () => {
    const heard: Record<string, unknown[]> = {};
    const readers = ['owner', 'admin', 'clerk'].map((who) => {
      const stream = memberOf(who).stream(DocumentChangedDocument, {});
      heard[who] = [];
      return { who, stream };
    });
    // Each begins with what is there: once that has come, nothing that follows is missed.
    for (const { who, stream } of readers) for (let seen = 0; seen < seenBy(who).length; seen += 1) await stream.next();
    const make = async (name: string, by: string, input: Partial<IngestTextInput>) =>
      (await memberOf(by).ingest(`${name}.txt`, `About ${name}.`, input)).id;
    const made = {
      secret: await make('secret', 'cleared', { containsPii: true }),
      filed: await make('filed', 'clerk', { collection: 'finance/payroll' }),
      own: await make('own', 'clerk', { collection: 'finance/payroll', visibility: 'PRIVATE' }),
      last: await make('last', 'accountant', { collection: 'finance/payroll/2026' }),
    };
    for (const { who, stream } of readers) {
      const ids = new Set<string>();
      for await (const { data } of stream) {
        const event = data?.documentChanged;
        if (!event || !Object.values(made).includes(event.documentId)) continue;
        ids.add(event.documentId);
        if (event.documentId === made.last && event.document?.status === 'SEARCHABLE') break;
      }
      const expected = {
        owner: ['secret', 'filed', 'last'],
        admin: ['filed', 'last'],
        clerk: ['filed', 'own', 'last'],
      };
      expect([...ids].sort()).toEqual(
        Object.entries(made)
          .filter(([name]) => expected[who as 'owner'].includes(name))
          .map(([, id]) => id)
          .sort(),
      );
    }
  });
});
