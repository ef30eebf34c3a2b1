import { describe, expect, it } from 'vitest';
import { readOdf } from '../../../src/documents/parsers/formats/odf/read-odf.ts';
import { fileBytes, HANDBOOK_FROM_BORROWING, hasFiles, outlineOf, partsOf, refusalOf } from '../../support/parsed.ts';
import { makeZip } from '../../support/zip.ts';

const ODF = 'urn:oasis:names:tc:opendocument:xmlns';
const PREFIXES = {
  office: 'office',
  text: 'text',
  table: 'table',
  draw: 'drawing',
  presentation: 'presentation',
  style: 'style',
  svg: 'svg-compatible',
};
const NAMESPACES = Object.entries(PREFIXES)
  .map(([prefix, name]) => `xmlns:${prefix}="${ODF}:${name}:1.0"`)
  .join(' ');

type Kind = 'text' | 'spreadsheet' | 'presentation';

function odf(kind: Kind, content: string, { styles = '', manifest = '' } = {}): Buffer {
  const type = `application/vnd.oasis.opendocument.${kind}`;
  return makeZip({
    mimetype: type,
    'META-INF/manifest.xml': `<manifest:manifest xmlns:manifest="${ODF}:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/>${manifest}</manifest:manifest>`,
    'content.xml': `<office:document-content ${NAMESPACES}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${kind}>${content}</office:${kind}></office:body></office:document-content>`,
  });
}

const p = (text: string, style = '') => `<text:p text:style-name="${style}">${text}</text:p>`;
const cell = (content: string, attributes = '') => `<table:table-cell ${attributes}>${content}</table:table-cell>`;
const covered = (count = 1) =>
  `<table:covered-table-cell table:number-columns-repeated="${count}">${p('covered')}</table:covered-table-cell>`;
const row = (cells: string, attributes = '') => `<table:table-row ${attributes}>${cells}</table:table-row>`;
const table = (rows: string, attributes = '') => `<table:table ${attributes}>${rows}</table:table>`;
const texts = (...cells: string[]) => cells.map((text) => cell(text && p(text), 'office:value-type="string"')).join('');

const outline = async (bytes: Uint8Array) => outlineOf(await partsOf(readOdf, bytes));

describe.skipIf(!hasFiles)('OpenDocument files of LibreOffice (skipped where ../shared is not there)', () => {
  it('handbook.libreoffice.odt is read as it is written', async () => {
    expect(await outline(fileBytes('odt/handbook.libreoffice.odt'))).toEqual([
      'Title: Harbour Library Handbook',
      'Test Author',
      '# Opening hours',
      'The reading room opens at eight in the morning and closes at nine in the evening. On public holidays it stays closed, whatever the notice at the door says.',
      'Footnote text: the café closes half an hour earlier.',
      ...HANDBOOK_FROM_BORROWING,
    ]);
  });

  it('staff.libreoffice.ods has two sheets', async () => {
    expect(await outline(fileBytes('ods/staff.libreoffice.ods'))).toEqual([
      '# Staff',
      'Staff list 2024',
      '| Name | Started | Share | Double',
      'Name: Ada; Started: 2021-03-04; Share: 12.5%; Double: Err:510',
      'Name: Grace; Started: 2019-12-09; Share: 1',
      'Name: ; Started: on leave',
      '# Rooms',
      '| Room | Seats',
      'Room: Carrel 7; Seats: 1',
    ]);
  });
});

