import { describe, expect, it } from 'vitest';
import { readPptx } from '../../../src/documents/parsers/formats/pptx/read-pptx.ts';
import { fileBytes, hasFiles, outlineOf, partsOf, refusalOf } from '../../support/parsed.ts';
import { makeZip } from '../../support/zip.ts';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const NAMESPACES = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="${OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`;
const relationships = (...targets: (readonly [id: string, type: string, target: string])[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;
const slide = (shapes: string, name = 'sld') =>
  `<p:${name} ${NAMESPACES}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:${name}>`;

/** A presentation of slides, some of which have notes. The slides lie in the file in the opposite order. */
function pptx(...slides: readonly (readonly [shapes: string, notes?: string])[]): Buffer {
  const order = slides.map((_, at) => `<p:sldId id="${256 + at}" r:id="s${at}"/>`).join('');
  const parts = slides.map(([shapes, notes], at) => [
    [`ppt/slides/${90 - at}.xml`, slide(shapes)],
    [`ppt/notes/${at}.xml`, slide(notes ?? '', 'notes')],
    [`ppt/slides/_rels/${90 - at}.xml.rels`, relationships(['n', 'notesSlide', `../notes/${at}.xml`])],
  ]);
  return makeZip({
    '_rels/.rels': relationships(['d', 'officeDocument', 'ppt/presentation.xml']),
    'ppt/presentation.xml': `<p:presentation ${NAMESPACES}><p:sldIdLst>${order}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships(
      ...slides.map((_, at) => [`s${at}`, 'slide', `slides/${90 - at}.xml`] as const).toReversed(),
    ),
    ...Object.fromEntries(parts.flat()),
  });
}

const p = (text: string, properties = '<a:pPr/>') => `<a:p>${properties}<a:r><a:t>${text}</a:t></a:r></a:p>`;
const body = (paragraphs: string) =>
  `<p:txBody><a:lstStyle><a:lvl1pPr><a:buNone/></a:lvl1pPr></a:lstStyle>${paragraphs}</p:txBody>`;
/** A shape: a placeholder, or a text box where the type is null. */
const shape = (type: string | null, paragraphs: string) =>
  `<p:sp><p:nvSpPr><p:nvPr>${type === null ? '' : `<p:ph ${type && `type="${type}"`}/>`}</p:nvPr></p:nvSpPr>${body(paragraphs)}</p:sp>`;
const cell = (text: string, attributes = '') => `<a:tc ${attributes}><a:txBody>${p(text)}</a:txBody></a:tc>`;
const table = (rows: readonly string[], properties = '') =>
  `<p:graphicFrame><a:tbl><a:tblPr ${properties}/><a:tblGrid>${'<a:gridCol/>'.repeat(3)}</a:tblGrid>${rows.map((row) => `<a:tr>${row}</a:tr>`).join('')}</a:tbl></p:graphicFrame>`;

const outline = async (bytes: Uint8Array) => outlineOf(await partsOf(readPptx, bytes));

describe.skipIf(!hasFiles)('PPTX files of real programs (skipped where ../shared is not there)', () => {
  it('handbook.pandoc.pptx has five slides', async () => {
    const lines = await outline(fileBytes('pptx/handbook.pandoc.pptx'));
    expect(lines[0]).toBe('5 pages');
    expect(lines).toContain('2: # Opening hours');
    expect(lines).toContain('2:   - of which two may be atlases');
    expect(lines).toContain('2: Item: Atlas; Days: 3; Fee in euro: 2.50');
    expect(lines.filter((line) => line.startsWith('4: ')).join(' ')).toContain('one lamp and two sockets');
  });

  it('fake-power-point-table.pptx has a table', async () => {
    expect(await outline(fileBytes('pptx/fake-power-point-table.pptx'))).toEqual([
      '1 pages',
      '1: # A Slide with a Table',
      '1: | Column 1 | Column 2 | Column 3',
      '1: Column 1: Red; Column 2: Green; Column 3: Blue',
      '1: Column 1: Purple; Column 2: Orange; Column 3: Yellow',
      '1: Column 1: Tangerine; Column 2: Pink; Column 3: Aqua',
    ]);
  });
});

describe('PPTX', () => {
  it('has its slides as pages, in their order, with titles first and notes last', async () => {
    const notes =
      shape('sldImg', '') +
      shape('body', p('Say hello.') + p('Slowly.')) +
      shape('sldNum', p('1')) +
      shape(null, p('a box'));
    const bytes = pptx(
      [shape(null, p('A box')) + shape('ctrTitle', p('The') + p('talk')), notes],
      [''],
      [shape('subTitle', p('End'))],
    );
    expect(await outline(bytes)).toEqual([
      '3 pages',
      '1: # The talk',
      '1: A box',
      '1: Say hello.',
      '1: Slowly.',
      '3: End',
    ]);
  });

  it('has the paragraphs of its bodies as items, unless they have no bullet, and others where they have one', async () => {
    const own = `${p('plain')}${p('bullet', '<a:pPr lvl="2"><a:buChar char="•"/></a:pPr>')}${p('number', '<a:pPr><a:buAutoNum/></a:pPr>')}`;
    const bytes = pptx([
      shape('', p('first') + p('second', '<a:pPr lvl="1"/>') + p('none', '<a:pPr lvl="1"><a:buNone/></a:pPr>')) +
        shape('body', p('third')) +
        shape(null, own),
    ]);
    expect(await outline(bytes)).toEqual([
      '1 pages',
      '1: - first',
      '1:   - second',
      '1: none',
      '1: - third',
      '1: plain',
      '1:     - bullet',
      '1: - number',
    ]);
  });

  it('names the columns of tables whose first row is their head, and has cells that reach down in each row', async () => {
    const rows = [
      cell('Seats', 'gridSpan="2"') + cell('', 'hMerge="1"') + cell('Room'),
      cell('20') + cell('12') + cell('Café', 'rowSpan="2"'),
      cell('8') + cell('4') + cell('hidden', 'vMerge="1"'),
    ];
    expect(await outline(pptx([table(rows, 'firstRow="1"')]))).toEqual([
      '1 pages',
      '1: | Seats |  | Room',
      '1: Seats: 20; Seats: 12; Room: Café',
      '1: Seats: 8; Seats: 4; Room: Café',
    ]);
    expect(await outline(pptx([table(rows)]))).toContain('1: | 20 | 12 | Café');
  });

  it('is without what every slide has, and what stands there twice', async () => {
    const every = ['sldNum', 'dt', 'ftr', 'hdr'].map((type) => shape(type, p(type))).join('');
    const twice = `<mc:AlternateContent><mc:Choice>${shape(null, p('Ink'))}</mc:Choice><mc:Fallback>${shape(null, p('Ink'))}</mc:Fallback></mc:AlternateContent>`;
    const broken = shape(null, '<a:p><a:r><a:t>One</a:t></a:r><a:br/><a:r><a:t>line</a:t></a:r></a:p>');
    expect(await outline(pptx([every + twice + broken]))).toEqual(['1 pages', '1: Ink', '1: One line']);
  });

  it('is refused without text, and when one slide is to be read again and again', async () => {
    expect(await refusalOf(readPptx, pptx(['']))).toBe('NO_TEXT');
    const ids = '<p:sldId r:id="s"/>'.repeat(100);
    const bytes = makeZip({
      '_rels/.rels': relationships(['d', 'officeDocument', 'p.xml']),
      'p.xml': `<p:presentation ${NAMESPACES}>${ids}</p:presentation>`,
      '_rels/p.xml.rels': relationships(['s', 'slide', 's.xml']),
      's.xml': slide(`<a:lstStyle>${' '.repeat(7_000_000)}</a:lstStyle>`),
    });
    expect(await refusalOf(readPptx, bytes)).toBe('TOO_LARGE_UNPACKED');
  });
});
