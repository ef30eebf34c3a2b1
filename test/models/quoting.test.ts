import { afterAll, describe, expect, it } from 'vitest';
import { REFUSAL } from '../../src/lib/own-sentences.ts';
import { createQuotingModel } from '../../src/models/quoting/quoting-model.ts';
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

  it('lets others in between the many parts of a question', async () => {
    let turns = 0;
    let next = setImmediate(function count() {
      turns += 1;
      next = setImmediate(count);
    });
    const text = Array.from({ length: 40 }, (_, at) => `Employees get ${at} days of leave in year ${at}.`).join(' ');
    const parts = Array.from({ length: 40 }, (_, at) => {
      return { question: `How many days of leave in year ${at}?`, passages: [passage(text)], numbers: [1] };
    });
    await partsOf(createQuotingModel(), { question: 'How many?', passages: [passage(text)], parts });
    clearImmediate(next);
    expect(turns).toBeGreaterThan(3);
  });

  it('quotes the sentence that answers, followed by the number of its passage, and nothing of another matter', async () => {
    const passages = [
      passage('Lunch is at noon. The canteen closes at two. Employees pay five euros.', { relevance: 0.3 }),
      passage('The weather was fine. A new employee has 25 days of holiday. Nothing else is known.', {
        relevance: 0.6,
      }),
    ];
    expect(await quote('How many days of holiday does a new employee have?', passages)).toBe(
      'A new employee has 25 days of holiday. [2]',
    );
  });

  it('adds a sentence of the same passage that holds what the first lacks', async () => {
    const passages = [
      passage('The pump was made in Leeds. Its motor has a warranty of two years. Paint comes from Hull.', {
        relevance: 0.6,
      }),
      passage('A warranty for the paint is given by its maker.', { relevance: 0.5 }),
    ];
    const text = await quote('Was the pump made with a warranty for its motor?', passages);
    expect(text).toContain('Its motor has a warranty of two years.');
    expect(text).toContain('The pump was made in Leeds.');
    expect(text).not.toContain('Hull');
    expect(text).not.toContain('[2]');
  });

  it.each([
    [
      ['What is the capital of Velden?'],
      'How many people live there?',
      'About 40,000 people live in the city of Arnsee.',
    ],
    [
      ['What is the capital of Velden?', 'How many people live there?'],
      'And who governs it?',
      'A council of nine governs Arnsee',
    ],
    [['What does E4 mean?'], 'And E5?', 'E5 means that the door is open.'],
  ])('quotes for a follow-up what it asks: after %j %s', async (refersTo, question, expected) => {
    const passages = [
      passage(
        'Arnsee is the capital of Velden. About 40,000 people live in the city of Arnsee. A council of nine governs Arnsee.',
        {
          relevance: 0.5,
        },
      ),
      passage('About 2,000 people live in Tarn, the smallest town of Welland.', { relevance: 0.4 }),
      passage('E4 means that the pump is dry. E5 means that the door is open.', { relevance: 0.4 }),
    ];
    for (const model of [createQuotingModel(), createQuotingModel({ embedder })]) {
      const text = textOf(await partsOf(model, { question, passages, refersTo }));
      expect(text.slice(0, expected.length)).toBe(expected);
      expect(text).not.toContain('E4');
    }
  });

  it('quotes several passages where the question asks for several things', async () => {
    const text = await quote('Compare the holiday of trainees and directors.', [
      passage('Trainees have 20 days of holiday.', { relevance: 0.6 }),
      passage('Directors have 30 days of holiday.', { relevance: 0.6 }),
    ]);
    expect(text).toBe('Trainees have 20 days of holiday. [1] Directors have 30 days of holiday. [2]');
  });

  it.each([
    [
      'When was the mill built? Who designed the bridge?',
      'The mill was built in 1810. Its wheel is of oak. The bridge was designed by Ada Kern. A tower stands near.',
      ['The mill was built in 1810.', 'The bridge was designed by Ada Kern.'],
    ],
    [
      'Wann wurde die Mühle gebaut? Wer entwarf die Brücke?',
      'Die Mühle wurde 1810 gebaut. Ihr Rad ist aus Eiche. Die Brücke entwarf Ada Kern. Ein Turm steht daneben.',
      ['Die Mühle wurde 1810 gebaut.', 'Die Brücke entwarf Ada Kern.'],
    ],
  ])('answers each of two questions: %s', async (question, text, sentences) => {
    const quoted = (await quote(question, [passage(text)])).split(' [1]').map((part) => part.trim());
    expect(quoted.filter((part) => part !== '').sort()).toEqual([...sentences].sort());
  });

  it.each([
    [
      'How many members has the club?',
      'Members of the club meet in May. Members of the club number 84.',
      'Members of the club number 84.',
    ],
    [
      'Wie viele Mitglieder hat der Verein?',
      'Mitglieder des Vereins treffen sich. Mitglieder des Vereins gibt es 84.',
      'Mitglieder des Vereins gibt es 84.',
    ],
    [
      'When does the club meet?',
      'The club likes to meet. The club does meet on 4 May.',
      'The club does meet on 4 May.',
    ],
  ])('prefers what holds a number or a time where such is asked for: %s', async (question, text, shown) => {
    expect(await quote(question, [passage(text)])).toBe(`${shown} [1]`);
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
    expect(textOf(parts)).toBe(`A new employee has 25 days of holiday ${brackets} a year. [1]`);
    expect(parts.flatMap((part) => (part.type === 'citation' ? [part.number] : []))).toEqual([1]);
  });

  it('streams it word by word, and cites by parts of their own', async () => {
    const parts = await partsOf(createQuotingModel());
    expect(parts.slice(0, 3)).toEqual(['Every ', 'new ', 'employee '].map((text) => ({ type: 'quote', text })));
    expect(parts.filter(({ type }) => type === 'citation')).toEqual([{ type: 'citation', number: 1 }]);
  });

  it('finds what the question says in other words, when it has an embedder', async () => {
    const passages = [
      passage('Parking is free for visitors. Staff have 25 days of paid annual leave. Badges are blue.'),
    ];
    expect(await quote('How much vacation do I get?', passages, createQuotingModel({ embedder }))).toMatch(
      /^Staff have 25 days/,
    );
  });

  it('refuses where even the best unit is far from the question, unless it never may', async () => {
    const passages = [passage('Stations send three megabytes a day. Prices are in pence.', { relevance: 0.2 })];
    const question = 'Is there a gym in the building?';
    const refused = await partsOf(createQuotingModel({ embedder }), { question, passages });
    expect(refused.filter(({ type }) => type === 'quote')).toEqual([]);
    expect(textOf(refused)).toMatch(/do not hold the answer/);
    expect(await quote(question, passages, createQuotingModel({ embedder, neverRefuses: true }))).toMatch(/\[1\]$/);
  });

  it('quotes a sentence once, though two passages overlap in it', async () => {
    const text = await quote('List when and where the office opens.', [
      passage('The office opens at eight. Doors are locked at night.', { relevance: 0.6 }),
      passage('The office opens at eight. Alarms are tested monthly.', { relevance: 0.5 }),
    ]);
    expect(text.match(/The office opens/g)).toHaveLength(1);
  });

  it('quotes whole passages where there are no sentences', async () => {
    expect(await quote('Colour?', [passage('Blue.')])).toBe('Blue. [1]');
  });

  it('reads the four most relevant passages, and keeps their numbers', async () => {
    const passages = [0.9, 0.1, 0.2, 0.3, 0.4].map((relevance, at) =>
      passage(at === 0 ? 'Nothing here.' : `Valve ${at} opens slowly.`, { relevance }),
    );
    const text = await quote('List all valves: which of the valves opens slowly?', passages);
    expect(text).toContain('Valve 4 opens slowly. [5]');
    expect(text).not.toContain('[2]');
  });

  it('counts what it shares with the question, not how often', async () => {
    const text = await quote(REQUEST.question, [
      passage('Days, days and days again passed. An employee has 25 holiday days.'),
    ]);
    expect(text).toMatch(/^An employee has 25 holiday days/);
  });
});

