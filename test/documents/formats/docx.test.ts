import { describe, expect, it } from 'vitest';
import { readDocx } from '../../../src/documents/parsers/formats/docx/read-docx.ts';
import { fileBytes, HANDBOOK_FROM_BORROWING, hasFiles, outlineOf, partsOf, refusalOf } from '../../support/parsed.ts';
import { makeZip } from '../../support/zip.ts';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const root = (name: string, content: string, more = '') =>
  `<?xml version="1.0" encoding="UTF-8"?><w:${name} xmlns:w="${W}" xmlns:r="${OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"${more}>${content}</w:${name}>`;
const relationships = (targets: Readonly<Record<string, string>>) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${Object.entries(targets)
    .map(([type, target]) => `<Relationship Id="${type}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

/** A document of a body, and of other parts by the type of their relationship. */
function docx(body: string, parts: Readonly<Record<string, string>> = {}): Buffer {
  const targets = Object.fromEntries(Object.keys(parts).map((type) => [type, `${type}.xml`]));
  const files = Object.entries(parts).map(([type, content]) => [`word/${type}.xml`, root(type, content)]);
  return makeZip({
    '_rels/.rels': relationships({ officeDocument: 'word/document.xml' }),
    'word/_rels/document.xml.rels': relationships(targets),
    'word/document.xml': root('document', `<w:body>${body}</w:body>`),
    ...Object.fromEntries(files),
  });
}

const run = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`;
const p = (text: string, properties = '') => `<w:p><w:pPr>${properties}</w:pPr>${run(text)}</w:p>`;
const cell = (content: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;
const row = (cells: readonly string[], properties = '') =>
  `<w:tr><w:trPr>${properties}</w:trPr>${cells.join('')}</w:tr>`;
const table = (columns: number, rows: readonly string[]) =>
  `<w:tbl><w:tblGrid>${'<w:gridCol/>'.repeat(columns)}</w:tblGrid>${rows.join('')}</w:tbl>`;
const texts = (...cells: string[]) => cells.map((text) => cell(p(text)));

const outline = async (bytes: Uint8Array) => outlineOf(await partsOf(readDocx, bytes));

const HANDBOOK = [
  'Title: Harbour Library Handbook',
  'Test Author',
  '# Opening hours',
  'The reading room opens at eight in the morning and closes at nine in the evening. On public holidays it stays closed, whatever the notice at the door says.',
  ...HANDBOOK_FROM_BORROWING,
  'Footnote text: the café closes half an hour earlier.',
];

describe.skipIf(!hasFiles)('DOCX files of real programs (skipped where ../shared is not there)', () => {
  it.each([
    ['handbook.libreoffice.docx', HANDBOOK],
    ['handbook.pandoc.docx', HANDBOOK],
    ['docx-hdrftr.docx', ['Main document']],
    ['footnotes.docx', ['Ouch.', 'A tachyon walks into a bar.', 'Fin.']],
    ['tables.docx', ['Above', '| Top left | Top right', '| Bottom left | Bottom right', 'Below']],
    [
      'tracked.libreoffice.docx',
      ['# Contract', 'The rent is one thousand euro a month.', 'The deposit is two months’ rent.'],
    ],
    ['ExternalEntityInText.docx', ['Here should not be the POI web site: "&testent;"']],
    ['billion-laughs.docx', ['&lol9;']],
  ])('%s is read as it is written', async (name, lines) => {
    expect(await outline(fileBytes(`docx/${name}`))).toEqual(lines);
  });

  it.each([
    ['bug53475-password-is-pass.docx', 'ENCRYPTED'],
    ['bomb-lies.docx', 'DAMAGED'],
    ['deep-xml.docx', 'TOO_DEEP'],
  ])('%s is refused: %s', async (name, reason) => {
    expect(await refusalOf(readDocx, fileBytes(`docx/${name}`))).toBe(reason);
  });

  it('a file that was cut off is damaged', async () => {
    const bytes = fileBytes('docx/handbook.libreoffice.docx');
    expect(await refusalOf(readDocx, bytes.subarray(0, bytes.length / 2))).toBe('DAMAGED');
  });
});

describe('headings of DOCX', () => {
  const style = (id: string, name: string, properties = '', basedOn = '') =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="${basedOn}"/><w:pPr>${properties}</w:pPr></w:style>`;
  const styles = [
    style('berschrift2', 'heading 2'),
    style('Titel', 'Title'),
    style('Kapitel', 'Kapitel', '', 'Gliederung'),
    style('Gliederung', 'Gliederung', '<w:outlineLvl w:val="2"/>'),
    style('Inhalt', 'TOC Heading', '<w:outlineLvl w:val="9"/>', 'berschrift2'),
    style('Verzeichnis1', 'toc 1'),
    style('Kreis', 'Kreis', '', 'Kreis2'),
    style('Kreis2', 'Kreis 2', '', 'Kreis'),
  ].join('');
  const of = (id: string) => `<w:pStyle w:val="${id}"/>`;

  it('are told by the outline of the paragraph, of its style and those it is based on, or by the English name', async () => {
    const body = [
      p('By name', of('berschrift2')),
      p('A title', of('Titel')),
      p('By the base', of('Kapitel')),
      p('By itself', '<w:outlineLvl w:val="0"/>'),
      p('Of no level', '<w:outlineLvl w:val="0.5"/>'),
      p('Text after all', `${of('berschrift2')}<w:outlineLvl w:val="9"/>`),
      p('Contents', of('Inhalt')),
      p('By name 7', of('Verzeichnis1')),
      p('Round and round', of('Kreis')),
      p('No such style', of('Nirgends')),
    ].join('');
    expect(await outline(docx(body, { styles }))).toEqual([
      '## By name',
      'Title: A title',
      '### By the base',
      '# By itself',
      'Of no level',
      'Text after all',
      'Contents',
      'Round and round',
      'No such style',
    ]);
  });
});

describe('lists of DOCX', () => {
  const styles = `
    <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
    <w:style w:type="paragraph" w:styleId="LB"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="LB3"><w:name w:val="List Bullet 3"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>`;
  const numbering =
    '<w:abstractNum><w:lvl w:ilvl="0"><w:pStyle w:val="LB3"/></w:lvl><w:lvl w:ilvl="1"><w:pStyle w:val="Own"/></w:lvl></w:abstractNum>';
  const numbered = (id: number, level?: number) =>
    `<w:numPr>${level === undefined ? '' : `<w:ilvl w:val="${level}"/>`}<w:numId w:val="${id}"/></w:numPr>`;

  it('have the levels of their paragraphs, or of their styles', async () => {
    const body = [
      p('first', numbered(1, 0)),
      p('second', numbered(1, 1)),
      p('no level', numbered(1)),
      p('styled', '<w:pStyle w:val="LB"/>'),
      p('styled third', '<w:pStyle w:val="LB3"/>'),
      p('styled by the list', '<w:pStyle w:val="Own"/>'),
      p('too deep', numbered(1, 1e9)),
      p('too high', numbered(1, -1)),
      p('a level that is none', '<w:numPr><w:ilvl w:val="x"/><w:numId w:val="1"/></w:numPr>'),
      p('taken out', `<w:pStyle w:val="LB"/>${numbered(0)}`),
    ].join('');
    expect(await outline(docx(body, { styles, numbering }))).toEqual([
      '- first',
      '  - second',
      '- no level',
      '- styled',
      '    - styled third',
      '  - styled by the list',
      `${'  '.repeat(8)}- too deep`,
      '- too high',
      '- a level that is none',
      'taken out',
    ]);
  });
});

describe('numbers of DOCX', () => {
  const level = (at: number, text: string, format = 'decimal', more = '') =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
  const numbering = `<w:abstractNum w:abstractNumId="7">
      ${level(0, 'Article %1', 'upperRoman', '<w:pStyle w:val="H1"/>')}${level(1, '%1.%2', 'decimal', '<w:isLgl/>')}${level(2, '(%3)', 'lowerLetter')}
      ${level(3, '%4', 'chineseCounting')}${level(4, '•', 'bullet')}</w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="8"/></w:lvlOverride></w:num>`;
  const styles =
    '<w:style w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>';
  const at = (level: number, list = 1) => `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`;
  const heading = (level: number) => `<w:outlineLvl w:val="${level}"/>`;

  it('stand before headings, and before what is referred to by them', async () => {
    const body = [
      p('Scope', '<w:pStyle w:val="H1"/>'),
      p('The ledger is hosted.', at(1)),
      p('by the Supplier', at(2)),
      p('', at(2)),
      p('Backups', at(1) + heading(1)),
      p('Term', '<w:pStyle w:val="H1"/>'),
      p('A year.', at(1)),
      p('Unnumbered', heading(0)),
      p('Third', at(2) + heading(2)),
      p('counted otherwise', at(3) + heading(3)),
      p('with a bullet', at(4) + heading(4)),
      p('From eight on.', at(1, 2)),
      p('Nine.', at(1, 2)),
      p('of no list', at(1, 99) + heading(1)),
    ].join('');
    expect(await outline(docx(body, { styles, numbering }))).toEqual([
      '# Article I Scope',
      '  - 1.1 The ledger is hosted.',
      '    - by the Supplier',
      '## 1.2 Backups',
      '# Article II Term',
      '  - 2.1 A year.',
      '# Unnumbered',
      '### (a) Third',
      '#### counted otherwise',
      '##### with a bullet',
      '  - 2.8 From eight on.',
      '  - 2.9 Nine.',
      '## of no list',
    ]);
  });
});

describe('tables of DOCX', () => {
  const merged = (span: number) => `<w:gridSpan w:val="${span}"/>`;
  const head = '<w:tblHeader/>';

  it('name their columns by the rows that are marked as head, over merged cells too', async () => {
    const off = '<w:tblHeader w:val="false"/>';
    const rows = [
      row([cell(p('Room')), cell(p('Seats'), merged(2))], head),
      row([cell(p('')), ...texts('inside', 'outside')], head),
      row(texts('Café', '20', '12'), off),
    ];
    expect(await outline(docx(table(3, rows)))).toEqual([
      '| Room | Seats',
      '|  | inside | outside',
      'Room: Café; Seats inside: 20; Seats outside: 12',
    ]);
  });

  it('name them by the first row, where nothing is marked and it looks like it', async () => {
    const rows = [row(texts('Name', 'Role', 'Since')), row(texts('Ada', 'Director', '2021'))];
    expect(await outline(docx(table(3, rows)))).toEqual([
      '| Name | Role | Since',
      'Name: Ada; Role: Director; Since: 2021',
    ]);
    const pairs = [row(texts('Opens', 'eight')), row(texts('Closes', 'nine'))];
    expect(await outline(docx(table(2, pairs)))).toEqual(['| Opens | eight', '| Closes | nine']);
  });

  it('have the text of merged cells once, and the others in their columns', async () => {
    const rows = [
      row([cell(p('Over both'), merged(2)), cell(p('right'))]),
      row([cell(p('Down'), '<w:vMerge w:val="restart"/>'), ...texts('b', 'c')]),
      row([cell(p('Down'), '<w:vMerge/>'), ...texts('e', 'f')]),
      row([cell(p('far'), merged(1e9)), ...texts('end')]),
    ];
    const lines = await outline(docx(table(3, rows)));
    expect(lines.slice(0, 3)).toEqual(['| Over both |  | right', '| Down | b | c', '|  | e | f']);
    expect(lines[3]?.length).toBeLessThan(2_000);
    expect(lines[3]).toMatch(/^\| far .*end$/);
  });

  it('have the text of a cell that reaches down in each of its rows, where columns have names', async () => {
    const rows = [
      row(texts('Quarter', 'Place', 'Sold')),
      row([cell(p('Second'), '<w:vMerge w:val="restart"/>'), ...texts('North', '21')]),
      row([cell(p(''), '<w:vMerge/>'), ...texts('South', '31')]),
      row(texts('Third', 'North', '5')),
    ];
    expect((await outline(docx(table(3, rows)))).slice(2)).toEqual([
      'Quarter: Second; Place: South; Sold: 31',
      'Quarter: Third; Place: North; Sold: 5',
    ]);
  });

  it('keep inner tables and several paragraphs in their cell', async () => {
    const inner = table(2, [row([...texts('a'), cell(p('b'), merged(5))], head)]);
    const rows = [row([cell(p('One') + p('two') + inner + p('three')), ...texts('right')]), row(texts('x', 'y'))];
    expect(await outline(docx(table(2, rows)))).toEqual(['| One two a b three | right', '| x | y']);
  });

  it('of one column are boxes around a text', async () => {
    const box = table(1, [row([cell(p('Note', '<w:outlineLvl w:val="1"/>') + p('Mind the step.'))])]);
    expect(await outline(docx(box + p('After')))).toEqual(['## Note', 'Mind the step.', 'After']);
  });
});

describe('what is not the text of a DOCX', () => {
  it('is left out: deleted and moved text, what was before a change, fields, hidden text, comments', async () => {
    const body = `
      <w:p><w:r><w:t xml:space="preserve">The rent is </w:t></w:r>
        <w:del><w:r><w:delText>nine</w:delText><w:t>nine</w:t></w:r></w:del><w:ins>${run('ten')}</w:ins>
        <w:moveFrom>${run('moved')}</w:moveFrom>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t><w:tab/></w:r>
        <w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>, shown</w:t></w:r>
        <w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t> again</w:t></w:r>
        <w:r><w:ruby><w:rt>${run(' reading')}</w:rt><w:rubyBase>${run(' 漢字')}</w:rubyBase></w:ruby></w:r>
        <w:r><w:rPr><w:vanish/></w:rPr></w:r><m:oMath><m:r><m:t> x+y</m:t></m:r></m:oMath>
        <w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>
        <w:commentRangeStart w:id="1"/>${run('.')}<w:commentRangeEnd w:id="1"/></w:p>
      ${p('Not a heading', '<w:rPr><w:vanish/></w:rPr><w:pPrChange><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>')}`;
    const parts = { comments: p('too low'), header: p('header'), footer: p('footer') };
    expect(await outline(docx(body, parts))).toEqual(['The rent is ten, shown again 漢字 x+y.', 'Not a heading']);
  });

  it('is without the rows that were deleted from a table', async () => {
    const deleted = '<w:del w:id="1" w:author="a"/>';
    const rows = [
      row(texts('Plan', 'Days', 'Price')),
      row(texts('Basic', '7', '5'), deleted),
      row(texts('Pro', '28', '15')),
    ];
    expect(await outline(docx(table(3, rows)))).toEqual(['| Plan | Days | Price', 'Plan: Pro; Days: 28; Price: 15']);
  });

  it('is what was filled in, not what asks for it', async () => {
    const control = (content: string, properties = '') =>
      `<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
    const body = [
      control(p('Client: Acme')),
      `<w:p>${run('Due: ')}${control(run('Click here to enter a date.'), '<w:showingPlcHdr/>')}${control(run('by post'))}</w:p>`,
      control(p('Choose an item.') + control(p('within')), '<w:showingPlcHdr/>'),
      control(p('behind'), '<w:showingPlcHdr w:val="0"/>'),
    ];
    expect(await outline(docx(body.join('')))).toEqual(['Client: Acme', 'Due: by post', 'behind']);
  });

  it('has the characters that symbols of a font stand for', async () => {
    const sym = (font: string, char: string) => `<w:r><w:sym w:font="${font}" w:char="${char}"/></w:r>`;
    const body = `<w:p>${run('20 ')}${sym('Symbol', 'F0B0')}${run('C ')}${sym('Symbol', 'F0B1')}${run('2, ')}${sym('Symbol', '0061')}
      ${sym('Wingdings', 'F0FC')}${run(' done')}${sym('Wingdings', 'F04A')}${sym('Arial', '00E9')}${sym('Arial', 'D800')}${sym('Arial', 'x')}</w:p>`;
    expect(await outline(docx(body))).toEqual(['20 °C ±2, α✓ doneé']);
  });

  it('a paragraph whose mark was deleted goes on in the next', async () => {
    const deleted = '<w:rPr><w:del w:id="1"/></w:rPr>';
    const body =
      p('One ', deleted) +
      p('sentence.') +
      p('Alone', deleted) +
      table(2, [row([cell(p('a', deleted)), cell(p('b'))])]);
    expect(await outline(docx(body + p('Last', deleted)))).toEqual(['One sentence.', 'Alone', '| a | b', 'Last']);
  });

  it('text boxes come once, behind their paragraph', async () => {
    const box = `<w:txbxContent>${p('In the box')}</w:txbxContent>`;
    const body = `<w:p>${run('Around ')}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>${box}</w:drawing></mc:Choice>
      <mc:Fallback><w:pict><v:textbox>${box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>${run('the box')}</w:p>`;
    expect(await outline(docx(body))).toEqual(['Around the box', 'In the box']);
  });

  it('notes come behind the text, footnotes first', async () => {
    const parts = {
      endnotes: `<w:endnote w:id="2">${p('An endnote')}</w:endnote>`,
      footnotes: `<w:footnote w:id="2">${p('A footnote')}</w:footnote>`,
    };
    expect(await outline(docx(p('Text'), parts))).toEqual(['Text', 'A footnote', 'An endnote']);
  });

  it('signs are elements: tabs, breaks, hyphens that don’t break', async () => {
    const body =
      '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t></w:r></w:p>';
    expect(await outline(docx(body))).toEqual(['a b c-de']);
  });
});

describe('the package of a DOCX', () => {
  const main = (namespace: string, prefix: string) =>
    `<${prefix}:document xmlns:${prefix}="${namespace}"><${prefix}:body><${prefix}:p><${prefix}:r><${prefix}:t>Hello</${prefix}:t></${prefix}:r></${prefix}:p></${prefix}:body></${prefix}:document>`;

  const parts = {
    '_rels/.rels': relationships({ officeDocument: 'd.xml' }),
    'd.xml': root('document', `<w:body>${p('a')}</w:body>`),
  };

  it('is followed by its relationships, whatever its parts are called and how they are written', async () => {
    const bytes = makeZip({
      '/_rels/.rels': `<Relationships><Relationship Id="1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/Inhalt/das%20Dokument.xml"/></Relationships>`,
      'inhalt\\Das Dokument.xml': main('http://purl.oclc.org/ooxml/wordprocessingml/main', 'ns0'),
    });
    expect(await outline(bytes)).toEqual(['Hello']);
  });

  it('may be followed by other bytes, and be encoded as UTF-16', async () => {
    const bytes = makeZip({
      '_rels/.rels': relationships({ officeDocument: 'd.xml' }),
      'd.xml': Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${main(W, 'w')}`, 'utf16le'),
    });
    expect(await outline(Buffer.concat([bytes, Buffer.alloc(100)]))).toEqual(['Hello']);
  });

  it('may be written by programs that know XML from hearsay', async () => {
    const body = `<w:p foo:bar="1"><foo:x/>${run('a\u0001b&nbsp;&#0;c')}</w:p>`;
    const xml = root('document', body);
    for (const wrong of [xml.replace('UTF-8', 'utf-16'), `\n${xml}`]) {
      expect(await outline(makeZip({ ...parts, 'd.xml': wrong }))).toEqual(['a b&nbsp;&#0;c']);
    }
  });

  it('may hold large parts that are not deflated', async () => {
    const body = p('A paragraph of a long document.').repeat(120_000);
    const large = { ...parts, 'd.xml': root('document', `<w:body>${body}</w:body>`) };
    const bytes = makeZip(large, { 'd.xml': { isStored: true } });
    expect(bytes.length).toBeGreaterThan(8_000_000);
    expect(await outline(bytes)).toHaveLength(120_000);
  });

  it('is never followed to the outside', async () => {
    const external = `<Relationships><Relationship Id="1" Type="${OFFICE}/officeDocument" Target="d.xml" TargetMode="External"/></Relationships>`;
    expect(await refusalOf(readDocx, makeZip({ ...parts, '_rels/.rels': external }))).toBe('DAMAGED');
  });

  const office = (name: string) =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from(name, 'utf16le')]);

  it.each([
    ['no text', docx(''), 'NO_TEXT'],
    ['no archive', Buffer.from('Just text.'), 'DAMAGED'],
    ['nothing', Buffer.alloc(0), 'DAMAGED'],
    ['no part that it names', makeZip({ '_rels/.rels': relationships({ officeDocument: 'd.xml' }) }), 'DAMAGED'],
    ['XML that ends early', makeZip({ ...parts, 'd.xml': '<w:document><w:body>' }), 'DAMAGED'],
    ['another checksum', makeZip(parts, { 'd.xml': { checksum: 1 } }), 'DAMAGED'],
    ['a part that is larger than it says', makeZip(parts, { 'd.xml': { size: 100 } }), 'DAMAGED'],
    ['a part that says it is far too large', makeZip(parts, { 'd.xml': { size: 300_000_000 } }), 'TOO_LARGE_UNPACKED'],
    ['a part that is encrypted', makeZip(parts, { 'd.xml': { isEncrypted: true } }), 'ENCRYPTED'],
    ['Office’s encryption', office('EncryptedPackage'), 'ENCRYPTED'],
    ['Office’s rights', office('DRMEncryptedDataSpace EncryptedPackage'), 'RIGHTS_MANAGED'],
    ['an old .doc', office('WordDocument'), 'DAMAGED'],
    [
      'too many parts',
      makeZip(Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`${at}`, '']))),
      'TOO_MANY_PARTS',
    ],
    ['elements that are nested too deeply', docx('<w:p>'.repeat(300) + '</w:p>'.repeat(300)), 'TOO_DEEP'],
    ['an attribute without an end', docx(`<w:p w:a="${'a'.repeat(9_000_000)}"/>${p('a')}`), 'OUTPUT'],
    ['a cell without an end', docx(table(2, [row([cell(p('a'.repeat(3_000_000)).repeat(3))])])), 'OUTPUT'],
    ['a paragraph without an end', docx(p('a'.repeat(9_000_000))), 'OUTPUT'],
    ['a paragraph of many runs', docx(`<w:p>${run('a'.repeat(1_000_000)).repeat(9)}</w:p>`), 'OUTPUT'],
  ])('is refused with %s', async (_, bytes, reason) => {
    expect(await refusalOf(readDocx, bytes)).toBe(reason);
  });

  it('is refused when all that is read of it is too large', async () => {
    const filler = `<w:customXml>${' '.repeat(7_000_000)}</w:customXml>`.repeat(39);
    const bytes = docx(`<w:p><w:del>${filler}</w:del></w:p>${p('End')}`);
    expect(await refusalOf(readDocx, bytes)).toBe('TOO_LARGE_UNPACKED');
  });
});
