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
}

/** A workbook of its parts. */
function xlsx(
  { sheets, strings = '', styles = '', properties = '' }: Parts,
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
  it('are as people write them', async () => {
    expect(
      await shown([
        [0.1 + 0.2, 0],
        [1e6, '#,##0.00'],
        [-12, '0_);[Red]\\(0\\)'],
        [5, '0 "d"'],
        [2, 'General'],
      ]),
    ).toEqual(['0.3', '1000000', '-12', '5', '2']);
    expect(
      await shown([
        [0.125, 9],
        [0.07, '0.0%'],
        [1.1, '0"%"'],
      ]),
    ).toEqual(['12.5%', '7%', '1.1']);
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