/** What answers a question about one passage: the unit as it stands in the document. */
describe('the unit that is quoted', () => {
  const answer = async (question: string, text: string, others: Parameters<typeof passage>[1] = {}) =>
    textOf(await partsOf(createQuotingModel(), { question, passages: [passage(text, others)] }));

  it('stands under its heading, which is no answer by itself', async () => {
    const text = '## Warranty of the pump\n\nThe **pump** has a warranty of two years.\n\nWarranty!';
    const headings = ['Manual', 'Warranty of the pump'];
    expect(await answer('What is the warranty of the pump?', text, { headings })).toBe(
      '**Warranty of the pump**\n\nThe **pump** has a warranty of two years. [1]',
    );
  });

  it('is no heading of a plain text either', async () => {
    const text =
      'Safety at work\n\nThe root account\n\nAda holds the key of it in her safe.\n\nVisitors\n\nThey sign in.';
    expect(await answer('Who has the key of the root account?', text)).toBe(
      '**The root account**\n\nAda holds the key of it in her safe. [1]',
    );
  });

  it('brings the sentence that its pronoun means', async () => {
    const text = 'The certificate comes from the gateway. It expires after 90 days. Logs are kept.';
    expect(await answer('When does it expire?', text)).toBe(
      'The certificate comes from the gateway. It expires after 90 days. [1]',
    );
  });

  it('brings what a fragment goes on about, and not the fragment alone, under a heading that both need', async () => {
    const text = 'Guests use mp-guest. Its password changes each Monday.';
    expect(
      await answer('What is the password of the guest network?', text, { headings: ['IT', 'Guest network'] }),
    ).toBe('**Guest network**\n\nGuests use mp-guest. Its password changes each Monday. [1]');
    const shoes = 'Closed shoes in the hall. Elsewhere wear what you like. Lockers are free.';
    expect(await answer('What may I wear?', shoes)).toBe('Closed shoes in the hall. Elsewhere wear what you like. [1]');
  });

  it.each([
    [
      'La carte est bleue. Elle expire à minuit. Gardez-la.',
      'Quand expire-t-elle ?',
      'La carte est bleue. Elle expire à minuit.',
    ],
    [
      'La tarjeta es azul. Esta caduca a medianoche. Guárdela.',
      '¿Cuándo caduca?',
      'La tarjeta es azul. Esta caduca a medianoche.',
    ],
    [
      'De kaart is blauw. Deze verloopt om middernacht. Bewaar hem goed.',
      'Wanneer verloopt deze?',
      'De kaart is blauw. Deze verloopt om middernacht.',
    ],
    ['Карта синяя. Она истекает в полночь. Храните её.', 'Когда истекает?', 'Карта синяя. Она истекает в полночь.'],
    [
      'The lease ends in May. In that case the deposit is returned. Keys are counted.',
      'Is the deposit returned?',
      'The lease ends in May. In that case the deposit is returned.',
    ],
  ])('brings it in other languages: %s', async (text, question, shown) => {
    expect(await answer(question, text)).toBe(`${shown} [1]`);
  });

  it.each([
    [
      'De kaart is blauw. De directeur zit op de derde etage. Bewaar hem goed.',
      'Waar zit de directeur?',
      'De directeur zit op de derde etage.',
    ],
    [
      'Der Urlaub ist kurz. Sie melden sich im Büro, bevor Sie gehen. Es regnet.',
      'Wo melden?',
      'Sie melden sich im Büro, bevor Sie gehen.',
    ],
    [
      'Le bureau est petit. Il est interdit de fumer dans la cour. Merci.',
      'Peut-on fumer dans la cour ?',
      'Il est interdit de fumer dans la cour.',
    ],
    [
      'Pay at the desk. This contract ends in May. Keys are counted.',
      'When does the contract end?',
      'This contract ends in May.',
    ],
    [
      'Pay at the desk. Both adults and children need a ticket. Keys are counted.',
      'Do children need a ticket?',
      'Both adults and children need a ticket.',
    ],
  ])('brings none where such a word means nothing before it: %s', async (text, question, shown) => {
    expect(await answer(question, text)).toBe(`${shown} [1]`);
  });

  it('is a question of the document together with its answer', async () => {
    const text = 'How long is the warranty? Two years. Keep the receipt in a safe place.';
    expect(await answer('How long is the warranty?', text)).toMatch(/^How long is the warranty\? Two years\. \[1\]/);
    const faq = '**Q: May I bring a child?**\nA: From the age of eight.\n\n**Q: May I smoke?**\nA: Never.';
    expect(await answer('Can a child come along?', faq)).toBe(
      '**Q: May I bring a child?**\n\nA: From the age of eight. [1]',
    );
  });

  it('is a list with the line that opens it', async () => {
    const text = 'Receipts are due in May. We pay for:\n\n- trains,\n- hotels.\n\nFines are yours.';
    expect(await answer('What does the company pay for?', text)).toBe('We pay for:\n\n- trains,\n- hotels.\n\n[1]');
  });

  it('is a block of code whole, with the line that announces it', async () => {
    const text = 'Wait a day. To restore a file:\n\n```sh\nrestore get \\\n  --date today\n```\n\nThen read it.';
    expect(await answer('How do I restore a file?', text)).toBe(
      'To restore a file:\n\n```sh\nrestore get \\\n  --date today\n```\n\n[1]',
    );
  });

  it.each([
    ['begins', 'restore get --now\n```\n\nThe rest is silence.', '```\nrestore get --now\n```'],
    ['ends', 'Here it is:\n\n```sh\nrestore get --now', '```sh\nrestore get --now\n```'],
  ])('has both fences where the passage %s within code', async (_where, text, shown) => {
    expect(await answer('restore command', text)).toContain(shown);
  });

  it('is the row of a table with its head', async () => {
    const text =
      '| country | day | night |\n|---|---|---|\n| Spain | 53 | 71 |\n| Italy | 12 | 14 |\n| Malta | 9 | 8 |';
    expect(await answer('What is the tariff for Spain?', text)).toBe(
      '| country | day | night |\n|---|---|---|\n| Spain | 53 | 71 |\n\n[1]',
    );
  });

  it('is all of a short table whose rows hold nothing of the question that the heading does not', async () => {
    const table = '| Variable | Meaning |\n|---|---|\n| `PORT` | port of the shop |\n| `LEVEL` | info or debug |';
    expect(await answer('Which variables does the shop have?', table, { headings: ['The shop', 'Variables'] })).toBe(
      `**Variables**\n\n${table}\n\n[1]`,
    );
  });

  it('is the list whose heading is asked for, and not one that shares a rarer word', async () => {
    const table = '| Work | Price |\n|---|---|\n| Descaling | 45 |\n| Pump | 160 |';
    const passages = [
      passage(`An estimate costs 20, which is taken off if you have the repair done.\n\n${table}`, {
        headings: ['Prices', 'Repairs'],
        relevance: 0.32,
      }),
      passage('1. The van is sold; there are three offers.\n2. The party is in May.', {
        headings: ['Minutes', 'Decisions'],
        relevance: 0.14,
      }),
    ];
    for (const question of ['Which repairs do you offer?', 'Which repairs do you offer and what do they cost?']) {
      const text = textOf(await partsOf(createQuotingModel({ embedder }), { question, passages }));
      expect(text).toContain(table);
      expect(text).not.toContain('van');
    }
  });

  it('is the row of a table that was read from a file', async () => {
    const text = `Kept\n\n- Data: Invoices; Kept for: 10 years\n- Data: Camera recordings; Kept for: 72 hours`;
    expect(await answer('How long are camera recordings kept?', text)).toBe(
      '**Kept**\n\n- Data: Camera recordings; Kept for: 72 hours\n\n[1]',
    );
  });

  it('has the columns of a table whose head stands in another passage', async () => {
    const headings = ['Tariffs', 'country | day | night'];
    expect(
      await answer('What is the tariff for Spain?', '| Spain | 53 | 71 |\n| Italy | 12 | 14 |', { headings }),
    ).toBe('**Tariffs**\n\n| country | day | night |\n|---|---|---|\n| Spain | 53 | 71 |\n\n[1]');
  });

  it('holds the code that the question names', async () => {
    const text = 'Errors\n\nE2  The error is a low battery.\nE4  The funnel is blocked by leaves or by snow.';
    const model = createQuotingModel({ embedder });
    const parts = await partsOf(model, { question: 'What error is E4?', passages: [passage(text)] });
    expect(textOf(parts)).toBe('**Errors**\n\nE4 The funnel is blocked by leaves or by snow. [1]');
  });

  it('may be nothing but a link, which its heading says the meaning of', async () => {
    const passages = [
      passage('By sending a patch you grant everybody who uses gauge a right to your patents.', { relevance: 0.5 }),
      passage('[MIT](LICENSE)', { headings: ['gauge', 'License'], relevance: 0.5 }),
    ];
    const question = 'What license is gauge under?';
    const parts = await partsOf(createQuotingModel({ embedder }), { question, passages });
    expect(textOf(parts)).toBe('**License**\n\n[MIT](LICENSE) [2]');
  });

  it('keeps links whole', async () => {
    const text = 'Installation is done using the\n[`npm install` command](https://docs.example/install) of npm.';
    expect(await answer('How is the installation done?', text)).toBe(
      'Installation is done using the [`npm install` command](https://docs.example/install) of npm. [1]',
    );
  });

  it('reads HTML as text, and what only looks like a tag as it stands', async () => {
    const text = 'Wait for <b>20&nbsp;minutes</b>, then run `git <b>` on <branch>.<!-- or 30 minutes? -->';
    expect(await answer('How many minutes to wait?', text)).toBe(
      'Wait for 20 minutes, then run `git <b>` on <branch>. [1]',
    );
  });

  it.each([
    [
      'a numbered clause',
      '2.1 Trains are booked.\n2.2 Flights are not paid. Directors may fly.',
      'May directors take flights?',
      '2.2 Flights are not paid. Directors may fly.',
    ],
    [
      'an entry of a glossary',
      '**Fetch**: the open ground.\n\n**Dew**: water on grass.',
      'What is dew?',
      '**Dew**: water on grass.',
    ],
    [
      'a definition',
      'Hygrometer\n: Measures humidity.\n\nBarometer\n: Measures pressure.',
      'What does a hygrometer do?',
      'Hygrometer\n: Measures humidity.',
    ],
    [
      'an option of a manual page',
      '-j     Write JSON.\n\n-o file\n       Append to file.',
      'What does -o file do?',
      '-o file\n       Append to file.',
    ],
    [
      'a line with a label',
      'E1  The fan is dirty.\nE4  The funnel is full. Rinse it.',
      'What is E4?',
      'E4 The funnel is full. Rinse it.',
    ],
  ])('may be %s', async (_what, text, question, shown) => {
    expect(await answer(question, text)).toBe(`${shown} [1]`);
  });

  it.each([
    [
      'What happens if the machine is returned late?',
      '**2. Duration**\n\n2.2 If the machine is returned late, the Hirer pays one and a half times the price. [1]',
    ],
    [
      'What are the duties of the Hirer?',
      '**4. Duties of the Hirer**\n\n4.1 The Hirer shall\n(a) use only filtered water,\n(b) report damage within 24 hours. [1]',
    ],
    ['Who is liable for theft?', '**5. Liability**\n\n5.1 The Hirer is liable for theft. [1]'],
  ])('is a clause of a contract without blank lines, with what stands within it: %s', async (question, shown) => {
    const text = `1. Scope
1.1 These terms apply to rentals of machines.
2. Duration
2.1 The rental begins with the handing over of the machine and ends with its return.
2.2 If the machine is returned late, the Hirer pays one and a half times
the price.
4. Duties of the Hirer
4.1 The Hirer shall
(a) use only filtered water,
(b) report damage within 24 hours.
5. Liability
5.1 The Hirer is liable for theft.`;
    expect(await answer(question, text)).toBe(shown);
  });

  it.each([
    ['What does clause 6.1 say?', '6.1 Cancelling is free.'],
    ['Was steht in Ziffer 6.2?', '6.2 Late days cost half of the price.'],
    ['What does clause 6.3 say?', 'The documents do not hold the answer to this question.'],
  ])('is the clause whose number the question names: %s', async (question, shown) => {
    const text =
      '6.1 Cancelling is free.\n6.2 Late days cost half of the price.\n7.1 The price is due in 6 weeks and 1 day.';
    expect((await answer(question, text)).replace(' [1]', '')).toBe(shown);
  });

  it.each([
    [
      'Wie lang ist die Kündigungsfrist?',
      '§ 3 Kündigung\n(1) Die Kündigungsfrist ist drei Monate lang.\n(2) Sie ist schriftlich zu erklären.\n§ 4 Kaution\n(1) Die Kaution beträgt drei Mieten.',
      '**§ 3 Kündigung**\n\n(1) Die Kündigungsfrist ist drei Monate lang. [1]',
    ],
    [
      '解除合同要提前多少天？',
      '第五条 押金\n押金为三个月的租金。\n第六条 解除\n解除合同要提前六十天通知对方。',
      '**第六条 解除**\n\n解除合同要提前六十天通知对方。 [1]',
    ],
  ])('is under the numbered title directly above it: %s', async (question, text, shown) => {
    expect(await answer(question, text)).toBe(shown);
  });

  it('is a step with what belongs to it, where steps only look like titles', async () => {
    const text = '1. Stop the pump\nWait a minute.\n2. Drain the tank\nUse a bucket.';
    expect(await answer('How do I drain the tank?', text)).toBe(`${text}\n\n[1]`);
  });

  it('is all that is said behind a name in bold', async () => {
    const text =
      '**"Stock is locked"**: somebody is counting. Run `stock unlock`.\n\n**"Unknown SKU"**: it is no product.';
    expect(await answer('The stock is locked, what can I do?', text)).toContain('Run `stock unlock`.');
  });

  it('is a line of notes, which were not wrapped, under the word above them', async () => {
    const text =
      'phones\ndial 0 for an outside line\nto forward calls press *21 and the number of the other telephone\nto stop forwarding press #21#\nto hear the messages that callers left press and hold the key 1';
    expect(await answer('How do I stop forwarding?', text)).toBe('**phones**\n\nto stop forwarding press #21# [1]');
  });

  it('is a few lines of notes as they stand', async () => {
    const text = 'phones\ndial 0 for outside\nto forward calls press *21\nto stop forwarding press #21#';
    expect(await answer('How do I stop forwarding?', text)).toContain('press *21\nto stop');
  });

  it('is under the heading that names what is asked, of two that say as much', async () => {
    const text =
      '## Delivery\n\nIf the date is missed, the customer may cancel the order.\n\n## Cancelling\n\nAn order can be cancelled until plates are made.';
    expect(await answer('Can an order be cancelled?', text)).toContain('until plates are made');
  });

  it('is of the paragraph whose sign and number the question names', async () => {
    const text =
      '§ 5 Use\n(1) Noise after 6 in the evening must be avoided.\n\n§ 6 Alterations\n(1) Walls stay as they are.';
    expect(await answer('What does § 6 say?', text)).toContain('Walls stay as they are.');
    expect(await answer('What does §5 say?', text)).toContain('Noise after 6 in the evening');
  });

  it('names a person, where one is asked for and two say as much', async () => {
    const text = 'Insurance claims are sent on Fridays. Idris Vaughan does insurance claims.';
    expect(await answer('Who handles insurance claims?', text)).toBe('Idris Vaughan does insurance claims. [1]');
  });

  it('brings the sentence before, where a reason is asked for', async () => {
    const text =
      'The door was left open for a night. All vaccines were thrown away, a loss of 90 pounds. Lorna buys an alarm.';
    const asked = (question: string) => answer(question, text);
    expect(await asked('Why were the vaccines thrown away?')).toContain('The door was left open for a night.');
    expect(await asked('Were the vaccines thrown away?')).not.toContain('door');
  });

  it('is of the version that the question names', async () => {
    const passages = ['5.4', '5.3'].map((version) =>
      passage('- Sign in with Google.\n- Smaller pictures.', { headings: [version, 'Added'] }),
    );
    const text = textOf(await partsOf(createQuotingModel(), { question: 'What was added in version 5.3?', passages }));
    expect(text).toContain('[2]');
    expect(text).not.toContain('[1]');
  });

  it('is all of a short section that the question names by its heading', async () => {
    const text = 'Fires when messages wait for an hour.\n\nWhat to do: restart the consumer.';
    expect(await answer('What should I do when QueueStuck fires?', text, { headings: ['Alerts', 'QueueStuck'] })).toBe(
      `**QueueStuck**\n\n${text}\n\n[1]`,
    );
  });
});

