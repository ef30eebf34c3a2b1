import { describe, expect, it } from 'vitest';
import { readJson, readJsonLines } from '../../../src/documents/parsers/formats/json.ts';
import { fileBytes, hasFiles, outlineOf, partsOf, refusalOf } from '../../support/parsed.ts';

const outline = async (bytes: Uint8Array) => outlineOf(await partsOf(readJson, bytes));
const lines = (json: string) => outline(Buffer.from(json));

describe.skipIf(!hasFiles)('JSON files (skipped where ../shared is not there)', () => {
  it('nested.json is read by its paths, with all digits and names', async () => {
    expect(await outline(fileBytes('json/nested.json'))).toEqual([
      'library.name: Harbour Library; library.opens: 08:00; big: 12345678901234567890; __proto__.polluted: true',
      'library.rooms.name: Carrel 7; seats: 1',
      'library.rooms.name: Map room; seats: 12',
    ]);
    expect('polluted' in {}).toBe(false);
  });

  it('records.ndjson is read line by line', async () => {
    expect(await outline(fileBytes('json/records.ndjson'))).toEqual([
      'name: Ada; started: 2021-03-04; skills: maths',
      'name: Grace; started: 2019-12-09; note: on leave',
    ]);
  });

  it('deep.json is refused', async () => {
    expect(await refusalOf(readJson, fileBytes('json/deep.json'))).toBe('TOO_DEEP');
  });
});

describe('JSON', () => {
  it('of records is a row for each, with what is within them', async () => {
    expect(
      await lines('[{"a":1,"b":{"c":[1.50,-2e3,"x"],"d":null,"e":{}}},{"a":"","b":true},[1,"two"],"three"]'),
    ).toEqual(['a: 1; b.c: 1.50, -2e3, x', 'b: true', '| 1 | two', 'three']);
  });

  it('with long texts has them in paragraphs of their own', async () => {
    const text = `First paragraph.\n\n${'A long one. '.repeat(50)}\n- item "1" \\ \u2028 é`;
    expect(await lines(JSON.stringify({ id: 7, page: { text } }))).toEqual([
      'id: 7',
      'page.text: First paragraph.',
      'A long one. '.repeat(50).trim(),
      '- item "1" \\ é',
    ]);
  });

  it('with many members comes in parts that say what they are of', async () => {
    const members = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`k${at}`, at]));
    const [first = '', second = '', third = ''] = await lines(JSON.stringify({ all: members, one: { two: 2 } }));
    expect(first).toMatch(/^all\.k0: 0; k1: 1; .*; k39: 39$/);
    expect(second).toMatch(/^all\.k40: 40; k41: 41; .*; k59: 59$/);
    expect(third).toBe('one.two: 2');
  });

  it('has no files in it, and says the end of a path that is long', async () => {
    const path = Array.from({ length: 20 }, (_, at) => `level${at}`);
    const deep = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), {
      photo: 'iVBOR/+w'.repeat(50),
      at: 5,
    });
    const [row = '', ...rest] = await lines(
      JSON.stringify([deep, { link: `data:image/png;base64,${'QUJD'.repeat(50)}` }]),
    );
    expect(row).toMatch(/^…[\w.]{73}\.photo: …; …[\w.]{68}\.level19\.at: 5$/);
    expect(rest).toEqual(['link: data:image/png;base64,…']);
    const file = JSON.stringify([{ name: 'Ada', file: 'QUJD'.repeat(1_500_000) }]);
    expect(await lines(file)).toEqual(['name: Ada; file: …']);
  });

  it('may be values behind each other, in UTF-16, and as Python writes it', async () => {
    expect(await outline(Buffer.from('\ufeff{"a":"größer"}\n\n{"b":[NaN,-Infinity]}\r\n{"c":1}', 'utf16le'))).toEqual([
      'a: größer',
      'b: NaN, -Infinity',
      'c: 1',
    ]);
    expect(await lines('\x1e{"a":1}\n\x1e{"a":"line\nbreak"}\n')).toEqual(['a: 1', 'a: line break']);
  });

  it('may have comments, and a comma behind the last of a list, as files of settings do', async () => {
    const text = '// for the editor\n{"a": 1, /* of "b" */ "b": ["x // y", "/*",], "c": {"d": 2,},}\n// end';
    expect(await lines(text)).toEqual(['a: 1; b: x // y, /*; c.d: 2']);
    expect(await refusalOf(readJson, Buffer.from('{"a": 1,, "b": 2}'))).toBe('DAMAGED');
    expect(await refusalOf(readJson, Buffer.from('{"a": 1 /* and'))).toBe('DAMAGED');
  });

  it('of lines has those that hold none as they are written, unless most are such', async () => {
    const of = async (text: string) => outlineOf(await partsOf(readJsonLines, Buffer.from(text)));
    const log = '{"at":1}\n{"at":2,"no\nstarted again\n[1,\n{"at":\n 3}\n{"at":4}\n["a","b"]\n{"at":5,"te';
    expect(await of(log)).toEqual([
      'at: 1',
      '{"at":2,"no',
      'started again',
      '[1,',
      'at: 3',
      'at: 4',
      '| a | b',
      '{"at":5,"te',
    ]);
    expect(await refusalOf(readJsonLines, Buffer.from('{"at":1}\nno\nJSON'))).toBe('DAMAGED');
  });

  it('is read in a time that grows with its length alone', async () => {
    const read = await lines(JSON.stringify({ text: 'a "line"\\\n'.repeat(400_000) }));
    expect(read).toHaveLength(1);
    expect(read[0]).toHaveLength('text: '.length + 400_000 * 'a "line"\\ '.length - 1);
  });

  it.each([
    ['DAMAGED', '{"a":1} and more'],
    ['DAMAGED', '{"a":1'],
    ['DAMAGED', '{"a" 1}'],
    ['DAMAGED', '{a:1}'],
    ['DAMAGED', '[,1]'],
    ['DAMAGED', '[1,,]'],
    ['DAMAGED', '[1 2]'],
    ['DAMAGED', '["open'],
    ['DAMAGED', '["\\x"]'],
    ['DAMAGED', '[01x]'],
    ['DAMAGED', 'Hello, world'],
    ['NO_TEXT', '[{"a":null,"b":[]},{}]'],
    ['NO_TEXT', ' \n'],
    ['TOO_DEEP', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ])('is refused as %s where it is none, or has no text: %.20s', async (reason, json) => {
    expect(await refusalOf(readJson, Buffer.from(json))).toBe(reason);
  });
});
