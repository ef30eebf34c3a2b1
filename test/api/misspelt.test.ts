import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AskDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const NOTES = {
  'rebase.md': 'A rebase that goes wrong is given up by `git rebase --abort`. Your branch is then as it was before.',
  'canteen.md': 'The canteen serves lunch from noon to two. A vegetarian dish is always among the meals.',
  'travel.md': 'Reimbursement of travel expenses takes ten days. Hotels are booked by the secretary.',
};

describe('a question with misspelt words', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
    for (const [name, text] of Object.entries(NOTES)) await ada.ingest(name, text);
  });
  afterAll(() => server.close());

  it.each([
    ['how do i abrot a rebse', 'rebase.md', '--abort'],
    ['wich vegeterian dishs are ther', 'canteen.md', 'vegetarian'],
    ['reimbursment of expences', 'travel.md', 'ten days'],
  ])('%s finds %s', async (query, name, words) => {
    const { search } = await ada.data(SearchDocument, { query, topK: 3 });
    expect(search.passages[0]?.documentName).toBe(name);
    const { ask } = await ada.data(AskDocument, { input: { question: query } });
    expect(ask.answer.answered).toBe(true);
    expect(ask.answer.text).toContain(words);
  });

  it('is searched as the documents spell it, which the result says and marks', async () => {
    const { search } = await ada.data(SearchDocument, { query: 'how do i abrot a rebse', matches: true });
    expect(search.spelled).toBe('how do i abort a rebase');
    const words = search.passages[0]?.matches?.map(({ start, end }) => NOTES['rebase.md'].slice(start, end));
    expect(words).toEqual(['rebase', 'rebase', 'abort']);
    const { search: right } = await ada.data(SearchDocument, { query: 'abort a rebase' });
    expect(right.spelled).toBeNull();
  });

  it.each(['how do i bake a cheesecke', 'who was the emprer of Rome'])('%s stays unanswered', async (question) => {
    const { ask } = await ada.data(AskDocument, { input: { question } });
    expect(ask.answer.answered).toBe(false);
  });
});