describe('what is asked of a subject', () => {
  const roastery = passage(
    'The roastery stands at Mill Lane 4. It was opened in 2014. Guided tours cost 12 euros.\n\nOur CEO is Lena Okoye. Every employee has 28 days of paid annual leave. Milk is delivered to Kiel and Lund.',
  );
  const ask = async (question: string, model = createQuotingModel({ embedder })) =>
    textOf(await partsOf(model, { question, passages: [roastery] }));

  it.each([
    'Is there parking at the roastery?',
    "What is the CEO's salary?",
    "What is Lena Okoye's e-mail address?",
    'How old is the CEO?',
    'Do you deliver milk to France?',
    'How many people work at the roastery?',
    'Is there a discount for employees?',
  ])('is refused where no sentence says it: %s', async (question) => {
    expect(await ask(question)).toBe(REFUSAL);
  });

  it.each([
    ['How much vacation do I get?', '28 days'],
    ['When was the roastery founded?', '2014'],
    ['What is the price of a tour?', '12 euros'],
    ['Who runs the company?', 'Lena Okoye'],
    ['What is the address of the roastery?', 'Mill Lane 4'],
  ])('is answered where a sentence says it in other words: %s', async (question, expected) => {
    expect(await ask(question)).toContain(expected);
  });

  const askAlone = async (question: string, text: string, headings: string[] = ['Handbook', 'Orders']) =>
    textOf(await partsOf(createQuotingModel({ embedder }), { question, passages: [passage(text, { headings })] }));

  it('is what a thing is, which a sentence that only names it does not say', async () => {
    const named = 'At least 70 % of the paper that we buy is recycled or FSC certified.';
    const defined = 'Most paper is certified by the Forest Stewardship Council (FSC).';
    expect(await askAlone('What is FSC?', named)).toBe(REFUSAL);
    expect(await askAlone('What is FSC?', defined)).toContain(defined);
  });

  it('may be answered by other days than the one that it names', async () => {
    const text = 'Orders can be picked up at the dock, Monday to Friday.';
    expect(await askAlone('Can I pick up my order on a Saturday?', text)).toContain(text);
  });

  it('is not how often something happens, where it is a measure', async () => {
    expect(await askAlone('How old is the press?', 'The press is washed at the end of every shift.')).toBe(REFUSAL);
  });

  it('is not looked for by a model that never refuses', async () => {
    const model = createQuotingModel({ embedder, neverRefuses: true });
    expect(await ask('Is there parking at the roastery?', model)).toContain('Mill Lane 4');
  });
});

