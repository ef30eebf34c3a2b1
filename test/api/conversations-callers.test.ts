import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  AcceptInvitationDocument,
  AnswerRunDocument,
  AskDocument,
  ConversationDocument,
  ConversationsDocument,
  CreateApiTokenDocument,
  CreateConversationDocument,
  DeleteConversationDocument,
  InviteMemberDocument,
  MeDocument,
  RateAnswerDocument,
  RemoveMemberDocument,
  RenameConversationDocument,
  RevokeApiTokenDocument,
  StartAnswerDocument,
  StopAnswerDocument,
  SwitchTenantDocument,
} from '../../schema/typed/graphql.ts';
import { resume, steps } from '../support/answer-steps.ts';
import { type Client, createClient } from '../support/client.ts';
import { createScriptedModel, says } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const QUESTION = 'How many days of paid leave do employees get?';
const NOT_FOUND = { extensions: { code: 'NOT_FOUND' } };

describe('conversations and runs', () => {
  const model = createScriptedModel();
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer({}, { answerModel: model });
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    model.script = says('They get 25 days of paid annual leave [1].');
    ada = await server.register();
    await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
  });

  /** A conversation with an answer, and a run that goes on. */
  const have = async (client: Client) => {
    model.script = says('They get 25 days of paid annual leave [1].');
    const { id } = (await client.data(CreateConversationDocument, { input: { title: 'Mine' } })).createConversation
      .conversation;
    const { answer } = (await client.data(AskDocument, { input: { question: QUESTION, conversationId: id } })).ask;
    const writing = steps();
    model.script = writing.script;
    const begun = model.nextRun();
    const { startAnswer } = await client.data(StartAnswerDocument, { input: { question: QUESTION } });
    return { id, answerId: answer.id, runId: startAnswer.run.id, run: await begun, ...writing };
  };
  type Had = Awaited<ReturnType<typeof have>>;

  /** Nothing of it is there for somebody else, and nothing that they try changes it. */
  const expectNothing = async (client: Client, { id, answerId, runId, run }: Had) => {
    expect((await client.data(ConversationsDocument, {})).conversations.edges.map(({ node }) => node.id)).not.toContain(
      id,
    );
    expect((await client.data(ConversationDocument, { id })).conversation).toBeNull();
    for (const each of [answerId, runId]) {
      expect((await client.data(AnswerRunDocument, { id: each })).answerRun).toBeNull();
      await expect(resume(client, each, null)).rejects.toThrow('NOT_FOUND');
      expect(await client.error(StopAnswerDocument, { input: { id: each } })).toMatchObject(NOT_FOUND);
      const rating = { id: each, helpful: false };
      expect(await client.error(RateAnswerDocument, { input: rating })).toMatchObject(NOT_FOUND);
    }
    const asking = { question: 'And how many are paid?', conversationId: id };
    expect(await client.error(AskDocument, { input: asking })).toMatchObject(NOT_FOUND);
    expect(await client.error(StartAnswerDocument, { input: asking })).toMatchObject(NOT_FOUND);
    expect(await client.error(RenameConversationDocument, { input: { id, title: 'Theirs' } })).toMatchObject(NOT_FOUND);
    expect(await client.error(DeleteConversationDocument, { input: { id } })).toMatchObject(NOT_FOUND);
    expect(run.signal.aborted).toBe(false);
  };
  const expectAll = async (client: Client, { id, answerId, runId }: Had) => {
    const { conversation } = await client.data(ConversationDocument, { id });
    expect(conversation).toMatchObject({
      title: 'Mine',
      answers: { edges: [{ node: { id: answerId, rating: null } }] },
    });
    expect((await client.data(AnswerRunDocument, { id: runId })).answerRun).not.toBeNull();
  };
  const token = async (client: Client) => {
    const { createApiToken } = await client.data(CreateApiTokenDocument, {
      input: { name: 'import', role: 'OWNER', piiAccess: true },
    });
    return { id: createApiToken.apiToken.id, client: createClient(server.url, createApiToken.token) };
  };

  it("of a member are nothing to an API token, and a token's are nothing to who made it, or to another", async () => {
    const hers = await have(ada);
    const [one, other] = [await token(ada), await token(ada)];
    for (const { client } of [one, other]) await expectNothing(client, hers);
    const its = await have(one.client);
    for (const client of [ada, other.client]) await expectNothing(client, its);
    await expectAll(ada, hers);
    await expectAll(one.client, its);
    // What belonged to it goes with it, and so does what it had written.
    await ada.data(RevokeApiTokenDocument, { input: { id: one.id } });
    await its.run.ended;
    expect(its.run.signal.aborted).toBe(true);
    expect(hers.run.signal.aborted).toBe(false);
    await expectNothing(ada, { ...its, run: hers.run });
    hers.allow(100);
    await hers.run.ended;
  });

  it('stay in the organisation in which they were begun, for who is a member of two', async () => {
    const boss = await server.register();
    await boss.ingest('leave.md', 'Employees get 7 days of paid annual leave.');
    const { me } = await ada.data(MeDocument, {});
    const invitation = { email: me.user?.email ?? '', role: 'OWNER', piiAccess: true } as const;
    const { inviteMember } = await boss.data(InviteMemberDocument, { input: invitation });
    const hers = await have(ada);
    const { acceptInvitation } = await ada.data(AcceptInvitationDocument, { input: { token: inviteMember.token } });
    const there = createClient(server.url, acceptInvitation.accessToken);
    await expectNothing(there, hers);
    const theirs = await have(there);
    await expectNothing(ada, theirs);
    await expectNothing(boss, theirs);

    const { switchTenant } = await there.data(SwitchTenantDocument, { input: { tenantId: me.tenant.id } });
    const back = createClient(server.url, switchTenant.accessToken);
    await expectAll(back, hers);
    await expectNothing(back, theirs);
    const again = await back.data(SwitchTenantDocument, { input: { tenantId: acceptInvitation.viewer.tenant.id } });
    const thereAgain = createClient(server.url, again.switchTenant.accessToken);
    await expectAll(thereAgain, theirs);
    await expectNothing(thereAgain, hers);

    // Who is removed there loses what is there, and nothing else.
    await boss.data(RemoveMemberDocument, { input: { userId: me.user?.id ?? '' } });
    await theirs.run.ended;
    expect(theirs.run.signal.aborted).toBe(true);
    await expectAll(ada, hers);
    hers.allow(100);
    await hers.run.ended;
    const return_ = await boss.data(InviteMemberDocument, { input: invitation });
    const rejoined = await ada.data(AcceptInvitationDocument, { input: { token: return_.inviteMember.token } });
    const anew = createClient(server.url, rejoined.acceptInvitation.accessToken);
    expect((await anew.data(ConversationsDocument, {})).conversations.totalCount).toBe(0);
  });
});
