import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AskDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const ITEMS = [
  'Recording',
  'Portrait',
  'Projector',
  'Accordion',
  'Telescope',
  'Typewriter',
  'Loom',
  'Globe',
  'Easel',
  'Kiln',
];
const COLOURS = ['red', 'green', 'blue', 'black', 'white', 'brown'];
const rows = COLOURS.flatMap((colour, c) =>
  ITEMS.map((item, i) => ({ item: `${colour} ${item}`, days: 3 + ((c * 7 + i * 3) % 19), fee: `${1 + c}.${i}0` })),
);

const LOANS = `# Loans\n\nWhat the library lends, and for how long.\n\n| Item | Days | Fee |\n|---|---|---|\n${rows
  .map(({ item, days, fee }) => `| ${item} | ${days} | ${fee} |`)
  .join('\n')}\n`;

/** As a page has it that was pasted into notes. */
const FERRIES = `# Ferries\n\n<table>\n<tr><th rowspan="2">Island</th><th colspan="2">Fare</th></tr>\n<tr><th>Adult</th><th>Child</th></tr>\n${[
  'Skarv',
  'Tern',
  'Puffin',
  'Gannet',
  'Petrel',
  'Dunlin',
]
  .flatMap((bird) => ['North', 'South', 'East', 'West'].map((side) => `${side} ${bird}`))
  .map((island, at) => `<tr><td>${island}</td><td>${40 + at}</td><td>${10 + at}</td></tr>`)
  .join('\n')}\n</table>\n`;

const manual = (device: string, litres: number) =>
  `# ${device}\n\n## Cleaning\n\nRinse the tank with ${litres} litres of clear water, and let it dry in the open air before it is used again.\n\n` +
  `## Storage\n\nKeep it where no frost comes, at ${litres} degrees at least, and cover it against dust.\n`;

describe('tables and titles', () => {
  let server: TestServer;
  let ada: Client;
  const first = async (query: string) => (await ada.data(SearchDocument, { query, topK: 1 })).search.passages[0];
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
    await ada.ingest('loans.md', LOANS);
    await ada.ingest('ferries.md', FERRIES);
    for (const [device, litres] of [
      ['Heron sprayer', 12],
      ['Badger washer', 17],
      ['Otter pump', 21],
    ] as const) {
      await ada.ingest(`${device.split(' ')[0]?.toLowerCase()}.md`, manual(device, litres));
    }
  });
  afterAll(() => server.close());

  it.each(rows.filter((_, at) => at % 11 === 0))(
    'the row of $item is found by its column and name',
    async ({ item, days, fee }) => {
      expect((await first(`What is the fee for the ${item}?`))?.text).toContain(`| ${item} | ${days} | ${fee} |`);
      expect((await first(`For how many days is the ${item} lent?`))?.text).toContain(`| ${item} | ${days} | ${fee} |`);
    },
  );

  it.each([
    ['North Skarv', 40, 10],
    ['East Puffin', 50, 20],
    ['West Dunlin', 63, 33],
  ])('the row of %s in a table of HTML is quoted with its columns', async (island, adult, child) => {
    const { ask } = await ada.data(AskDocument, { input: { question: `What is the fare for a child to ${island}?` } });
    expect(ask.answer.text).toContain(
      `| Island | Fare Adult | Fare Child |\n|---|---|---|\n| ${island} | ${adult} | ${child} |`,
    );
  });

  it.each([
    ['With how much water do I rinse the tank of the Heron sprayer?', 'heron.md', '12 litres'],
    ['How do I clean the tank of the Badger washer?', 'badger.md', '17 litres'],
    ['Where do I keep the Otter pump against frost?', 'otter.md', '21 degrees'],
  ])('%s is answered from the document of that title', async (question, name, words) => {
    const passage = await first(question);
    expect(passage?.documentName).toBe(name);
    expect(passage?.text).toContain(words);
  });
});