describe('ODT', () => {
  it('has headings by their outline, a title by its style, items by their lists', async () => {
    const styles =
      '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/><style:style style:name="P2" style:family="paragraph" style:parent-style-name="Preformatted_20_Text"/>';
    const content = `${p('A title', 'P1')}<text:h text:outline-level="3">Third</text:h><text:h>First</text:h>
      <text:list><text:list-header>${p('Before')}</text:list-header><text:list-item>${p('one')}${p('more of it')}
        <text:list><text:list-item>${p('inner')}</text:list-item></text:list></text:list-item>
        <text:list-item><text:h text:outline-level="2">Numbered</text:h></text:list-item></text:list>${p('if a:', 'P2')}${p('<text:s text:c="2"/>b', 'P2')}`;
    expect(await outline(odf('text', content, { styles }))).toEqual([
      'Title: A title',
      '### Third',
      '# First',
      'Before',
      '- one',
      'more of it',
      '  - inner',
      '## Numbered',
      '`if a:\n  b`',
    ]);
  });

  it('is without deleted text, comments, contents, readings and descriptions', async () => {
    const content = `<text:tracked-changes><text:changed-region><text:deletion>${p('deleted')}</text:deletion></text:changed-region></text:tracked-changes>
      <text:table-of-content><text:index-body>${p('First 1')}</text:index-body></text:table-of-content>
      ${p(`Kept<office:annotation>${p('too low')}</office:annotation><draw:frame><svg:title>t</svg:title><svg:desc>d</svg:desc></draw:frame>,
      <text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>かんじ</text:ruby-text></text:ruby><text:tab/>a<text:line-break/>b<text:s text:c="1000000000"/>c`)}`;
    expect(await outline(odf('text', content))).toEqual(['Kept, 漢字 a b c']);
  });

  it('has notes and text boxes behind their paragraph, once', async () => {
    const note = `<text:note><text:note-citation>1</text:note-citation><text:note-body>${p('A note')}</text:note-body></text:note>`;
    const box = `<draw:frame><draw:text-box>${p('A box')}</draw:text-box></draw:frame>`;
    const shape = `<draw:custom-shape>${p('A shape')}</draw:custom-shape>`;
    expect(await outline(odf('text', p(`Be${note}fore${box}hand${shape}`)))).toEqual([
      'Beforehand',
      'A note',
      'A box',
      'A shape',
    ]);
  });

  it('names the columns of tables, and has cells that reach down in each row, repeated ones once', async () => {
    const head = `<table:table-header-rows>${row(texts('Room') + cell(p('Seats'), 'table:number-columns-spanned="2"') + covered())}</table:table-header-rows>`;
    const rows =
      row(cell(p('Café'), 'table:number-rows-spanned="2"') + texts('20', '12')) +
      row(covered() + texts('8') + cell('', 'table:number-columns-repeated="1000000000"'));
    const columns = '<table:table-column table:number-columns-repeated="3"/>';
    expect(await outline(odf('text', table(columns + head + rows)))).toEqual([
      '| Room | Seats',
      'Room: Café; Seats: 20; Seats: 12',
      'Room: Café; Seats: 8',
    ]);
    const both = row(cell(p('wide'), 'table:number-columns-spanned="2"') + covered() + covered() + texts('right'));
    expect(await outline(odf('text', table(both)))).toEqual(['| wide |  |  | right']);
    const endless = row(cell(p('x'), 'table:number-columns-repeated="1000000000"') + texts('y'));
    const [line = ''] = await outline(odf('text', table(endless)));
    expect(line.length).toBeLessThan(2_000);
  });
});

