import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isBlock, type ParsedBlock, type ParsedPart } from '../../../src/documents/parsers/formats/parsed.ts';
import { readPdf } from '../../../src/documents/parsers/formats/pdf/read-pdf.ts';
import { createPdf, type PdfText } from '../../support/pdf.ts';

async function partsOf(bytes: Uint8Array): Promise<ParsedPart[]> {
  const parts: ParsedPart[] = [];
  for await (const part of readPdf(bytes)) parts.push(part);
  return parts;
}

async function blocksOf(bytes: Uint8Array): Promise<ParsedBlock[]> {
  return (await partsOf(bytes)).filter(isBlock);
}

const textOf = (block: ParsedBlock) => (block.kind === 'table-row' ? block.cells.join(' | ') : block.text);

const files = new URL('../../../../shared/data/files/pdf/', import.meta.url);
const read = (name: string) => partsOf(readFileSync(new URL(name, files)));

describe.skipIf(!existsSync(files))('real PDFs (skipped where ../shared is not there)', () => {
  it.each([
    [
      'across-columns.pdf',
      1,
      ['about the reading room and its hours which goes on', 'the lamps that burn there every evening until nine'],
    ],
    ['bad-startxref.pdf', 8, ['Genoa and Lucca are now just family estates of the Buonapartes']],
    ['encrypted-empty-user-password.pdf', 8, ['Genoa and Lucca are now just family estates of the Buonapartes']],
    [
      'rotated-90.pdf',
      8,
      ['Genoa and Lucca are now just family estates of the Buonapartes', 'the well-known Anna Pavlovna'],
    ],
    [
      'chromium-print.pdf',
      3,
      [
        'office files and difficult affairs',
        '図書館は午前八時に開きます。',
        'Библиотека открывается',
        'تفتح المكتبة',
        'הספרייה נפתחת',
      ],
    ],
    [
      'latex-twocol.pdf',
      9,
      [
        'so Genoa and Lucca are now just family estates of the Buonapartes',
        'the well-known Anna Pavlovna Scherer, maid of honor and favorite of the Empress',
      ],
    ],
    ['loop-kids.pdf', 2, ['hello world']],
    [
      'multicolumn.pdf',
      3,
      [
        'Two-Column Document with Lorem Ipsum',
        'This is a sample document with two columns filled with Lorem Ipsum text.',
        'Pellentesque habitant morbi tristique senectus et netus et malesuada fames ac turpis egestas.',
      ],
    ],
    [
      'pdflatex-4-pages.pdf',
      4,
      ['Really? Is there no information?', '“Huardest gefburn”', 'the length of words should match the language'],
    ],
  ])('%s is read', async (name, count, phrases) => {
    const [pages, ...blocks] = await read(name);
    expect(pages).toEqual({ kind: 'pages', count });
    const texts = blocks.filter(isBlock).map(textOf);
    for (const phrase of phrases) expect(texts.join('\n')).toContain(phrase);
    for (const text of texts) expect(text).toBe(text.replace(/\s+/g, ' ').trim());
  });

  it.each([
    ['c02-22.pdf', 'SCANNED'],
    ['scanned-2-pages.pdf', 'SCANNED'],
    ['grayscale-image.pdf', 'SCANNED'],
    ['libreoffice-writer-password.pdf', 'ENCRYPTED'],
    ['truncated.pdf', 'DAMAGED'],
    ['type3_font_nomapping.pdf', 'NO_UNICODE'],
  ])('%s is refused: %s', async (name, reason) => {
    await expect(read(name)).rejects.toMatchObject({ name: 'Unreadable', reason });
  });

  it('give headings with their level and page, and no running heads', async () => {
    const blocks = await read('latex-twocol.pdf');
    expect(blocks).toContainEqual({
      kind: 'heading',
      level: 1,
      text: '1 Chapter 1: The salon of Anna Pavlovna',
      page: 1,
    });
    expect(JSON.stringify(blocks)).not.toMatch(/War and Peace, test edition|of the test edition/);
  });

  it('give the left column before the right one, and the rows of a table with the names of its columns', async () => {
    const blocks = (await read('chromium-print.pdf')).filter(isBlock);
    const texts = blocks.map(textOf);
    const at = (words: string) => texts.findIndex((text) => text.includes(words));
    expect(at('The left column begins here')).toBeGreaterThanOrEqual(0);
    expect(at('The right column ends the notice')).toBeGreaterThan(at('The left column begins here'));
    expect(blocks).toContainEqual({
      kind: 'table-row',
      cells: ['Atlas', '3', '2.50'],
      columns: ['Item', 'Days', 'Fee in euro'],
      page: 2,
    });
  });
});

