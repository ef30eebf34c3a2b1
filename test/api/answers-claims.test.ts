import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnswerPartsFragment, AskDocument, DocumentTextDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { createScriptedModel, says } from '../support/scripted-model.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const COMPANY = join(import.meta.dirname, '..', 'data', 'company');

const ask = async (client: Client, question: string): Promise<AnswerPartsFragment> =>
  (await client.data(AskDocument, { input: { question } })).ask.answer;

/** The claims as they stand in the answer's text, each with what came out. */
const claimsOf = ({ text, claims }: AnswerPartsFragment) =>
  claims.map(({ start, end, support }) => [text.slice(start, end), support]);

describe('the claims of an answer', () => {
  const model = createScriptedModel();
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer({}, { answerModel: model });
    ada = await server.register();
    await ada.ingest('leave.md', '# Leave\n\nThe office is in Hull.\n\nEmployees get 25 days of paid annual leave.');
  });
  afterAll(() => server.close());

  const LEAVE = 'How many days of paid leave do employees get?';

  it('are its sentences, each with what the documents say of it', async () => {
    model.script = says(
      'Employees get 25 days of paid leave [1]. They get 30 days of annual leave. [1] Lunch is free.',
    );
    const answer = await ask(ada, LEAVE);
    expect(claimsOf(answer)).toEqual([
      ['Employees get 25 days of paid leave [1].', 'SUPPORTED'],
      ['They get 30 days of annual leave. [1]', 'UNSUPPORTED'],
      ['Lunch is free.', 'UNCITED'],
    ]);
    const [evidence] = answer.claims[0]?.evidence ?? [];
    expect(evidence).toMatchObject({ marker: 1, text: 'Employees get 25 days of paid annual leave.' });
    const id = evidence?.documentId ?? '';
    const { document } = await ada.data(DocumentTextDocument, { id });
    expect(document?.text?.slice(evidence?.start, evidence?.end)).toBe(evidence?.text);
  });

  it('cite the passage that supports a sentence for which the model named none', async () => {
    model.script = says('Employees get 25 days of paid leave. Lunch is free.');
    const answer = await ask(ada, LEAVE);
    expect(answer.text).toBe('Employees get 25 days of paid leave. [1] Lunch is free.');
    expect(answer.citations.map(({ marker }) => marker)).toEqual([1]);
    expect(claimsOf(answer)).toEqual([
      ['Employees get 25 days of paid leave. [1]', 'SUPPORTED'],
      ['Lunch is free.', 'UNCITED'],
    ]);
  });

  it('may all be unsupported, and the answer is completed all the same', async () => {
    model.script = says('The office has 400 desks [1]. Volunteers clean it.');
    const answer = await ask(ada, LEAVE);
    expect(answer).toMatchObject({ answered: true, finishReason: 'STOP' });
    expect(claimsOf(answer).map(([, support]) => support)).toEqual(['UNSUPPORTED', 'UNCITED']);
  });

  it('are none where the documents do not hold the answer', async () => {
    model.script = says('The documents do not say that.');
    expect(await ask(ada, LEAVE)).toMatchObject({ answered: false, claims: [] });
  });
});

describe('the claims of answers that quote', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
    for (const file of await readdir(COMPANY)) {
      if (!file.endsWith('.json')) await ada.ingest(file, await readFile(join(COMPANY, file), 'utf8'));
    }
  }, 120_000);
  afterAll(() => server.close());

  it('are supported: sentences, lists, rows, code and outlines', async () => {
    const { questions } = JSON.parse(await readFile(join(COMPANY, 'questions.json'), 'utf8'));
    let count = 0;
    for (const { question } of questions) {
      const answer = await ask(ada, question);
      const claims = claimsOf(answer);
      expect(claims.filter(([, support]) => support !== 'SUPPORTED')).toEqual([]);
      if (answer.answered) expect(claims).not.toEqual([]);
      count += claims.length;
    }
    expect(count).toBeGreaterThan(questions.length);
  }, 120_000);
});
