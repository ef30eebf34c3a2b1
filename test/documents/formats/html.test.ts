import { describe, expect, it } from 'vitest';
import { htmlBlocks, readHtml } from '../../../src/documents/parsers/formats/html.ts';
import { fileBytes, HANDBOOK_FROM_BORROWING, hasFiles, outlineOf, partsOf, refusalOf } from '../../support/parsed.ts';

const outline = async (bytes: Uint8Array) => outlineOf(await partsOf(readHtml, bytes));
const lines = (html: string) => outlineOf(htmlBlocks(html));

describe.skipIf(!hasFiles)('HTML files of real programs (skipped where ../shared is not there)', () => {
  it('fake-html-cp1252.html is read in the encoding that it does not name', async () => {
    const [heading, , , code] = await outline(fileBytes('html/fake-html-cp1252.html'));
    expect(heading).toBe('# My First Heading');
    expect(code).toMatch(
      /^`Die schöne Frau hat einen Kaffee mit Kuchen gegessen\. .* 15,50 €\.\nL'été était très chaud/,
    );
  });

  it('handbook.libreoffice.html is read with its headings, lists, table and code', async () => {
    expect(await outline(fileBytes('html/handbook.libreoffice.html'))).toEqual([
      'Title: Harbour Library Handbook',
      'Test Author',
      '# Opening hours',
      'The reading room opens at eight in the morning and closes at nine in the evening.1 On public holidays it stays closed, whatever the notice at the door says.',
      ...HANDBOOK_FROM_BORROWING,
      '1Footnote text: the café closes half an hour earlier.',
      '1',
    ]);
  });

  it('html_rich_table_cells.html is read with its tables, whatever is in their cells', async () => {
    const read = await outline(fileBytes('html/html_rich_table_cells.html'));
    expect(read.slice(0, 7)).toEqual([
      'Title: Rich Table Cells in HTML',
      'Basic duck facts',
      '| Name | Habitat | Comment',
      'Name: Wood Duck; Habitat: ; Comment: Often seen near ponds.',
      'Name: Mallard; Habitat: Ponds, lakes, rivers; Comment: Quack',
      'Name: Goose (not a duck!); Habitat: Water & wetlands; Comment: Large, loud, noisy, small',
      'Name: Teal; Habitat: Pond, Marsh, Riverbank; Comment: Fly south in winter, Build nest on ground',
    ]);
    expect(read).toContain('| Quack | Type Sound Short “quak” Long “quaaaaaack”');
  });

  it('deep.html is refused at once', async () => {
    expect(await refusalOf(readHtml, fileBytes('html/deep.html'))).toBe('TOO_DEEP');
  });
});

describe('encodings of HTML', () => {
  const page = (charset: string, text: string) => `<html><head>${charset}</head><body><p>${text}</p></body></html>`;

  it('a page is read in the encoding that it names', async () => {
    // Too little for a guess by its letters.
    const bytes = Buffer.from(page('<meta charset="koi8-r">', '\xce\xc5\xd4'), 'latin1');
    expect(await outline(bytes)).toEqual(['нет']);
    const older = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">';
    expect(await outline(Buffer.from(page(older, '\x93caf\xe9\x94 \x80 5'), 'latin1'))).toEqual(['“café” € 5']);
  });

  it('a page that is UTF-8 or UTF-16 is read so, whatever it says', async () => {
    const wrong = page('<meta charset="iso-8859-1">', 'café');
    expect(await outline(Buffer.from(wrong))).toEqual(['café']);
    expect(await outline(Buffer.from(`\ufeff${wrong}`, 'utf16le'))).toEqual(['café']);
    const unknown = Buffer.from(page('<meta charset="x-no-such">', 'Die schöne Frau trank Kaffee.'), 'latin1');
    expect(await outline(unknown)).toEqual(['Die schöne Frau trank Kaffee.']);
  });
});

describe('the text of a page', () => {
  it('has its title once, as a title', async () => {
    const html = '<title>Opening\n hours</title><h1>Opening hours</h1><p>At eight.<h1>Opening hours</h1>';
    expect(await outline(Buffer.from(html))).toEqual(['Title: Opening hours', 'At eight.', '# Opening hours']);
    expect(lines('<title>Mine</title><svg><title>Logo</title></svg><p>Text')).toEqual(['Text']);
  });

  it('is without scripts, hidden parts and what stands on every page', () => {
    const html = `<nav>Home</nav><aside>See also</aside><script>alert("1 < 2")</script><style>p {}</style>
      <div role="banner">Welcome</div><p hidden>a</p><p style="color:red; display: none">b</p><p aria-hidden="true">c</p>
      <noscript>d</noscript><template>e</template><p>The library opens at eight.</p><iframe>f</iframe><form>Search</form>
      <p hidden="until-found">It closes at nine.</p><footer>Imprint</footer>`;
    expect(lines(html)).toEqual(['The library opens at eight.', 'It closes at nine.']);
  });

  it('is all of it where hardly anything would be left', () => {
    const form = '<nav>Home</nav><form><p>A long text that is within a form, as many servers send it.</p></form>';
    expect(lines(form)).toEqual(['A long text that is within a form, as many servers send it.']);
    expect(lines('<div style="display:none">Shown by a script.<script>show()</script></div>')).toEqual([
      'Shown by a script.',
    ]);
  });

  it('is refused where there is none', async () => {
    expect(await refusalOf(readHtml, Buffer.from('<title>Nothing</title><script>app()</script><p>&nbsp;'))).toBe(
      'NO_TEXT',
    );
  });

  it('has paragraphs where lines end, and words as they are searched for', () => {
    expect(lines('One<div>two</div>three<br>four<br><br>five <b>bo</b>ld')).toEqual([
      'One',
      'two',
      'three four',
      'five bold',
    ]);
    expect(
      lines('<p>fam&shy;ily<wbr>,&#8203; 漢<ruby>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby></p><p>&zwnj;&#847; &nbsp;'),
    ).toEqual(['family, 漢字']);
    expect(lines('<h2>Menus<a href="#menus">¶</a></h2>')).toEqual(['## Menus']);
    expect(lines('<dl><dt>open(path)<a href="#open">¶</a><dd>Opens.</dl>')).toEqual(['open(path)\n: Opens.']);
  });

  it('has lists with their levels, and further paragraphs of an item', () => {
    const html = '<ul><li><b>one<li><p>two</p><p>more</p><ol><li>deep</ol>end<li><h3>Head</h3></ul>';
    expect(lines(html)).toEqual(['- one', '- two', 'more', '  - deep', 'end', '### Head']);
  });

  it('has terms together with what they mean', () => {
    expect(
      lines(
        '<dl><dt>Ruth<dd>office, pay slips<dt>Tom</dt><dt>Ann:</dt><dd>printers</dd><dd>phones</dd><dt>Bea</dt><dd><ul><li>keys</li></ul></dd><dt>Cy</dt></dl><p>End.</p>',
      ),
    ).toEqual(['Ruth\n: office, pay slips', 'Tom, Ann\n: printers', 'phones', 'Bea:', '- keys', 'Cy:', 'End.']);
  });

  it('has code as it is written', () => {
    expect(lines('<pre>\n\n  a\n<div>    b</div><div>c</div>d<br>e  \n</pre>')).toEqual(['`  a\n    b\nc\nd\ne`']);
  });

  it('of XHTML goes on behind elements without content', () => {
    const html =
      '<?xml version="1.0"?><html><head><title/><script src="a.js"/></head><body><p><a id="x"/>Text</p></body></html>';
    expect(lines(html)).toEqual(['Text']);
  });

  it('is refused where elements are nested too deeply, and is read where tags are only not closed', async () => {
    expect(await refusalOf(readHtml, Buffer.from(`${'<div>'.repeat(100_000)}deep text`))).toBe('TOO_DEEP');
    expect(lines('<p>one'.repeat(1_000)).length).toBe(1_000);
  });
});

describe('tables of a page', () => {
  const head = '<tr><th>Name<th>Seats</tr>';

  it('have names of columns by their head, which may have two rows', () => {
    const html = `<table><caption>Rooms</caption><thead><tr><th rowspan=2>Room<th colspan=2>Seats<tr><th>Day<th>Night
      <tbody><tr><td>Carrel 7<td>1<td>0<tr><td><p>Map</p><p>room</p><td>12<td><ul><li>2<li>3</ul></table>`;
    expect(lines(html)).toEqual([
      'Rooms',
      '| Room | Seats',
      '|  | Day | Night',
      'Room: Carrel 7; Seats Day: 1; Seats Night: 0',
      'Room: Map room; Seats Day: 12; Seats Night: 2, 3',
    ]);
  });

  it('say in each row what reaches down into it', () => {
    const html = `<table>${head}<tr><td rowspan=2>Carrel<td>1<tr><td>2<tr><td>Hall<td>40</table>`;
    expect(lines(html)).toEqual([
      '| Name | Seats',
      'Name: Carrel; Seats: 1',
      'Name: Carrel; Seats: 2',
      'Name: Hall; Seats: 40',
    ]);
  });

  it('are not larger than they look, whatever they say of their cells', () => {
    const [, row] = htmlBlocks(`<table>${head}<tr><td colspan=1000000000 rowspan=1000000000>a<td>b</table>`);
    expect(row?.kind === 'table-row' && row.cells.length).toBe(257);
  });

  it('that only place things on the page are read as what they hold', () => {
    const html = `<table><tr><td><h1>News</h1><p>It opens.</p></td><td>At eight.</td></tr></table>
      <table><tr><td><ul><li>one</ul></td><td>two</td></tr></table>
      <table><tr><td><table><tr><td>In<td>side</table></td></tr></table>
      <table role="presentation"><tr><td>left<td>right</table><table><tr><td>alone<tr><td>here</table>`;
    expect(lines(html)).toEqual([
      '# News',
      'It opens.',
      'At eight.',
      '- one',
      'two',
      '| In | side',
      'left',
      'right',
      'alone',
      'here',
    ]);
    const [menu, , text] = htmlBlocks(`<table><tr><th>Menu<td><h2>News</h2><p>${'A long text. '.repeat(400)}</table>`);
    expect([menu?.kind, text?.kind]).toEqual(['paragraph', 'paragraph']);
  });
});