/** Lines below each other, as a paragraph has them. */
function lines(texts: readonly string[], { x = 72, y = 700, size = 12 } = {}): PdfText[] {
  return texts.map((text, index) => ({ text, x, y: y - index * size * 1.2, size }));
}

describe('a word at a line’s end', () => {
  it('loses its hyphen, unless it has one elsewhere or a capital follows', async () => {
    const text = [
      'The well-known library keeps its older news-',
      'papers in the cellar, and nobody but a well-',
      'known reader of the place, such as Mrs Long-',
      'Smith, has ever asked for one of them, be it',
      'pre- or post-war, in all those many years.',
    ];
    expect(await blocksOf(createPdf([lines(text)]))).toEqual([
      {
        kind: 'paragraph',
        text: 'The well-known library keeps its older newspapers in the cellar, and nobody but a well-known reader of the place, such as Mrs Long-Smith, has ever asked for one of them, be it pre- or post-war, in all those many years.',
        page: 1,
      },
    ]);
  });
});

describe('what pages share at their top and bottom', () => {
  const page = (number: number, body: readonly string[]) => [
    { text: 'Rules of the reading room', x: 72, y: 780, size: 9 },
    ...lines(body),
    { text: `Page ${number}`, x: 300, y: 30, size: 9 },
  ];
  const bodies = ['Bring your card.', 'Talk in a low voice.', 'Leave bags in the locker.', 'Close the window.'];

  it('is left out', async () => {
    const pdf = createPdf(bodies.map((body, index) => page(index + 1, [body])));
    expect(await blocksOf(pdf)).toEqual(bodies.map((text, index) => ({ kind: 'paragraph', text, page: index + 1 })));
  });

  it('stays where its figures tell something', async () => {
    const fees = [305, 118, 740, 262];
    const page = (number: number, fee: number) => [
      ...lines([
        `Invoice ${9_000 + 7 * fee}`,
        `For ${fee * 2} days in the reading room`,
        'Thank you.',
        'Please pay soon.',
      ]),
      { text: `In all ${fee} euro`, x: 72, y: 60, size: 12 },
      { text: `Page ${number} of 4`, x: 300, y: 30, size: 9 },
    ];
    const text = (await blocksOf(createPdf(fees.map((fee, index) => page(index + 1, fee))))).map(textOf).join('\n');
    for (const fee of fees) {
      expect(text).toContain(`Invoice ${9_000 + 7 * fee}`);
      expect(text).toContain(`In all ${fee} euro`);
    }
    expect(text).not.toContain('of 4');
  });

  it('stays where it names the columns of a table', async () => {
    const row = (cells: readonly string[], y: number) =>
      cells.map((text, column) => ({ text, x: 72 + 150 * column, y, size: 12 }));
    const page = (number: number) => [
      ...row(['Item', 'Place', 'Fee'], 780),
      ...[1, 2, 3, 4, 5].flatMap((at) => row([`Atlas ${number}${at}`, 'Map room', `${number}.${at}0`], 780 - 20 * at)),
    ];
    const blocks = await blocksOf(createPdf([1, 2, 3, 4].map(page)));
    const columns = ['Item', 'Place', 'Fee'];
    for (const number of [1, 2, 3, 4]) {
      expect(blocks).toContainEqual({
        kind: 'table-row',
        cells: [`Atlas ${number}1`, 'Map room', `${number}.10`],
        columns,
        page: number,
      });
    }
  });

  it('stays where a page has nothing else', async () => {
    const pdf = createPdf([1, 2, 3, 4].map(() => lines(['No entry'])));
    expect(await blocksOf(pdf)).toEqual(
      [1, 2, 3, 4].map((number) => ({ kind: 'paragraph', text: 'No entry', page: number })),
    );
  });
});

describe('a paragraph', () => {
  it('goes on on the next page, and belongs to the page that it begins on', async () => {
    const pdf = createPdf([lines(['The lamps of the reading room burn']), lines(['until nine in the evening.'])]);
    const text = 'The lamps of the reading room burn until nine in the evening.';
    const pageBreaks = [{ page: 2, at: text.indexOf('until') }];
    expect(await blocksOf(pdf)).toEqual([{ kind: 'paragraph', text, page: 1, pageBreaks }]);
  });

  it('tells on which word each further page begins, also behind an empty page and a divided word', async () => {
    const pages = [['The lamps of the read-'], ['ing room burn until'], [], ['nine in the evening.']];
    const [block] = await blocksOf(createPdf(pages.map((page) => lines(page))));
    const text = 'The lamps of the reading room burn until nine in the evening.';
    const pageBreaks = [
      { page: 2, at: text.indexOf('room') },
      { page: 4, at: text.indexOf('nine') },
    ];
    expect(block).toEqual({ kind: 'paragraph', text, page: 1, pageBreaks });
  });

  it('ends where the space between lines is wide', async () => {
    const pdf = createPdf([
      [...lines(['Bring your card', 'when you come here.']), ...lines(['Read the rules.'], { y: 650 })],
    ]);
    expect((await blocksOf(pdf)).map(textOf)).toEqual(['Bring your card when you come here.', 'Read the rules.']);
  });
});

