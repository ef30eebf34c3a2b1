import { describe, expect, it } from 'vitest';
import { readXlsx } from '../../../src/documents/parsers/formats/xlsx.ts';
import { fileBytes, hasFiles, outlineOf, partsOf, refusalOf } from '../../support/parsed.ts';
import { makeZip, type PartOptions } from '../../support/zip.ts';

const outline = async (bytes: Uint8Array) => outlineOf(await partsOf(readXlsx, bytes));

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const NAMESPACES = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${OFFICE}"`;
const relationships = (targets: Readonly<Record<string, string>>) =>
  `<Relationships>${Object.entries(targets)
    .map(([target, type]) => `<Relationship Id="${target}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

interface Parts {
  /** What a sheet holds, by its name. */
  readonly sheets: Readonly<Record<string, string>>;
  readonly strings?: string;
  readonly styles?: string;
  readonly properties?: string;
  /** Places of tables that someone made in the first sheet. */
  readonly tables?: readonly string[];
}

/** A workbook of its parts. */
function xlsx(
  { sheets, strings = '', styles = '', properties = '', tables = [] }: Parts,
  options: Record<string, PartOptions> = {},
) {
  const names = Object.keys(sheets);
  const entries = names.map((name, at) => `<sheet name="${name}" sheetId="${at}" r:id="${at}.xml"/>`).join('');
  const parts = names.map((_, at) => [`${at}.xml`, 'worksheet'] as const);
  return makeZip(
    {
      '_rels/.rels': relationships({ 'xl/workbook.xml': 'officeDocument' }),
      'xl/workbook.xml': `<workbook ${NAMESPACES}>${properties}<sheets>${entries}</sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': relationships({
        ...Object.fromEntries(parts),
        'strings.xml': 'sharedStrings',
        'styles.xml': 'styles',
      }),
      'xl/strings.xml': `<sst ${NAMESPACES}>${strings}</sst>`,
      'xl/styles.xml': `<styleSheet ${NAMESPACES}>${styles}</styleSheet>`,
      'xl/_rels/0.xml.rels': relationships(Object.fromEntries(tables.map((_, at) => [`table${at}.xml`, 'table']))),
      ...Object.fromEntries(tables.map((place, at) => [`xl/table${at}.xml`, `<table ${NAMESPACES} ref="${place}"/>`])),
      ...Object.fromEntries(
        Object.values(sheets).map((rows, at) => [
          `xl/${at}.xml`,
          `<worksheet ${NAMESPACES}><sheetData>${rows}</sheetData></worksheet>`,
        ]),
      ),
    },
    options,
  );
}

/** The only row of a sheet, of numbers that are shown in a format each. */
async function shown(numbers: readonly (readonly [number: number, format: string | number])[], properties = '') {
  const codes = numbers.map(([, format], at) =>
    typeof format === 'string'
      ? `<numFmt numFmtId="${164 + at}" formatCode="${format.replaceAll('"', '&quot;')}"/>`
      : '',
  );
  const formats = numbers.map(([, format], at) => `<xf numFmtId="${typeof format === 'string' ? 164 + at : format}"/>`);
  const styles = `<numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs>${formats.join('')}</cellXfs>`;
  const cells = numbers.map(([number], at) => `<c s="${at}"><v>${number}</v></c>`);
  // A text before them keeps a number from being alone in its row.
  const sheet = `<row><c t="str"><v>x</v></c>${cells.join('')}</row>`;
  const [, row] = await partsOf(readXlsx, xlsx({ sheets: { S: sheet }, styles, properties }));
  return row?.kind === 'table-row' ? row.cells.slice(1) : [];
}

describe.skipIf(!hasFiles)('XLSX files of real programs (skipped where ../shared is not there)', () => {
  it.each([
    [
      'any_sheets.xlsx',
      [
        '# Visible',
        '| 1 | 2',
        '| 3 | 4',
        '| 5 | 6',
        'This workbook contains 4 sheets: Visible, Hidden, VeryHidden and Chart',
      ],
    ],
    ['date_1904.xlsx', ['# Sheet1', '| 2021-01-01 | 15', '| 2021-01-02 | 16', '| 255:10:10 | 17']],
    [
      'formulas.xlsx',
      [
        '# Sheet1',
        '| someone@example.com | (formula with hyperlink)',
        'someone@example.com: someone@example.com; (formula with hyperlink): (formula without link)',
      ],
    ],
    ['sparse-corners.xlsx', ['# S', 'first', 'last']],
    [
      'staff.libreoffice.xlsx',
      [
        '# Staff',
        'Staff list 2024',
        '| Name | Started | Share | Double',
        'Name: Ada; Started: 2021-03-04; Share: 12.5%; Double: #VALUE!',
        'Name: Grace; Started: 2019-12-09; Share: 1',
        'Name: ; Started: on leave',
        '# Rooms',
        '| Room | Seats',
        'Room: Carrel 7; Seats: 1',
      ],
    ],
    ['testEXCEL_dateFormats.xlsx', ['# Munka1', 'date', '2018-09-20', '1996-08-10']],
  ])('%s is read as it is shown', async (name, lines) => {
    expect(await outline(fileBytes(`xlsx/${name}`))).toEqual(lines);
  });

  it('password_protected.xlsx is refused', async () => {
    expect(await refusalOf(readXlsx, fileBytes('xlsx/password_protected.xlsx'))).toBe('ENCRYPTED');
  });
});

describe('numbers of XLSX', () => {
  it('are as people see them: with their currency, unit, decimals and groups of thousands', async () => {
    expect(
      await shown([
        [0.1 + 0.2, 0],
        [1e6, '#,##0.00'],
        [1_200, '[$€-407] #,##0.00'],
        [1_200.5, '#,##0.00\\ "€"'],
        [1_234_567, '#,##0,"k"'],
        [5, '0 "days"'],
        [2, 'General'],
        [2, 'General" kg"'],
        [1.005, '0.00'],
        [0.5, '#.0#'],
        [1_234, '#,##0.##'],
        [1_234_567.891, '# ##0.0'],
        [99.5, '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)'],
        [42, '@'],
      ]),
    ).toEqual([
      '0.3',
      '1,000,000.00',
      '€ 1,200.00',
      '1,200.50 €',
      '1,235k',
      '5 days',
      '2',
      '2',
      '1.01',
      '0.5',
      '1,234',
      '1234 567.9',
      '$ 99.50',
      '42',
    ]);
    expect(
      await shown([
        [0.125, 10],
        [0.07, '0.0%'],
        [1.1, '0.0"%"'],
        [0.5, '# ?/?'],
        [123_456, '0.00E+00'],
      ]),
    ).toEqual(['12.50%', '7.0%', '1.1%', '0.5', '123456']);
  });

  it('keep the zeros of a code and the signs of a mask', async () => {
    expect(
      await shown([
        [7, '00000'],
        [123_456_789, '000-00-0000'],
        [5_551_234, '[&lt;=9999999]###-####;(###) ###-####'],
        [2_125_551_234, '[&lt;=9999999]###-####;(###) ###-####'],
      ]),
    ).toEqual(['00007', '123-45-6789', '555-1234', '(212) 555-1234']);
  });

  it('that are negative, or zero, are told as such', async () => {
    expect(
      await shown([
        [-12, '0_);[Red]\\(0\\)'],
        [-12, '#,##0.00;[Red]#,##0.00'],
        [-1_234.5, '#,##0.00'],
        [-0.004, '0.00'],
        [0, '0;-0;"none"'],
        [0, '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)'],
        [3, '0;-0;;@'],
      ]),
    ).toEqual(['(12)', '-12.00', '-1,234.50', '0.00', 'none', '0', '3']);
  });

  it('that are hidden by their format are not there', async () => {
    expect(
      await shown([
        [1, 0],
        [5, ';;;'],
        [0, '0;-0;;@'],
        [2, 0],
      ]),
    ).toEqual(['1', '', '', '2']);
  });

  it('that are dates have a time only where there is one', async () => {
    expect(
      await shown([
        [44_259, 14],
        [44_259.5, 'dd/mm/yyyy'],
        [44_259.573_125, 22],
        [1, 14],
        [61, 14],
        [44_259, '[$-409]mmmm;@'],
        [44_259, 'yyyy"年"m"月"'],
      ]),
    ).toEqual([
      '2021-03-04',
      '2021-03-04 12:00',
      '2021-03-04 13:45:18',
      '1900-01-01',
      '1900-03-01',
      '2021-03-04',
      '2021-03-04',
    ]);
    expect(await shown([[44_195, 14]], '<workbookPr date1904="1"/>')).toEqual(['2024-12-31']);
    expect(await shown([[1e12, 14]])).toEqual(['1000000000000']);
  });

  it('that are times of a day or durations are no dates', async () => {
    expect(
      await shown([
        [0.5, 20],
        [44_259.25, 'h:mm AM/PM'],
        [1.5, 46],
        [0.000_011_574, 'mm:ss'],
        [100, '[h]:mm'],
      ]),
    ).toEqual(['12:00', '06:00', '36:00', '00:00:01', '2400:00']);
  });
});

describe('cells of XLSX', () => {
  it('have texts of every kind, and what formulas came to', async () => {
    const strings =
      '<si><t>Na_x000D_me</t></si><si><r><t>Ri</t></r><r><t xml:space="preserve">ch </t></r><rPh><t>no</t></rPh></si>';
    const sheet = `<row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2" t="s"><v>1</v></c></row>
      <row r="9"><c r="B9" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c><c t="b"><v>1</v></c>
      <c t="e"><f>1/0</f><v>#DIV/0!</v></c><c><f>SUM(A1)</f><v>7</v></c><c t="str"><f>_xlfn.CONCAT("x")</f><v>x</v></c>
      <c t="d"><v>2021-03-04T00:00:00</v></c><c t="s"><v>99</v></c><c r="ZZ9"/></row>`;
    expect(await outline(xlsx({ sheets: { S: sheet }, strings }))).toEqual([
      '# S',
      '|  | Na me |  | Rich',
      ': ; Na me: inline; : TRUE; Rich: #DIV/0!; : 7; : x; : 2021-03-04',
    ]);
  });

  it('have no columns but those that programs know, and not more in all than can be read', async () => {
    const far = (place: string) => `<row><c r="${place}"><v>1</v></c></row>`;
    expect(await refusalOf(readXlsx, xlsx({ sheets: { S: far('XFE1') } }))).toBe('DAMAGED');
    expect(await refusalOf(readXlsx, xlsx({ sheets: { S: far('1') } }))).toBe('DAMAGED');
    expect(await refusalOf(readXlsx, xlsx({ sheets: { S: far('XFD1').repeat(1_300) } }))).toBe('OUTPUT');
  });
});

describe('tables of a sheet', () => {
  const cell = (value: string | number, at: number, style: number) =>
    value === ''
      ? ''
      : `<c r="${String.fromCharCode(65 + at)}1" s="${style}" t="${typeof value === 'number' ? 'n' : 'str'}"><v>${value}</v></c>`;
  /** Rows by their numbers; those that are styled have another look. */
  const rows = (all: Readonly<Record<number, readonly (string | number)[]>>, styled: readonly number[] = []) =>
    Object.entries(all)
      .map(
        ([r, cells]) =>
          `<row r="${r}">${cells.map((value, at) => cell(value, at, styled.includes(Number(r)) ? 1 : 0)).join('')}</row>`,
      )
      .join('');

  it('that stand below each other have their own columns and titles', async () => {
    const sheet = rows({
      1: ['Item', 'Amount', 'Share'],
      2: ['Rent', 1200, 0.5],
      4: ['Staff'],
      5: ['Name', 'Age'],
      6: ['Ada', 36],
      8: ['Contact', 'Phone'],
      9: ['Bob', '+49 30 2'],
    });
    expect(await outline(xlsx({ sheets: { S: sheet } }))).toEqual([
      '# S',
      '| Item | Amount | Share',
      'Item: Rent; Amount: 1200; Share: 0.5',
      'Staff',
      '| Name | Age',
      'Name: Ada; Age: 36',
      '| Contact | Phone',
      'Contact: Bob; Phone: +49 30 2',
    ]);
  });

  it('of texts alone are told by what their heads look like', async () => {
    const all = { 1: ['Name', 'Town'], 2: ['Ada', 'Ulm'], 4: ['Room', 'Use'], 5: ['Attic', 'Store'] };
    expect(await outline(xlsx({ sheets: { S: rows(all, [1, 4]) } }))).toEqual([
      '# S',
      '| Name | Town',
      'Name: Ada; Town: Ulm',
      '| Room | Use',
      'Room: Attic; Use: Store',
    ]);
    expect((await outline(xlsx({ sheets: { S: rows(all, [1]) } }))).slice(3)).toEqual([
      'Name: Room; Town: Use',
      'Name: Attic; Town: Store',
    ]);
  });

  it('go on behind an empty row with what is a row like the others', async () => {
    const sheet = rows({
      1: ['Name', 'Town', 'Age'],
      2: ['Ada', 'Ulm', 36],
      4: ['Bob', 'Bonn'],
      5: ['Cy', 'Köln', 41],
      7: ['Dee', 'Jena', 5],
      9: ['Total'],
    });
    expect((await outline(xlsx({ sheets: { S: sheet } }))).slice(3)).toEqual([
      'Name: Bob; Town: Bonn',
      'Name: Cy; Town: Köln; Age: 41',
      'Name: Dee; Town: Jena; Age: 5',
      'Name: Total',
    ]);
  });

  it('are where their file says so, beside each other too', async () => {
    const sheet = rows({
      2: ['Region', 2024, '', 'Code', 'Meaning'],
      3: ['North', 10, '', 'A', 'alpha'],
      4: ['South', 20, '', '', 'a remark'],
      5: ['City', 'Mayor'],
      6: ['Ulm', 'Lee'],
    });
    expect(await outline(xlsx({ sheets: { S: sheet }, tables: ['A2:B4', '$D$2:$E$3', 'A5:B6', 'nonsense'] }))).toEqual([
      '# S',
      '| Region | 2024',
      '| Code | Meaning',
      'Region: North; 2024: 10',
      'Code: A; Meaning: alpha',
      'Region: South; 2024: 20',
      'a remark',
      '| City | Mayor',
      'City: Ulm; Mayor: Lee',
    ]);
  });
});

describe('workbooks', () => {
  it('have the sheets with rows, in their order', async () => {
    const row = '<row><c><v>1</v></c><c><v>2</v></c></row>';
    expect(await outline(xlsx({ sheets: { B: row, Empty: '<row/>', A: row } }))).toEqual([
      '# B',
      '| 1 | 2',
      '# A',
      '| 1 | 2',
    ]);
    expect(await refusalOf(readXlsx, xlsx({ sheets: { Empty: '' } }))).toBe('NO_TEXT');
  });

  it.each([
    ['TOO_LARGE_UNPACKED', xlsx({ sheets: { S: '' } }, { 'xl/0.xml': { size: 1e9 } })],
    [
      'DAMAGED',
      xlsx({ sheets: { S: `<row><c t="str"><v>${'x'.repeat(10_000)}</v></c></row>` } }, { 'xl/0.xml': { size: 100 } }),
    ],
    ['ENCRYPTED', xlsx({ sheets: { S: '' } }, { 'xl/0.xml': { isEncrypted: true } })],
    ['DAMAGED', xlsx({ sheets: { S: '<row><c>' } })],
    ['DAMAGED', makeZip({ 'a.txt': 'no workbook' })],
    ['DAMAGED', Buffer.from('no archive')],
  ])('that can not be read are refused as %s', async (reason, bytes) => {
    expect(await refusalOf(readXlsx, bytes)).toBe(reason);
  });
});
