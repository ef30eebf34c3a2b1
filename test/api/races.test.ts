import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AnswerDocument,
  AskDocument,
  DeleteDocumentDocument,
  DocumentChangedDocument,
  IngestTextDocument,
  MeDocument,
  RefreshSessionDocument,
  RegisterDocument,
  RemoveMemberDocument,
  SearchDocument,
  UpdateMemberDocument,
  type UpdateMemberInput,
} from '../../schema/typed/graphql.ts';
import type { Store } from '../../src/store/store.ts';
import { type Client, createClient } from '../support/client.ts';
import { DEPLOYMENTS, type Deployment } from '../support/deployments.ts';
import { openSocket } from '../support/raw-socket.ts';
import { createScriptedModel, saysThenHangs } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const QUESTION = { input: { question: 'How many days of paid leave do employees get?' } };
const code = (expected: string) => ({ extensions: { code: expected } });
const REVOKED = { extensions: { code: 'UNAUTHENTICATED', reason: 'REVOKED' } };

describe.each(DEPLOYMENTS)('on %s', (_name, deploy) => {
  const model = createScriptedModel();
  let deployment: Deployment;
  let server: TestServer;
  let owner: Client;
  /** What a document's ingestion waits for before its end. */
  let beforeFinish = Promise.resolve();
  const wrapStore = (store: Store): Store => ({
    ...store,
    openTenant: async (id) => {
      const tenant = await store.openTenant(id);
      const finish: typeof tenant.ingestion.finish = async (...given) => {
        await beforeFinish;
        return await tenant.ingestion.finish(...given);
      };
      return { ...tenant, ingestion: Object.assign(Object.create(tenant.ingestion), { finish }) };
    },
  });
  beforeAll(async () => {
    deployment = await deploy();
    server = await startTestServer(deployment.env, { answerModel: model, wrapStore });
    owner = await server.register();
    await owner.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
  });
  afterAll(async () => {
    await server.close();
    await deployment.close();
  });

  it('an e-mail address that several register at once has one account', async () => {
    const input = { email: 'wanted@example.org', password: 'correct horse' };
    const tries = await Promise.all([1, 2, 3].map(() => server.anonymous().request(RegisterDocument, { input })));
    expect(tries.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(tries.flatMap(({ errors = [] }) => errors)).toMatchObject([code('CONFLICT'), code('CONFLICT')]);
  });

  it('a refresh token that several tabs use at once gives new tokens to one, and ends nothing', async () => {
    const input = { email: 'tabs@example.org', password: 'correct horse' };
    const { register } = await server.anonymous().data(RegisterDocument, { input });
    const refresh = { input: { refreshToken: register.refreshToken } };
    const tries = await Promise.all([1, 2, 3].map(() => server.anonymous().request(RefreshSessionDocument, refresh)));
    expect(tries.flatMap(({ errors = [] }) => errors)).toMatchObject([code('CONFLICT'), code('CONFLICT')]);
    const [session] = tries.flatMap(({ data }) => data?.refreshSession ?? []);
    for (const token of [register.accessToken, session?.accessToken]) {
      expect((await createClient(server.url, token).data(MeDocument, {})).me.user?.email).toBe(input.email);
    }
  });

  it('a member who is removed while answers are written to them gets none of them, and the model stops', async () => {
    const member = await server.join(owner);
    model.script = saysThenHangs(' so');
    const begin = async <T>(start: () => T) => {
      const begun = model.nextRun();
      const started = start();
      return { started, run: await begun };
    };
    const stream = await begin(async () => {
      const events = [];
      for await (const { data } of member.stream(AnswerDocument, QUESTION)) events.push(data?.answer);
      return events.at(-1);
    });
    const socket = await openSocket(server.url);
    await socket.init(member.token);
    const overSocket = await begin(() => socket.subscribe('1', print(AnswerDocument), QUESTION));
    const request = await begin(() => member.request(AskDocument, QUESTION));

    await owner.data(RemoveMemberDocument, { input: { userId: member.userId } });
    expect(await stream.started).toMatchObject({ __typename: 'AnswerFailed', code: 'UNAUTHENTICATED' });
    expect(await socket.closed).toMatchObject({ code: 4403 });
    expect(await request.started).toMatchObject({ data: null, errors: [REVOKED] });
    await Promise.all([stream, overSocket, request].map(({ run }) => run.ended));
  });

  const LEGAL = { collections: ['legal'] };
  it.each<[string, Omit<UpdateMemberInput, 'userId'> | null]>([
    ['is an EDITOR no more', { role: 'VIEWER' }],
    ['has other collections', LEGAL],
    ['is removed', null],
  ])('a document whose uploader %s in the middle of its ingestion is ingested to its end', async (_what, change) => {
    const editor = await server.join(owner, { role: 'EDITOR', collections: ['hr'] });
    const { userId } = editor;
    let letFinish = () => {};
    beforeFinish = new Promise((resolve) => {
      letFinish = resolve;
    });
    const changes = owner.subscribe(DocumentChangedDocument, {});
    await changes.next();
    const input = { name: `${userId}.md`, text: `Where ${userId} is.`, collection: 'hr', wait: true };
    const waiting = editor.data(IngestTextDocument, { input });
    let id = '';
    for await (const { data } of changes) {
      const { documentId = '', document } = data?.documentChanged ?? {};
      if (document?.progress.stage === 'WRITING') id = documentId;
      if (id) break;
    }

    if (change) await owner.data(UpdateMemberDocument, { input: { userId, ...change } });
    else await owner.data(RemoveMemberDocument, { input: { userId } });
    // Nobody waits longer than they may.
    expect((await waiting).ingestText).toMatchObject({ created: true, document: { id, status: 'PROCESSING' } });
    const { errors } = await editor.request(DeleteDocumentDocument, { input: { id } });
    const refusal = change ? code(change === LEGAL ? 'NOT_FOUND' : 'FORBIDDEN') : REVOKED;
    expect(errors).toMatchObject([refusal]);

    const following = owner.subscribe(DocumentChangedDocument, { id });
    await following.next();
    letFinish();
    for await (const { data } of following) if (data?.documentChanged.document?.status === 'SEARCHABLE') break;
    const { search } = await owner.data(SearchDocument, { query: `Where is ${userId}?` });
    expect(search.passages[0]).toMatchObject({ documentId: id });
    if (change) expect((await editor.document(id))?.status ?? null).toBe(change === LEGAL ? null : 'SEARCHABLE');
  });
});
