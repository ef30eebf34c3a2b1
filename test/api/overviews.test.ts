import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AskDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const HANDBOOK = `# Handbook

We build weather stations.

## Leave

Everybody gets 27 days. They expire in March.

## Expenses

Hand in receipts within 30 days.

| what | most |
|---|---|
| hotel | 120 pounds |

## Sickness

Call before nine.

## Leaving

Return the keys.
`;
const MAIL = 'Opening hours\n\nThe shop opens at nine.\n\nParking\n\nIt is free behind the house.';

describe('documents asked for by what they are', () => {
  let server: TestServer;
  let ada: Client;
  let bob: Client;
  let mailId: string;
  beforeAll(async () => {
    server = await startTestServer();
    [ada, bob] = [await server.register(), await server.register()];
    await ada.ingest('employee-handbook.md', HANDBOOK);
    mailId = (await ada.ingest('mail.txt', MAIL)).id;
    await ada.ingest('webmail.txt', 'Passwords are changed each spring.');
    await bob.ingest('secret-plan.md', '# Plan\n\nWe open a branch in Oslo.');
  });
  afterAll(() => server.close());

  const ask = async (question: string, { by = ada, ...input }: { by?: Client; filter?: object } = {}) =>
    (await by.data(AskDocument, { input: { question, ...input } })).ask.answer;

  it('are outlined where their title says what they are called, and their names do not', async () => {
    const eve = await server.register();
    await eve.ingest('2026-02-11.md', '# Management meeting, 11 February\n\nPresent: Ines.\n\n## Roof\n\nIt leaks.');
    await eve.ingest('canteen.md', '# Canteen\n\nLunch is at noon.');
    const answer = await ask('Summarise the meeting of 11 February', { by: eve });
    expect(answer.text).toContain('This is an outline of 2026-02-11.md');
    expect(answer.text).toContain('**Roof**: It leaks.');
    expect((await ask('Summarise the meeting of 11 February', { by: bob })).answered).toBe(false);
  });

  it('are outlined by their headings and first sentences, which are cited, and it says so', async () => {
    const answer = await ask('Summarise the employee handbook');
    expect(answer.text).toBe(
      [
        'This is an outline of employee-handbook.md, made of its headings and first sentences:',
        '',
        '**Handbook**: We build weather stations. [1]',
        '- **Leave**: Everybody gets 27 days. [2]',
        '- **Expenses**: Hand in receipts within 30 days. [3]',
        '- **Sickness**: Call before nine. [4]',
        '- **Leaving**',
      ].join('\n'),
    );
    expect(answer).toMatchObject({ answered: true, finishReason: 'STOP' });
    expect(answer.citations.map(({ marker }) => marker)).toEqual([1, 2, 3, 4]);
  });

  it('are outlined by what looks like headings where the text is plain', async () => {
    for (const question of ['What does mail.txt say?', 'What is mail.txt about?']) {
      expect((await ask(question)).text).toContain(
        '**Opening hours**: The shop opens at nine. [1]\n\n**Parking**: It is free behind the house. [1]',
      );
    }
  });

  it('are outlined where a question for what is in them is answered by none of their passages', async () => {
    for (const question of ['What is in the employee handbook?', 'What does the employee handbook say?'])
      expect((await ask(question)).text).toContain('outline of employee-handbook.md');
    for (const question of ['What does “mail.txt” say?', 'mail.txt'])
      expect((await ask(question)).text).toContain('outline of mail.txt');
    expect(await ask('What is in the box?')).toMatchObject({ answered: false });
    expect((await ask('According to mail.txt, where is parking free?')).text).toContain('It is free behind the house.');
    expect((await ask('In the file mail.txt, when does the shop open?')).text).toContain('The shop opens at nine.');
  });

  it('are those that the filter names, or the only one', async () => {
    const filtered = await ask('What is this document about?', { filter: { documentIds: [mailId] } });
    expect(filtered.text).toContain('outline of mail.txt');
    const only = await ask('Worum geht es in diesem Dokument?', { by: bob });
    expect(only.text).toContain('**Plan**: We open a branch in Oslo. [1]');
  });

  it('are asked for where several may be meant, without those of others', async () => {
    const answer = await ask('Give me a summary.');
    expect(answer).toMatchObject({ answered: false, finishReason: 'REFUSED', citations: [] });
    expect(answer.text).toMatch(/^Which document do you mean\? There are 3: .*“mail\.txt”/);
    expect(answer.text).not.toContain('secret');
  });

  it('are not there by their names for others', async () => {
    const answer = await ask('What does secret-plan.md say?');
    expect(answer.answered).toBe(false);
    expect(answer.text).not.toContain('Oslo');
  });

  it('are found by their file names', async () => {
    const { search } = await ada.data(SearchDocument, { query: 'mail.txt' });
    expect(search).toMatchObject({ answerable: true, passages: [{ documentName: 'mail.txt' }] });
    expect((await ask('What does mail.txt say about parking?')).text).toContain('free behind the house');
  });

  it('are found by their names in languages that inflect them, or write without blanks', async () => {
    const eve = await server.register();
    await eve.ingest('политика-отпусков.md', 'Сотрудники получают 28 дней отпуска.');
    await eve.ingest('休暇規定.md', '社員には年に二十日の休暇があります。');
    await eve.ingest('report.md', 'We sold ninety boats.');
    expect((await ask('Кратко изложи политику отпусков', { by: eve })).text).toContain('28 дней');
    expect((await ask('休暇規定.mdには何が書いてありますか', { by: eve })).text).toContain('二十日');
    expect((await ask('请总结report.md', { by: eve })).text).toContain('ninety boats');
  });

  it('are left alone by a question that another document answers', async () => {
    expect((await ask('How many days does everybody get, by mail.txt?')).text).toContain('27 days');
  });
});
