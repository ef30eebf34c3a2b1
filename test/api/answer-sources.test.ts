import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  AskDocument,
  AuditLogDocument,
  CreateConversationDocument,
  DocumentsDocument,
  UpdateDocumentDocument,
} from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { createScriptedModel, says } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const NOTES = {
  'bridge.md': 'The bridge at Arlen was opened in 1871. It was designed by Ida Holm.',
  'holm.md': 'Ida Holm, an engineer, grew up in Varn, where her mother kept a mill.',
  'mill.md': 'The mill of Varn burned down in 1902 and was rebuilt in brick.',
  'canteen.md': 'The canteen serves lunch from noon to two.',
};
const ANSWERS =
  'query ($id: ID!) { conversation(id: $id) { answers(first: 9) { edges { node { text withheld searchedFor } } } } }';

describe('an answer that has words of a document which is none of its passages', () => {
  let replies: string[] = [];
  const model = Object.assign(createScriptedModel(), {
    complete: async () => JSON.stringify({ missing: replies.shift() ?? 'nothing' }),
  });
  let server: TestServer;
  let owner: Client;
  let reader: Client;
  let auditor: Client;
  let conversationId = '';
  beforeAll(async () => {
    server = await startTestServer({}, { answerModel: model });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    replies = [];
    model.script = says('It is so [1].');
    owner = await server.register();
    for (const [name, text] of Object.entries(NOTES)) await owner.ingest(name, text);
    [reader, auditor] = [await server.join(owner), await server.join(owner, { role: 'ADMIN' })];
    conversationId = (await reader.data(CreateConversationDocument, {})).createConversation.conversation.id;
  });

  const ask = async (by: Client, question: string, more: object = {}) =>
    (await by.data(AskDocument, { input: { question, ...more } })).ask.answer;
  const hide = async (...names: string[]) => {
    for (const { node } of (await owner.data(DocumentsDocument, {})).documents.edges) {
      if (!names.includes(node.name)) continue;
      await owner.data(UpdateDocumentDocument, { input: { id: node.id, containsPii: true } });
    }
  };
  const kept = async () => {
    type Kept = { node: { text: string; withheld: boolean; searchedFor: string[] } };
    const { conversation } = await reader.data<
      { conversation: { answers: { edges: Kept[] } } },
      Record<string, unknown>
    >(ANSWERS, { id: conversationId });
    return conversation.answers.edges.map(({ node }) => node);
  };
  /** What an auditor without the right to personal data reads of all that was asked. */
  const audited = async () => {
    const { edges } = (await auditor.data(AuditLogDocument, { first: 100 })).auditLog;
    return edges.flatMap(({ node }) => (node.action === 'answer.ask' ? [node.detail ?? ''] : []));
  };

  it('is withheld where it names one that is out of sight by now, and its text is in no audit log for who does not see that', async () => {
    const answer = await ask(reader, 'Give me a summary.', { conversationId });
    expect(answer.text).toContain('“mill.md”');
    expect(await kept()).toMatchObject([{ text: answer.text, withheld: false }]);
    expect(JSON.stringify(await audited())).toContain('mill.md');

    await hide('mill.md');
    expect(await kept()).toMatchObject([{ text: '', withheld: true }]);
    expect(await audited()).toHaveLength(1);
    expect(JSON.stringify(await audited())).not.toContain('mill.md');

    expect((await ask(owner, 'Give me a summary.')).text).toContain('“mill.md”');
    expect(JSON.stringify(await audited())).not.toContain('mill.md');
    expect(await audited()).toHaveLength(1);
  });

  it('does not say how many others there are, as who reads it later may see fewer', async () => {
    const { text } = await ask(reader, 'Give me a summary.');
    expect(text).toMatch(/^Which document do you mean\? There are 3\+: (“[a-z]+\.md”, ){3}…\./);
  });

  it('is withheld, with what the model looked up, where one that it saw on the way is out of sight by now', async () => {
    const question = 'Which town is the designer from?';
    replies = ['home town of Ida Holm', 'year in which the mill of Varn burned down', 'hours of lunch in the canteen'];
    const answer = await ask(reader, question, { conversationId, mode: 'THOROUGH', topK: 1 });
    expect(answer.passages.map(({ documentName }) => documentName)).toEqual(['holm.md', 'mill.md']);
    expect((await kept())[0]?.searchedFor).toContain('hours of lunch in the canteen');

    await hide('canteen.md');
    expect(await kept()).toEqual([{ text: '', withheld: true, searchedFor: [question] }]);
    expect(JSON.stringify(await audited())).not.toContain('It is so');
  });

  it('is withheld where it outlines one that is out of sight by now', async () => {
    await ask(reader, 'What is canteen.md about?', { conversationId });
    await hide('canteen.md');
    expect(await kept()).toMatchObject([{ text: '', withheld: true }]);
  });
});