describe('a list', () => {
  it('is known by its bullets and numbers, and its levels by their place', async () => {
    const pdf = createPdf([
      [
        ...lines(['Readers may borrow:']),
        ...lines(['1. five books'], { y: 680 }),
        ...lines(['- two of which', 'may be atlases'], { x: 100, y: 665 }),
        ...lines(['2. one recording'], { y: 635 }),
      ],
    ]);
    expect((await blocksOf(pdf)).slice(1)).toEqual([
      { kind: 'list-item', level: 1, text: 'five books', page: 1 },
      { kind: 'list-item', level: 2, text: 'two of which may be atlases', page: 1 },
      { kind: 'list-item', level: 1, text: 'one recording', page: 1 },
    ]);
  });
});

describe('a heading', () => {
  it('has larger letters, and the higher a level the larger they are', async () => {
    const pdf = createPdf([
      [
        ...lines(['Handbook'], { y: 760, size: 24 }),
        ...lines(['Opening hours'], { y: 720, size: 16 }),
        ...lines(['The house opens at eight in the morning, and', 'closes at nine in the evening.'], { y: 690 }),
      ],
    ]);
    expect(await blocksOf(pdf)).toMatchObject([
      { kind: 'heading', level: 1, text: 'Handbook' },
      { kind: 'heading', level: 2, text: 'Opening hours' },
      { kind: 'paragraph' },
    ]);
  });
});

describe('blanks', () => {
  it('that take no room are none, and turned text keeps its own', async () => {
    const pdf = createPdf([
      [
        ...lines(['Readers may bring their own lamps into the house, but']),
        { text: 'not the of', x: 72, y: 685, size: 12, after: ' fice files.' },
        { text: 'Draft of the rules', x: 30, y: 100, size: 12, isTurned: true },
      ],
    ]);
    expect((await blocksOf(pdf)).map(textOf)).toEqual([
      'Readers may bring their own lamps into the house, but not the office files.',
      'Draft of the rules',
    ]);
  });
});

describe('a table', () => {
  it('keeps a cell of two lines in its row', async () => {
    const row = (cells: readonly string[], y: number) =>
      cells.map((text, column) => ({ text, x: 72 + 150 * column, y, size: 12 }));
    const pdf = createPdf([
      [
        ...row(['Item', 'Place', 'Fee'], 700),
        ...row(['Atlas', 'Map room,'], 680),
        { text: 'first floor', x: 222, y: 666, size: 12 },
        { text: '2.50', x: 372, y: 680, size: 12 },
        ...row(['Book', 'Hall', '0.25'], 640),
      ],
    ]);
    const columns = ['Item', 'Place', 'Fee'];
    expect(await blocksOf(pdf)).toEqual([
      { kind: 'table-row', cells: columns, columns: null, page: 1 },
      { kind: 'table-row', cells: ['Atlas', 'Map room, first floor', '2.50'], columns, page: 1 },
      { kind: 'table-row', cells: ['Book', 'Hall', '0.25'], columns, page: 1 },
    ]);
  });
});

describe('a table of cells of several lines', () => {
  const at = (column: number, y: number, texts: readonly string[]) => lines(texts, { x: 72 + 150 * column, y });
  it('keeps each row in one, though its cells are drawn one after the other', async () => {
    const pdf = createPdf([
      [
        ...[0, 1, 2].flatMap((column) => at(column, 700, [['Risk', 'Consequence', 'Measure'][column] ?? ''])),
        ...at(0, 670, ['Fire in the', 'reading', 'room']),
        ...at(1, 670, ['The house is', 'left at once', 'by all, even', 'the staff']),
        ...at(2, 670, ['Water the', 'lamps']),
        ...at(0, 600, ['Theft', 'of books']),
        ...at(1, 600, ['Loss']),
        ...at(2, 600, ['Lock the', 'door']),
      ],
    ]);
    expect((await blocksOf(pdf)).map(textOf)).toEqual([
      'Risk | Consequence | Measure',
      'Fire in the reading room | The house is left at once by all, even the staff | Water the lamps',
      'Theft of books | Loss | Lock the door',
    ]);
  });

  it('has the columns that all of its rows have, however narrow the gaps are', async () => {
    const row = (cells: readonly string[], y: number) =>
      cells.map((text, column) => ({ text, x: [72, 122, 250][column] ?? 0, y, size: 12 }));
    const pdf = createPdf([
      [
        ...row(['Stop 11', '1911', 'Harbour'], 700),
        ...row(['Stop 12', '1924', 'Market'], 680),
        ...row(['Stop 13', '1937', 'Castle'], 660),
      ],
    ]);
    expect((await blocksOf(pdf)).map(textOf)).toContain('Stop 12 | 1924 | Market');
  });
});

