import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AskDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const HOUSE_RULES = `# Hausordnung

## Ruhe

Von 22 bis 6 Uhr ist Nachtruhe. Sie gilt auch im Hof und auf den Balkonen. Es gibt keine Mittagsruhe. Musikinstrumente dürfen höchstens zwei Stunden am Tag gespielt werden.

## Keller

Der Fahrradkeller liegt unter dem Vorderhaus, der Waschkeller unter dem Hinterhaus.

Er wird um 21 Uhr abgeschlossen. Schlüssel verleiht der Hausmeister gegen zehn Euro Pfand.

## Kaution

Die Miete beträgt 640 Euro im Monat und wird am dritten Werktag fällig. Die Kaution beträgt 1.280 Euro. Der Vermieter legt die Kaution auf einem eigenen Konto an. Die Schlüssel werden bei der Übergabe gezählt.

## Gebühren

Folgende Gebühren werden einmalig fällig.

- Schlüssel für die Haustür: 45 Euro
- Schlüssel für den Briefkasten: 12 Euro
- Stellplatz für ein Motorrad: 80 Euro
- Plakette für den Hof: 5 Euro
- Umzug am Sonntag: 60 Euro
- Namensschild am Eingang: 9 Euro
- Waschmarken im Dutzend: 18 Euro

## Müll

| Tonne | Abholung | Farbe |
|---|---|---|
| Papier | Montag | blau |
| Glas | Mittwoch | weiß |
| Biomüll | Donnerstag | braun |
| Restmüll | Freitag | schwarz |
`;

const FEES = `# Membership

## Joining

Anyone who lives in Wexholm may join the boat club. Members pay 84 euros a year. New members show that they can swim. Boats are kept in the shed behind the lock.

## The shed

The long boats lie in the north hall, the short ones in the south hall.

It is possible to rent a locker. They are reached by the ramp and not by the stairs.

## Fines

We charge these fines:

- boats that come back late
  - up to an hour: 5 euros
  - after sunset: 30 euros
- things that are lost or broken
  - an oar: 60 euros
  - a seat cushion: 15 euros
- rules that are not kept
  - no life jacket on the water: 20 euros
  - a fire on the bank, whatever its size and purpose: 50 euros
`;

/** Questions of people, over texts that were written before anything was measured with them. */
const asked = [
  ['first inspection new T4 when', /^The first inspection is due after 300 kilometres or six weeks, .*\.$/],
  ['how long are the database backups kept', 'Backups are kept for 35 days and then deleted automatically.'],
  ['when do the permission slips for the observatory trip have to be in', /^Signed permission slips .* by 25 April\.$/],
  ['can we warm up home cooked food for a patient on the ward', 'Food cannot be reheated on the wards.'],
  [
    'how much do I have to pay myself on a subsidence claim',
    /^The standard excess is €250\. It rises .* heave or landslip\.$/,
  ],
] as const;

describe('what is quoted besides the sentence that answers', () => {
  let server: TestServer;
  let ada: Client;
  let grace: Client;
  const quoted = async (client: Client, question: string) => {
    const { text } = (await client.data(AskDocument, { input: { question } })).ask.answer;
    return text.replace(/^\*\*.*\*\*\n\n/, '');
  };
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
    await ada.ingest('hausordnung.md', HOUSE_RULES);
    await ada.ingest('membership.md', FEES);
    grace = await server.register();
    const { data } = JSON.parse(await readFile('test/data/paraphrased.json', 'utf8'));
    for (const { title, paragraphs } of data) {
      const text = paragraphs.map(({ context }: { context: string }) => context).join('\n\n');
      await grace.ingest(`${title}.txt`, text);
    }
    // Until then what is quoted depends on which sentences are embedded already.
    const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
    await vi.waitUntil(async () => /^carrel_sentences_queue 0$/m.test(await metrics()), {
      timeout: 60_000,
      interval: 50,
    });
  });
  afterAll(() => server.close());

  it.each(asked)('is nothing where that is enough: %s', async (question, sentences) => {
    const text = await quoted(grace, question);
    expect(text.match(/\[\d+\]/g)).toHaveLength(1);
    const shown = text.replace(/\s*\[\d+\]$/, '');
    if (typeof sentences === 'string') expect(shown).toBe(sentences);
    else expect(shown).toMatch(sentences);
  });

  it.each([
    ['Wie hoch ist die Kaution?', 'Die Kaution beträgt 1.280 Euro. [1]'],
    ['How much do members pay?', 'Members pay 84 euros a year. [1]'],
    ['Gibt es eine Mittagsruhe?', 'Es gibt keine Mittagsruhe. [1]'],
    ['Can I rent a locker?', 'It is possible to rent a locker. [1]'],
  ])('is nothing, in short sections neither: %s', async (question, answer) => {
    expect(await quoted(ada, question)).toBe(answer);
  });

  it.each([
    [
      'Wann wird der Fahrradkeller abgeschlossen?',
      'Der Fahrradkeller liegt unter dem Vorderhaus, der Waschkeller unter dem Hinterhaus. Er wird um 21 Uhr abgeschlossen. [1]',
    ],
    ['Gilt die Nachtruhe im Hof?', 'Von 22 bis 6 Uhr ist Nachtruhe. Sie gilt auch im Hof und auf den Balkonen. [1]'],
  ])('is the sentence before it that its pronoun needs: %s', async (question, answer) => {
    expect(await quoted(ada, question)).toBe(answer);
  });

  it.each([
    [
      'Wie hoch ist die Gebühr für den Stellplatz?',
      'Folgende Gebühren werden einmalig fällig.\n\n- Stellplatz für ein Motorrad: 80 Euro\n\n[1]',
    ],
    [
      'What is the fine for a broken oar?',
      'We charge these fines:\n\n- things that are lost or broken\n  - an oar: 60 euros\n\n[1]',
    ],
  ])('is the line that opens the list, and what the item stands under: %s', async (question, answer) => {
    expect(await quoted(ada, question)).toBe(answer);
  });

  it.each([
    ['Welche Gebühren werden fällig?', 'Folgende Gebühren', 7],
    ['What are the fines?', 'We charge these fines:', 9],
  ])('is the whole list where that is asked for: %s', async (question, lead, count) => {
    const text = await quoted(ada, question);
    expect(text.startsWith(lead)).toBe(true);
    expect(text.match(/^\s*- /gm)).toHaveLength(count);
  });

  it('is the head of a row', async () => {
    expect(await quoted(ada, 'Wann wird der Biomüll abgeholt?')).toBe(
      '| Tonne | Abholung | Farbe |\n|---|---|---|\n| Biomüll | Donnerstag | braun |\n\n[1]',
    );
  });
});
