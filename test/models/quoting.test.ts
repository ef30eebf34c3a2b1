import { afterAll, describe, expect, it } from 'vitest';
import { createQuotingModel } from '../../src/models/quoting.ts';
import { createMiniLmEmbedder } from '../../src/models/transformers-embedder.ts';
import { describeAnswerModel, partsOf, passage, REQUEST, textOf } from '../contracts/answer-model.ts';

describeAnswerModel('quoting by words alone', async () => ({ model: createQuotingModel(), close: async () => {} }));

const embedder = createMiniLmEmbedder();
afterAll(() => embedder.close());

describeAnswerModel('quoting by words and meaning', async () => ({
  model: createQuotingModel({ embedder }),
  close: async () => {},
}));

describe('quoting', () => {
  const quote = async (question: string, passages: ReturnType<typeof passage>[], model = createQuotingModel()) =>
    textOf(await partsOf(model, { question, passages }));

  it('quotes the two best sentences, the better one first, each with the number of its passage', async () => {
    const passages = [
      passage('Lunch is at noon. The canteen closes at two. Employees pay five euros.', { relevance: 0.3 }),
      passage('Holiday is granted. A new employee has 25 days of holiday. Nothing else is known.', { relevance: 0.6 }),
    ];
    expect(await quote('How many days of holiday does a new employee have?', passages)).toBe(
      'A new employee has 25 days of holiday. [2] Holiday is granted. [2]',
    );
  });

  it.each([
    '[2,]',
    '[2;]',
    '[1 2]',
    '[**2**]',
    '[__2__]',
    '[ 2 ]',
    '[12]',
    '[2019]',
    '`rows[0]`',
    'client.fetch(args[1])',
  ])('shows the brackets %s of a document as they stand there, and makes no citation of them', async (brackets) => {
    const passages = [
      passage(`A new employee has 25 days of holiday ${brackets} a year.`, { relevance: 0.6 }),
      passage('Another passage of other words.', { relevance: 0.1 }),
    ];
    const parts = await partsOf(createQuotingModel(), { question: 'How many days of holiday?', passages });
    expect(textOf(parts)).toMatch(/^A new employee has 25 days of holiday .+ a year\. \[1\]/);
    expect(textOf(parts)).toContain(`holiday ${brackets} a year`);
    expect(parts.flatMap((part) => (part.type === 'citation' ? [part.number] : []))).toEqual([1, 2]);
  });

  it('streams it word by word, and cites by parts of their own', async () => {
    const parts = await partsOf(createQuotingModel());
    expect(parts.slice(0, 3)).toEqual(['Every ', 'new ', 'employee '].map((text) => ({ type: 'quote', text })));
    expect(parts.filter(({ type }) => type === 'citation')).toEqual(
      [1, 1].map((number) => ({ type: 'citation', number })),
    );
  });

  it('finds what the question says in other words, when it has an embedder', async () => {
    const passages = [
      passage('Parking is free for visitors. Staff have 25 days of paid annual leave. Badges are blue.'),
    ];
    expect(await quote('How much vacation do I get?', passages, createQuotingModel({ embedder }))).toMatch(
      /^Staff have 25 days/,
    );
  });

  it('quotes a sentence once, though two passages overlap in it', async () => {
    const text = await quote('When does the office open?', [
      passage('The office opens at eight. Doors are locked at night.', { relevance: 0.6 }),
      passage('The office opens at eight. Alarms are tested monthly.', { relevance: 0.5 }),
    ]);
    expect(text).toMatch(/^The office opens at eight\. \[1\] (?!The office)/);
  });

  it('quotes no headings, fragments and separators, and takes Markdown off what it quotes', async () => {
    const text = await quote('What is the warranty of the pump?', [
      passage('## Warranty of the pump\n\n- The **pump** has a warranty of two years.\n\nWarranty!', {
        headings: ['Warranty of the pump'],
      }),
      passage('| part | warranty |\n|---|---|\n| pump and motor | two years |', { relevance: 0.4 }),
    ]);
    expect(text).toBe('The pump has a warranty of two years. [1] pump and motor, two years [2]');
  });

  it('quotes a question of the document together with its answer', async () => {
    const text = await quote('How long is the warranty?', [
      passage('How long is the warranty? Two years. Keep the receipt in a safe place.'),
    ]);
    expect(text).toMatch(/^How long is the warranty\? Two years\. \[1\]/);
  });

  it('quotes whole passages where there are no sentences', async () => {
    expect(await quote('Colour?', [passage('Blue.')])).toBe('Blue. [1]');
  });

  it('reads the four most relevant passages, and keeps their numbers', async () => {
    const passages = [0.1, 0.2, 0.3, 0.4, 0.9].map((relevance) =>
      passage(`The valve of kind ${relevance * 10} opens slowly.`, { relevance }),
    );
    expect(await quote('Which valve opens slowly?', passages)).toBe(
      'The valve of kind 9 opens slowly. [5] The valve of kind 4 opens slowly. [4]',
    );
  });

  it('counts what it shares with the question, not how often', async () => {
    const text = await quote(REQUEST.question, [
      passage('Days, days and days again passed. An employee has holiday days.'),
    ]);
    expect(text).toMatch(/^An employee has holiday days/);
  });
});