describe('a table that goes on on the next page', () => {
  const row = (cells: readonly string[], y: number) =>
    cells.map((text, column) => ({ text, x: 72 + 150 * column, y, size: 12 }));
  const columns = ['Item', 'Place', 'Fee'];

  it('keeps the names of its columns', async () => {
    const pdf = createPdf([
      [...row(columns, 120), ...row(['Atlas', 'Map room', '2.50'], 100), ...row(['Book', 'Hall', '0.25'], 80)],
      [
        ...row(['Map', 'Cellar', '1.75'], 720),
        ...row(['Lamp', 'Hall', '3.00'], 700),
        ...lines(['That is all.'], { y: 600 }),
      ],
    ]);
    expect(await blocksOf(pdf)).toContainEqual({
      kind: 'table-row',
      cells: ['Map', 'Cellar', '1.75'],
      columns,
      page: 2,
    });
  });

  it('is another one where it has names of its own', async () => {
    const others = ['Reader', 'Since', 'Card'];
    const pdf = createPdf([
      [...row(columns, 120), ...row(['Atlas', 'Map room', '2.50'], 100)],
      [...row(others, 720), ...row(['Ada', '1931', '17'], 700)],
    ]);
    expect(await blocksOf(pdf)).toContainEqual({
      kind: 'table-row',
      cells: ['Ada', '1931', '17'],
      columns: others,
      page: 2,
    });
  });
});

describe('a table whose cells nearly touch', () => {
  it('has each of them in its column, in rows with fewer as well', async () => {
    const row = (cells: readonly (readonly [string, number])[], y: number) =>
      cells.map(([text, x]) => ({ text, x, y, size: 12 }));
    const pdf = createPdf([
      [
        ...row(
          [
            ['Name', 72],
            ['Days', 142],
            ['Fee', 220],
          ],
          700,
        ),
        ...row(
          [
            ['Map room', 72],
            ['3', 190],
            ['2.50', 230],
          ],
          680,
        ),
        ...row(
          [
            ['Reading room', 72],
            ['4', 190],
            ['1.25', 230],
          ],
          660,
        ),
        ...row(
          [
            ['In all', 72],
            ['3.75', 230],
          ],
          640,
        ),
      ],
    ]);
    expect(await blocksOf(pdf)).toContainEqual({
      kind: 'table-row',
      cells: ['In all', '', '3.75'],
      columns: ['Name', 'Days', 'Fee'],
      page: 1,
    });
  });
});

describe('a line of a narrow column', () => {
  it('whose blanks are wide, as it is justified, is no row of a table', async () => {
    const wide = (texts: readonly string[], y: number) =>
      texts.map((text, at) => ({ text, x: [72, 130, 193.4][at] ?? 0, y, size: 12 }));
    const pdf = createPdf([
      [
        ...lines(['Nobody has seen the key of'], { y: 700 }),
        ...wide(['the', 'upper', 'room'], 686),
        ...lines(['since the winter of 1931.'], { y: 672 }),
      ],
    ]);
    expect((await blocksOf(pdf)).map(textOf)).toEqual([
      'Nobody has seen the key of the upper room since the winter of 1931.',
    ]);
  });
});

describe('bullets', () => {
  it('that are drawn behind all of the text stand before their lines', async () => {
    const pdf = createPdf([
      [
        ...lines(['Bring with you:'], { y: 720 }),
        ...lines(['a card'], { x: 90, y: 700 }),
        ...lines(['a pencil'], { x: 90, y: 680 }),
        ...[700, 680].map((y) => ({ text: '\x95', x: 78, y, size: 12 })),
      ],
    ]);
    expect(await blocksOf(pdf)).toMatchObject([
      { kind: 'paragraph', text: 'Bring with you:' },
      { kind: 'list-item', text: 'a card' },
      { kind: 'list-item', text: 'a pencil' },
    ]);
  });
});