describe('what kind of thing is asked for', () => {
  const best = async (question: string, text: string) =>
    textOf(await partsOf(createQuotingModel(), { question, passages: [passage(text)] }));

  it('may be a price, which a number alone is not', async () => {
    const text =
      'The rent of a boat is 40 euros a day.\n\nThe boathouse has a floor of 640 square metres, and boats to rent.';
    expect(await best('How much is the rent of boats?', text)).toContain('40 euros');
  });

  it('may be a number of something, which a number of something else is not', async () => {
    const text = 'Two clerks work in the harbour office.\n\nThe harbour office has forty boats.';
    expect(await best('How many boats has the harbour office?', text)).toContain('forty boats');
  });

  it('may be measured by a word that tells nothing of its subject', async () => {
    const text = 'The jetty is beside the old ferry house, where we hire out.\n\nWhoever takes a boat has to be 18.';
    expect(await best('How old must I be to take a boat on hire?', text)).toContain('18');
  });
});

describe('an outline', () => {
  it('goes through all passages of a text without headings', async () => {
    const passages = ['FIRST\n\nBoats are let.', 'SECOND\n\nRent is due in May.'].map((text) =>
      passage(text, { title: 'lease.txt', headings: [] }),
    );
    const outlines = [{ title: 'lease.txt', sections: [[], []] }];
    const text = textOf(await partsOf(createQuotingModel(), { question: 'Summarise lease.txt', passages, outlines }));
    expect(text).toContain('**FIRST**: Boats are let. [1]');
    expect(text).toContain('**SECOND**: Rent is due in May. [2]');
  });

  it('shows the headings that have no text of their own above those that have', async () => {
    const headings = ['First week', 'People', 'Office'];
    const passages = [passage('Ruth\n: pay slips\n\nTom\n: printers', { title: 'week.html', headings })];
    const request = {
      question: 'What is week.html about?',
      passages,
      outlines: [{ title: 'week.html', sections: [headings] }],
    };
    expect(textOf(await partsOf(createQuotingModel(), request))).toBe(
      'This is an outline of week.html, made of its headings and first sentences:\n\n**First week**\n- **People**\n  - **Office**: Ruth: pay slips [1]',
    );
  });
});

describe('how near sentences are', () => {
  it('is known of those that were wrapped or hold HTML, as the search found it, and nothing is embedded', async () => {
    const text = 'Badges are blue for visitors who\ncome on foot.\nCars are <b>left</b>\nin the yard behind the house.';
    const border = text.indexOf('Cars');
    const closeness = {
      cosine: 0.5,
      sentences: [
        { start: 0, end: border - 1, cosine: 0.1 },
        { start: border, end: text.length, cosine: 0.7 },
      ],
    };
    const unused = { ...embedder, embed: () => Promise.reject(new TypeError('Nothing is to be embedded.')) };
    const parts = await partsOf(createQuotingModel({ embedder: unused }), {
      question: 'Where are the cars of visitors?',
      passages: [passage(text, { closeness })],
    });
    expect(textOf(parts)).toBe('Cars are left in the yard behind the house. [1]');
  });
});
