import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/documents/parsers/formats/csv.ts';
import { fileBytes, hasFiles, outlineOf, partsOf, refusalOf } from '../../support/parsed.ts';

const outline = async (bytes: Uint8Array) => outlineOf(await partsOf(readCsv, bytes));
const lines = (...rows: string[]) => outline(Buffer.from(rows.join('\n')));

describe.skipIf(!hasFiles)('CSV files of real programs (skipped where ../shared is not there)', () => {
  it.each([
    ['quotes_and_newlines.csv', ['| a | b', 'a: 1; b: ha "ha" ha', 'a: 3; b: 4']],
    [
      'stanley-cups-utf-16.csv',
      [
        'Stanley Cups',
        '| Team | Location | Stanley Cups',
        'Team: Blues; Location: STL; Stanley Cups: 1',
        'Team: Flyers; Location: PHI; Stanley Cups: 2',
        'Team: Maple Leafs; Location: TOR; Stanley Cups: 13',
      ],
    ],
    [
      'test_mskanji.csv',
      [
        '| 名前 | 年齢 | 住所',
        '名前: 佐藤太郎; 年齢: 30; 住所: 東京',
        '名前: 三木英子; 年齢: 25; 住所: 大阪',
        '名前: 髙橋淳; 年齢: 35; 住所: 名古屋',
      ],
    ],
  ])('%s is read as it is written', async (name, rows) => {
    expect(await outline(fileBytes(`csv/${name}`))).toEqual(rows);
  });
});

describe('what is between the cells', () => {
  it.each([
    ['commas', ['Name,Note', 'Ada,"a; b"', 'Grace,a; b']],
    ['tabs', ['Name\tNote', 'Ada\ta; b', 'Grace\ta; b']],
    ['bars', ['Name|Note', 'Ada|a; b', 'Grace|a; b']],
    ['what the file says', ['sep=#', 'Name#Note', 'Ada#a; b', 'Grace#a; b']],
  ])('may be %s', async (_, rows) => {
    expect(await lines(...rows)).toEqual(['| Name | Note', 'Name: Ada; Note: a; b', 'Name: Grace; Note: a; b']);
  });

  it('may be followed by a blank before a quotation mark', async () => {
    expect(await lines('Name, Note, Floor', '"Ada", "a, b", "2"', '"Grace", , "3"')).toEqual([
      '| Name | Note | Floor',
      'Name: Ada; Note: a, b; Floor: 2',
      'Name: Grace; Note: ; Floor: 3',
    ]);
  });

  it('is told from decimal commas, and from what stands before the table', async () => {
    expect(await lines('Ort;Breite;Länge', 'Bern;46,9;7,4', 'Genf;46,2;6,1')).toEqual([
      '| Ort | Breite | Länge',
      'Ort: Bern; Breite: 46,9; Länge: 7,4',
      'Ort: Genf; Breite: 46,2; Länge: 6,1',
    ]);
    expect(await lines('Report, 2024', '', 'a;b;c', '1;2;3', '4;5;6')).toEqual([
      'Report, 2024',
      '| a | b | c',
      'a: 1; b: 2; c: 3',
      'a: 4; b: 5; c: 6',
    ]);
  });
});

describe('years', () => {
  it('name columns where they follow each other, and the corner before them may be empty', async () => {
    expect(await lines(',2019,2020,2021', 'Norway,5.1,5.2,5.3')).toEqual([
      '|  | 2019 | 2020 | 2021',
      ': Norway; 2019: 5.1; 2020: 5.2; 2021: 5.3',
    ]);
    expect(await lines('Ada,1815,1852', 'Grace,1906,1992')).toEqual(['| Ada | 1815 | 1852', '| Grace | 1906 | 1992']);
  });
});

describe('rows', () => {
  it('have no columns where the first is a row like the others', async () => {
    expect(await lines('1,Ada', '2,Grace')).toEqual(['| 1 | Ada', '| 2 | Grace']);
    expect(await lines('Ada,2021-03-04,x', 'Grace,2019-12-09,y')).toEqual([
      '| Ada | 2021-03-04 | x',
      '| Grace | 2019-12-09 | y',
    ]);
  });

  it('may be shorter and longer than their head, or empty', async () => {
    expect(await lines(',Name,Age', '0,Ada', '', ',,', '1,Grace,36,more', '2,,')).toEqual([
      '|  | Name | Age',
      ': 0; Name: Ada',
      ': 1; Name: Grace; Age: 36; : more',
      ': 2',
    ]);
  });

  it('are all there where a quotation mark is never closed, or is none', async () => {
    expect(await lines('Name,Size', 'Disk,"5" or less', 'Disk 3" wide,3', '"open,1', 'Ada,2')).toEqual([
      '| Name | Size',
      'Name: Disk; Size: "5" or less',
      'Name: Disk 3" wide; Size: 3',
      'Name: "open; Size: 1',
      'Name: Ada; Size: 2',
    ]);
    const many = Array.from({ length: 60_000 }, (_, at) => `Person ${at},${at}`);
    const read = await lines('Name,Number', '"Person,1', ...many, 'x,"y"');
    expect(read).toHaveLength(many.length + 3);
    expect(read.at(-2)).toBe('Name: Person 59999; Number: 59999');
  });

  it('may be told apart by what old Macs ended lines with', async () => {
    expect(await outline(Buffer.from('\ufeffName,Age\rAda,36\r'))).toEqual(['| Name | Age', 'Name: Ada; Age: 36']);
  });
});

describe('what is no table', () => {
  it.each([
    ['NO_TEXT', Buffer.from(',,\n, ,\n \n')],
    ['DAMAGED', Buffer.from('89504e470d0a1a0a0000000d49484452000000c8000000c80806000000ad58ae9e', 'hex')],
  ])('is refused as %s', async (reason, bytes) => {
    expect(await refusalOf(readCsv, bytes)).toBe(reason);
  });
});