describe('numbers', () => {
  it('that are drawn behind all of the text stand before their lines, too', async () => {
    const pdf = createPdf([
      [
        ...lines(['Do this:'], { y: 720 }),
        ...lines(['open the box'], { x: 90, y: 700 }),
        ...lines(['take the key'], { x: 90, y: 680 }),
        ...[1, 2].map((number) => ({ text: `${number}.`, x: 76, y: 720 - 20 * number, size: 12 })),
      ],
    ]);
    expect(await blocksOf(pdf)).toMatchObject([
      { kind: 'paragraph', text: 'Do this:' },
      { kind: 'list-item', text: 'open the box' },
      { kind: 'list-item', text: 'take the key' },
    ]);
  });

  it('are no part of a name, and stay with the title of a chapter', async () => {
    const pdf = createPdf([[...lines(['A. Author'], { y: 720 }), ...lines(['IV. Results'], { y: 680 })]]);
    expect(await blocksOf(pdf)).toMatchObject([
      { kind: 'paragraph', text: 'A. Author' },
      { kind: 'paragraph', text: 'IV. Results' },
    ]);
  });
});

describe('a letter of few lines that are far apart', () => {
  it('has its paragraphs whole', async () => {
    const text = [
      'The budget of nine hundred euro was approved by the board. Ann is to',
      'order the lamps, and Bob will see to it that the desks are brought in',
      'before the winter. Carla asks for a second key, which she will get. The',
      'Board meets again in March.',
    ];
    const pdf = createPdf([text.map((line, at) => ({ text: line, x: 72, y: 720 - 28 * at, size: 12 }))]);
    expect((await blocksOf(pdf)).map(textOf)).toEqual([text.join(' ')]);
  });
});

describe('letters whose font does not say what they are', () => {
  /** Codes of two bytes, numbers of glyphs. */
  const font =
    '/Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>]';
  const glyphs = (text: string, by: number) =>
    [...text].map((letter) => `\0${letter === ' ' ? letter : String.fromCharCode(letter.charCodeAt(0) + by)}`).join('');
  const page = (by: number) => [
    { text: glyphs('the desks are brought in before the winter', by), x: 72, y: 720, size: 12 },
  ];

  it('are refused where they are numbers of glyphs, and read where they are those of letters', async () => {
    await expect(partsOf(createPdf([page(-29)], [], { font }))).rejects.toMatchObject({ reason: 'NO_UNICODE' });
    expect((await blocksOf(createPdf([page(0)], [], { font }))).map(textOf)).toEqual([
      'the desks are brought in before the winter',
    ]);
  });
});

describe('Arabic', () => {
  it('has the letters of a ligature in their order', async () => {
    const toUnicode = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def
      1 begincodespacerange <00> <FF> endcodespacerange
      5 beginbfchar <41> <0627> <42> <06440627> <43> <062C> <44> <062A> <45> <0645> endbfchar endcmap end end`;
    const font = '/Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding';
    // From left to right, as they are drawn.
    const pdf = createPdf([[{ text: 'EDCBA', x: 72, y: 720, size: 12 }]], [], { font, toUnicode });
    expect((await blocksOf(pdf)).map(textOf)).toEqual(['الاجتم']);
  });
});

describe('what people added to a page', () => {
  it('comes after its text: comments, and the fields that they filled in', async () => {
    const pdf = createPdf(
      [lines(['Application for a carrel'])],
      [
        '/Subtype /Text /Contents (Is she a member?)',
        '/Subtype /Widget /FT /Tx /T (Name) /V (Ada Lovelace)',
        '/Subtype /Widget /FT /Btn /T (Student) /V /Off',
      ],
    );
    expect((await blocksOf(pdf)).map(textOf)).toEqual([
      'Application for a carrel',
      'Is she a member?',
      'Name: Ada Lovelace',
    ]);
  });
});

describe('a file', () => {
  it('without text is refused', async () => {
    await expect(partsOf(createPdf([[]]))).rejects.toMatchObject({ reason: 'NO_TEXT' });
  });

  it('that is no PDF is refused', async () => {
    await expect(partsOf(Buffer.from('%PDF-1.7 and no more'))).rejects.toMatchObject({ reason: 'DAMAGED' });
  });

  it('that says it has a million pages is refused', async () => {
    const pdf = Buffer.from(createPdf([lines(['hello'])]))
      .toString('latin1')
      .replace('/Count 1', '/Count 1000000');
    await expect(partsOf(Buffer.from(pdf, 'latin1'))).rejects.toMatchObject({ reason: 'TOO_MANY_PAGES' });
  });
});
