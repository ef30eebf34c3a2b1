import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AskDocument, MeDocument, RateAnswerDocument } from '../../schema/typed/graphql.ts';
import { readFeedbackFile } from '../../scripts/evaluate/feedback.ts';
import type { Client } from '../support/client.ts';
import { runAdmin } from '../support/process.ts';
import { createScriptedModel, says } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('npm run admin -- feedback', () => {
  const model = createScriptedModel();
  let server: TestServer;
  let folder: string;
  let ada: Client;
  let tenant: { id: string; name: string };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carrel-feedback-'));
    server = await startTestServer({}, { answerModel: model });
    ada = await server.register({ organization: 'Pumps' });
    tenant = (await ada.data(MeDocument, {})).me.tenant;
    await ada.ingest('leave.md', '# Leave\n\nEmployees get 25 days of paid annual leave.');
    model.script = says('They get 25 days [1].');
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const admin = (...args: string[]) =>
    runAdmin(['feedback', ...args], { cwd: folder, env: { DATA_DIR: server.dataDir } });
  const ask = async (client: Client, question: string) =>
    (await client.data(AskDocument, { input: { question } })).ask.answer;
  const rate = (client: Client, id: string, helpful: boolean, comment: string | null = null) =>
    client.data(RateAnswerDocument, { input: { id, helpful, comment } });

  it("writes the rated answers of an organisation's members, as the evaluation reads them, and of nobody else's", async () => {
    const bob = await server.join(ada, { role: 'VIEWER' });
    const [one, two] = [await ask(ada, 'How many days of leave?'), await ask(bob, 'How much leave is there?')];
    await ask(ada, 'Who rates nothing?');
    await rate(ada, one.id, true);
    await rate(bob, two.id, false, 'Is it paid?');
    const eve = await server.register();
    await eve.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
    await rate(eve, (await ask(eve, 'How many days of leave?')).id, true);

    const summary = `${tenant.id}  "Pumps"  2 rated answers, 1 of them helpful\n`;
    expect(await admin(tenant.id)).toMatchObject({ code: 0, stdout: summary });
    expect(await admin(tenant.id, 'rated.json')).toMatchObject({ code: 0, stdout: expect.stringContaining(summary) });
    const file = join(folder, 'rated.json');
    expect((await stat(file)).mode & 0o077).toBe(0);
    const passages = [{ document: 'leave.md', text: expect.stringContaining('25 days') }];
    expect(await readFeedbackFile(file)).toMatchObject([
      { id: one.id, question: 'How many days of leave?', helpful: true, comment: null, passages },
      { id: two.id, answered: true, text: two.text, model: 'scripted', helpful: false, comment: 'Is it paid?' },
    ]);
    const { stdout } = await admin(tenant.id, '--json');
    expect(JSON.parse(stdout)).toEqual(JSON.parse(await readFile(file, 'utf8')));
  });

  it('overwrites no file, and knows no other organisation', async () => {
    expect(await admin(tenant.id, 'other.json', '--json')).toMatchObject({ code: 0 });
    expect(await admin(tenant.id, 'other.json')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is there already'),
    });
    expect(await admin('f'.repeat(32))).toMatchObject({ code: 1, stderr: expect.stringContaining('no such') });
    expect(await admin()).toMatchObject({ code: 2 });
  });
});