describe('ODS', () => {
  const value = (type: string, attributes: string, shown = '') =>
    cell(shown && p(shown), `office:value-type="${type}" ${attributes}`);

  it('has values as people write them', async () => {
    const rows = row(
      [
        value('date', 'office:date-value="2021-03-04"', 'Thu, 4 March'),
        value('date', 'office:date-value="2021-03-04T00:00:00"', '04.03.21'),
        value('date', 'office:date-value="2021-03-04T10:15:00"', '04.03.21'),
        value('percentage', 'office:value="0.125"', '12,5 %'),
        value('percentage', 'office:value="0.07"'),
        value('float', 'office:value="1234.5"', '1,234.50'),
        value('float', 'office:value="1234.5"'),
        value('currency', 'office:value="5" office:currency="EUR"', '€5.00'),
        value('boolean', 'office:boolean-value="true"'),
        value('string', 'office:string-value="hidden"', 'shown'),
        value('string', 'office:string-value="given"'),
        cell(`${p('two')}<office:annotation>${p('comment')}</office:annotation>${p('lines')}`),
      ].join(''),
    );
    expect(await outline(odf('spreadsheet', table(rows, 'table:name="S"')))).toEqual([
      '# S',
      '| 2021-03-04 | 2021-03-04 | 2021-03-04 10:15:00 | 12,5 % | 7% | 1,234.50 | 1234.5 | €5.00 | true | shown | given | two lines',
    ]);
  });

  it('names its columns by the first row of two texts, below titles and numbers', async () => {
    const number = (shown: string) => value('float', `office:value="${shown}"`, shown);
    const rows = [
      row(cell('', 'table:number-columns-repeated="2"') + texts('A title')),
      row(texts('Total') + number('5')),
      row(texts('Name', '', 'Role')),
      row(texts('Ada', 'x', 'Director', 'more')),
      row(texts('', '', '')),
      row(texts('Alone')),
    ];
    expect(await outline(odf('spreadsheet', table(rows.join(''), 'table:name="Staff"')))).toEqual([
      '# Staff',
      'A title',
      '| Total | 5',
      '| Name |  | Role',
      'Name: Ada; : x; Role: Director; : more',
      'Name: Alone',
    ]);
  });

  it('names them by the rows that are repeated on every page', async () => {
    const years = ['2019', '2020'].map((year) => value('float', `office:value="${year}"`, year)).join('');
    const rows = `<table:table-header-rows>${row(years)}</table:table-header-rows>${row(texts('a', 'b'))}${row(years)}`;
    expect(await outline(odf('spreadsheet', table(rows)))).toEqual([
      '| 2019 | 2020',
      '2019: a; 2020: b',
      '2019: 2019; 2020: 2020',
    ]);
    const title = `<table:table-header-rows>${row(texts('Years'))}</table:table-header-rows>${row(years)}${row(years)}`;
    expect(await outline(odf('spreadsheet', table(title)))).toEqual(['Years', '| 2019 | 2020', '| 2019 | 2020']);
  });

  it('shows neither hidden nor empty sheets, nor what was before changes', async () => {
    const styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>';
    const content = `<table:tracked-changes><table:cell-content-change>${cell(p('before'))}</table:cell-content-change></table:tracked-changes>
      ${table(row(texts('a', 'b')), 'table:name="Hidden" table:style-name="ta2"')}
      ${table(row(cell('', 'table:number-columns-repeated="16384"')), 'table:name="Empty"')}
      ${table(`<table:shapes><draw:frame><draw:text-box>${p('A box')}</draw:text-box></draw:frame></table:shapes>${row(texts('c', 'd'))}`, 'table:name="Shown"')}`;
    expect(await outline(odf('spreadsheet', content, { styles }))).toEqual(['# Shown', 'A box', '| c | d']);
  });

  it('repeats cells and rows in their columns, and no more than there is use for', async () => {
    const repeated = 'table:number-columns-repeated="2"';
    const rows = [
      row(texts('Day', 'From', 'To', 'Open')),
      row(texts('Monday') + cell(p('nine'), repeated) + texts('yes'), 'table:number-rows-repeated="2"'),
      row(cell('', 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="1000000000"'),
      row(cell('', 'table:number-columns-repeated="3"') + texts('last')),
      row(texts('End'), 'table:number-rows-repeated="1000000000"'),
    ];
    const lines = await outline(odf('spreadsheet', table(rows.join(''), 'table:name="Hours"')));
    expect(lines.slice(0, 6)).toEqual([
      '# Hours',
      '| Day | From | To | Open',
      ...Array(2).fill('Day: Monday; From: nine; To: nine; Open: yes'),
      'Day: ; From: ; To: ; Open: last',
      'Day: End',
    ]);
    expect(lines.length).toBeLessThan(200);
  });

  it('keeps a cell in the last column there, and refuses a file that repeats too much', async () => {
    const corner = row(cell('', 'table:number-columns-repeated="16383"') + texts('corner'));
    const [heading, last] = await partsOf(readOdf, odf('spreadsheet', table(corner, 'table:name="S"')));
    expect(heading).toMatchObject({ kind: 'heading' });
    expect(last).toEqual({ kind: 'paragraph', text: 'corner' });
    const bomb = row(
      cell(p('x'), 'table:number-columns-repeated="1000000000"'),
      'table:number-rows-repeated="1000000000"',
    );
    expect(await refusalOf(readOdf, odf('spreadsheet', table(bomb.repeat(100))))).toBe('OUTPUT');
  });
});

describe('ODP', () => {
  it('has its slides as pages, with their notes, and without what every slide has', async () => {
    const frame = (kind: string, content: string) =>
      `<draw:frame presentation:class="${kind}"><draw:text-box>${content}</draw:text-box></draw:frame>`;
    const shape = (text: string, style = '') => `<draw:custom-shape>${p(text, style)}</draw:custom-shape>`;
    const first = `${frame('title', p('The talk'))}${shape('A shape')}${frame('outline', `<text:list><text:list-item>${p('point')}</text:list-item></text:list>`)}
      ${['header', 'footer', 'date-time', 'page-number'].map((kind) => frame(kind, p(kind))).join('')}
      <presentation:notes>${p('notes')}</presentation:notes>`;
    const code = shape('let a;', 'Source_20_Code');
    const pages = [first + code, '', code].map((content) => `<draw:page>${content}</draw:page>`).join('');
    expect(await outline(odf('presentation', pages))).toEqual([
      '3 pages',
      '1: # The talk',
      '1: A shape',
      '1: - point',
      '1: notes',
      '1: `let a;`',
      '3: `let a;`',
    ]);
  });
});

describe('the package of an OpenDocument file', () => {
  it('is refused when it is encrypted, empty or damaged', async () => {
    const manifest =
      '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"><manifest:encryption-data/></manifest:file-entry>';
    expect(await refusalOf(readOdf, odf('text', p('rubbish'), { manifest }))).toBe('ENCRYPTED');
    expect(await refusalOf(readOdf, odf('text', p(' ')))).toBe('NO_TEXT');
    expect(await refusalOf(readOdf, odf('text', '<text:p>'))).toBe('DAMAGED');
    expect(await refusalOf(readOdf, makeZip({ 'a.xml': '' }))).toBe('DAMAGED');
    const deep = '<text:section>'.repeat(300) + '</text:section>'.repeat(300);
    expect(await refusalOf(readOdf, odf('text', deep))).toBe('TOO_DEEP');
  });
});
