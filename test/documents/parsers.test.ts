import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wholeSample } from '../../src/documents/parsers/file-sample.ts';
import { inspectUpload } from '../../src/documents/parsers/inspect-upload.ts';
import { MEDIA_TYPES, parseOriginal } from '../../src/documents/parsers/parsers.ts';
import { AppError } from '../../src/errors.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const bytes = (...values: number[]) => Uint8Array.from(values);
const inspect = (name: string, content: Uint8Array, options = {}) =>
  inspectUpload({
    name,
    sizeBytes: content.length,
    sample: wholeSample(content),
    isText: false,
    maxBytes: 1_000,
    ...options,
  });

function refusal(name: string, content: Uint8Array): AppError {
  try {
    inspect(name, content);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error(`${name} was not refused.`);
}

describe('inspectUpload', () => {
  it('finds the media type by the extension of the name', () => {
    expect(inspect('notes.txt', utf8('Hello'))).toEqual({
      mediaType: 'text/plain',
      own: { tags: [], date: null },
    });
    expect(inspect('README.MD', utf8('# Hello'))).toMatchObject({ mediaType: 'text/markdown' });
    expect(MEDIA_TYPES).toEqual(expect.arrayContaining(['text/plain', 'text/markdown']));
  });

  it('takes a text that is no file under any name', () => {
    expect(inspect('Minutes of 3.5.', utf8('Hello'), { isText: true })).toMatchObject({ mediaType: 'text/plain' });
    expect(inspect('minutes.md', utf8('Hello'), { isText: true })).toMatchObject({ mediaType: 'text/markdown' });
  });

  it.each<[what: string, name: string, content: Uint8Array, message: RegExp]>([
    ['an empty file', 'a.txt', bytes(), /“a.txt” is empty/],
    ['a file of whitespace', 'a.txt', utf8(' \r\n\t\u00a0\u200b\ufeff '), /nothing but whitespace/],
    ['a byte order mark alone', 'a.txt', utf8('\ufeff'), /nothing but whitespace/],
    ['an encoding that four letters do not tell', 'a.txt', latin1('café'), /not encoded as UTF-8, nor/],
    ['many control bytes', 'a.txt', utf8('ab\x01\x02\x03\x04cd'), /binary/],
    ['random bytes', 'a.txt', Uint8Array.from({ length: 900 }, (_, at) => (at * at * 7 + at * 13) % 251), /binary/],
    ['a PDF', 'a.txt', utf8('%PDF-1.7 …'), /is a PDF document/],
    ['a PNG', 'a.md', bytes(0x89, 0x50, 0x4e, 0x47), /is a PNG image/],
    ['a program', 'a.txt', bytes(0x7f, 0x45, 0x4c, 0x46), /is an ELF program/],
    ['an unknown type', 'a.xyz', utf8('Hello'), /\.txt, \.text, \.md, \.markdown, \.[a-z]/],
    ['a text that is called a document', 'a.docx', utf8('Hello'), /something else, whatever its name says/],
    ['a name without an extension', 'notes', utf8('Hello'), /one of these extensions/],
  ])('refuses %s with its own sentence', (_what, name, content, message) => {
    const error = refusal(name, content);
    expect(error.code).toBe('BAD_INPUT');
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^“.*\.$/);
  });

  it('takes pages and mailboxes that say how they are encoded, each mail for itself', async () => {
    const begin = 'From ada@example.org Mon Jan  1 10:00:00 2024\nSubject: Hours\nContent-Type: text/plain';
    const western = latin1(`${begin}; charset=iso-8859-1\n\ncaf\xe9 \xe0 \xe8 \xfc \xf6\n\n`);
    const files = {
      'page.html': latin1('<meta charset="macintosh"><p>\x8e\x8f caf\x8e'),
      'all.mbox': Buffer.concat([western, utf8(`${begin}; charset=utf-8\n\ngrößer: café`)]),
    };
    for (const [name, content] of Object.entries(files)) {
      expect(refusal('a.txt', content).message).toMatch(/not encoded as UTF-8, nor/);
      const { mediaType } = inspect(name, content);
      const { text, mended } = await parseOriginal({ original: content, mediaType });
      expect(text).toMatch(/café$/);
      expect(mended).toEqual(['ENCODING']);
    }
    const page = utf8('<meta charset="iso-8859-1"><p>café');
    expect(await parseOriginal({ original: page, mediaType: 'text/html' })).toMatchObject({ text: 'café', mended: [] });
  });

  it('refuses what is too large as such', () => {
    expect(() => inspect('a.txt', new Uint8Array(1_001).fill(0x61))).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE', message: expect.stringContaining('at most 1,000') }),
    );
    expect(inspect('a.txt', new Uint8Array(1_000).fill(0x61))).toMatchObject({ mediaType: 'text/plain' });
  });

  it.each([
    ['---\ntitle: x\ntags: [hr, "time off", hr] # all of them\n---\n', ['hr', 'time off', 'hr']],
    ["---\ntags:\n  - hr\n  - 'time off'\n---\n", ['hr', 'time off']],
    ['---\ntags:\n- hr\n- time off\ndraft: true\n---\n', ['hr', 'time off']],
    ['---\ntags: hr, time off\n---\n', ['hr', 'time off']],
    ['---\ntags: [\n  hr,\n  time off\n]\n---\n', ['hr', 'time off']],
    ['\ufeff+++\r\ntags = ["hr", "time off"]\r\n+++\r\n', ['hr', 'time off']],
    ['---\ntags: ["hr, rules", hr, ~]\n---\n', ['hr, rules', 'hr']],
    ['{\n"tags": ["hr", 1]\n}\n', ['hr']],
    ['---\nзаголовок: x\nтеги: [отпуск]\n---\n', ['отпуск']],
    ['---\n标签: [假期, 规定]\n---\n', ['假期', '规定']],
    ['+++\ntags = ["hr", "time off"]\n[params]\nx = 1\n+++\n', ['hr', 'time off']],
    ["+++\ntags = [\n  'hr', # people\n  'time off',\n]\n[[resources]]\nsrc = 'x'\n+++\n", ['hr', 'time off']],
    ['---\ntags: &all [hr, "[x]", "a]b"]\nmore: *all\n---\n', ['hr', '[x]', 'a]b']],
    ["---\ntags:\n  - &a hr\n  - *b\n  - 'it''s'\n  - {a: b}\n---\n", ['hr', "it's"]],
    ["---\ntags: [don't, can't]\n---\n", ["don't", "can't"]],
    ['---\ntags: ["🎉"]\n🎉: x\n---\n', ['🎉']],
    ['---\ntitle: x\n---\ntags: [hr]', []],
  ])('finds the tags in front matter: %j', (text, tags) => {
    expect(inspect('a.md', utf8(`${text}Words.`)).own.tags).toEqual(tags);
    expect(inspect('a.txt', utf8(`${text}Words.`)).own.tags).toEqual([]);
  });

  it.each([
    ['---\ndate: 2024-05-06\n---\n', '2024-05-06T00:00:00.000Z'],
    ['---\ntitle: x\nDate: "2024-05-06T07:08:09+02:00" # sent\n---\n', '2024-05-06T05:08:09.000Z'],
    ['+++\ndate = 2024-05-06 07:08\n+++\n', '2024-05-06T07:08:00.000Z'],
    ['{\n"date": "2024-05-06"\n}\n', '2024-05-06T00:00:00.000Z'],
    ['---\ndate: 05/06/2024\n---\n', undefined],
    ['---\ndate: 2024-13-06\n---\n', undefined],
    ['---\ndate: 2023-02-29\n---\n', undefined],
    ['---\ndate: 2024-02-29\n---\n', '2024-02-29T00:00:00.000Z'],
    ['---\ntitle: x\n---\n', undefined],
  ])('finds the date in front matter: %j', (text, date) => {
    expect(inspect('a.md', utf8(`${text}Words.`)).own.date?.toISOString()).toBe(date);
  });

  it('takes a text that begins as another kind of file does', () => {
    expect(inspect('On formats', utf8('%PDF-1.7 is how a PDF begins.'), { isText: true }).mediaType).toBe('text/plain');
  });

  it('takes coloured logs and converted papers with a stray control character', () => {
    expect(inspect('log.txt', utf8('\x1b[31mred\x1b[0m')).mediaType).toBe('text/plain');
    expect(inspect('paper.txt', utf8(`${'words and words '.repeat(20)}\x02\f`)).mediaType).toBe('text/plain');
  });
});

describe('parseOriginal', () => {
  const parse = (content: Uint8Array, mediaType = 'text/plain') => parseOriginal({ original: content, mediaType });

  it('gives the text as it is, without a byte order mark', async () => {
    const text = 'line\r\nnext\tline\n\n😀 e\u0301 ';
    expect(await parse(utf8(`\ufeff${text}`))).toMatchObject({ text, pageCount: null, mended: [] });
    expect(await parse(utf8(text), 'text/markdown')).toMatchObject({ text, pageCount: null, mended: [] });
  });

  it('refuses bytes that are not UTF-8, and types that nothing reads', async () => {
    await expect(parse(bytes(0xff))).rejects.toThrow(/UTF-8/);
    await expect(parse(utf8('a'), 'image/png')).rejects.toThrow(/image\/png/);
  });

  const polish =
    'Biblioteka jest otwarta od ósmej do dziewiątej. Wniosek należy złożyć tydzień wcześniej, bo później będzie już zamknięta.';
  const german = 'Die Lesesäle öffnen früh – „sehr“ früh: um 6 Uhr.';
  it.each<[what: string, content: Uint8Array, text: string]>([
    ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${polish}`, 'utf16le'), polish],
    ['UTF-16 in the other order', Buffer.from(`\ufeff${polish}`, 'utf16le').swap16(), polish],
    ['UTF-16 without a mark', Buffer.from('Plain English words.', 'utf16le'), 'Plain English words.'],
    [
      'Windows-1252',
      Buffer.from(german.replace('–', '\x96').replace('„', '\x84').replace('“', '\x93'), 'latin1'),
      german,
    ],
    [
      'Windows-1250',
      // biome-ignore format: bytes
      encode(polish, { ó: 0xf3, ą: 0xb9, ż: 0xbf, ł: 0xb3, ć: 0xe6, ń: 0xf1, ś: 0x9c, ź: 0x9f, ę: 0xea }),
      polish,
    ],
  ])('reads %s', async (_what, content, text) => {
    expect(inspect('a.txt', content).mediaType).toBe('text/plain');
    expect(await parse(content)).toMatchObject({ text, mended: ['ENCODING'] });
  });

  it.each([
    'Сотрудники получают 25 дней отпуска в год.',
    'يحصل الموظفون على خمسة وعشرين يوما من الإجازة.',
    'พนักงานได้รับวันลาพักร้อน ๒๕ วันต่อปี',
    '员工每年享有二十五天带薪年假。未使用的假期失效。',
    '従業員は有給休暇を取得できます。未使用の日数は失効します。',
    '직원은 매년 이십오 일의 유급 휴가를 받습니다.',
    'Οι εργαζόμενοι έχουν είκοσι πέντε ημέρες άδειας.',
  ])('reads UTF-16 without a mark in both orders: %j', async (text) => {
    const content = Buffer.from(text, 'utf16le');
    for (const either of [Uint8Array.from(content), content.swap16()]) {
      expect(inspect('a.txt', either).mediaType).toBe('text/plain');
      expect(await parse(either)).toMatchObject({ text, mended: ['ENCODING'] });
    }
  });

  it.each([
    ['windows-874', 'พนักงานได้รับวันลาพักร้อนยี่สิบห้าวันต่อปี วันลาที่ไม่ได้ใช้จะหมดอายุในเดือนมีนาคม'],
    ['ibm866', 'Сотрудники получают двадцать пять дней оплачиваемого отпуска в год.'],
    ['windows-1251', 'Засідання відбудеться завтра о десятій. Її ім’я невідоме.'],
    ['windows-1251', 'Поезд отправляется в 7:45.'],
    ['koi8-r', 'Собака съела мой отчёт.'],
    ['koi8-u', 'Прошу надати мені відпустку.'],
    ['ibm866', 'Версия 2.0 исправляет ошибку при печати.'],
    ['windows-1253', 'Παρακαλώ επιστρέψτε το κλειδί.'],
    ['windows-1255', 'הפגישה נדחתה ליום שישי.'],
    ['windows-1256', 'يرجى إعادة المفتاح إلى الاستقبال.'],
    ['x-mac-cyrillic', 'Сотрудники получают двадцать пять дней оплачиваемого отпуска. Неиспользованные дни сгорают.'],
    ['macintosh', 'La dirección de la región pagó una prima a todos. Fue por la acción de la compañía en España.'],
    ['macintosh', 'Beschäftigte erhalten fünfundzwanzig Urlaubstage im Jahr. Größere Büros schließen früher.'],
    [
      'iso-8859-15',
      'Les employés reçoivent des congés payés. Le cœur de la règle est simple : vingt-cinq jours par année.',
    ],
    ['iso-8859-15', 'La réservation coûte 40 €, à régler avant midi.'],
    ['windows-1250', 'Pracownik może pracować zdalnie do 8 dni w miesiącu.'],
    ['windows-1251', 'Вход платный.'],
    ['koi8-u', 'Обід подають опівдні. Їдальня зачинена в неділю.'],
    ['ibm866', 'Велосипед нужно вернуть до вечера.'],
    ['iso-8859-5', 'Библиотеката работи всеки ден без неделя.'],
    ['windows-1253', 'Η βιβλιοθήκη είναι κλειστή τη Δευτέρα.'],
    ['windows-1255', 'הגן פתוח בימים אלה עד ארבע. אסור להביא אגוזים לגן.'],
    ['windows-1256', 'مرحبا بكم في المسبح.'],
    ['windows-1254', 'Aylık aidat beş yüz liradır. İlgili kişi Işık.'],
    ['windows-1257', 'Biblioteka dirba kasdien, išskyrus sekmadienį. Mokestis dešimt eurų, žaliasis ąžuolas.'],
    ['windows-1252', '¿Cuándo? Mañana.'],
    ['windows-874', 'ห้ามเลี้ยงสัตว์'],
  ])('reads %s: %s', async (encoding, text) => {
    expect(await parse(encode(text, lettersOf(encoding)))).toMatchObject({ text, mended: ['ENCODING'] });
  });

  it.each([
    ['windows-1251', 'Велосипед нужно вернуть до вечера.'],
    ['windows-1253', 'Η βιβλιοθήκη είναι κλειστή τη Δευτέρα.'],
    ['windows-1255', 'הגן פתוח בימים אלה עד ארבע.'],
    ['iso-8859-2', 'Az árvíztűrő tükörfúrógép működik. A könyvtár hétfőn zárva tart.'],
  ])('reads %s behind a head in English: %s', async (encoding, text) => {
    const whole = `${'Readme of the project, version 2.0. All rights are reserved.\n\n'.repeat(15)}${text}`;
    expect(await parse(encode(whole, lettersOf(encoding)))).toMatchObject({ text: whole, mended: ['ENCODING'] });
  });

  it.each([
    ['EUC-KR', '수건은 무료입니다.', 'bcf6b0c7c0ba20b9abb7e1c0d4b4cfb4d92e'],
    [
      'EUC-KR with the bytes of Thai',
      '점심 시간은 정오부터 한 시간이다. 식당은 1층에 있다. 김치를 볶는다.',
      'c1a1bdc920bdc3b0a3c0ba20c1a4bfc0bacec5cd20c7d120bdc3b0a3c0ccb4d92e20bdc4b4e7c0ba2031c3febfa120c0d6b4d92e20b1e8c4a1b8a620babab4c2b4d92e',
    ],
    [
      'EUC-KR',
      '사내 식당은 평일 오전 11시 30분부터 오후 2시까지 운영합니다.',
      'bbe7b3bb20bdc4b4e7c0ba20c6f2c0cf20bfc0c0fc203131bdc3203330bad0bacec5cd20bfc0c8c42032bdc3b1eec1f620bfeebfb5c7d5b4cfb4d92e',
    ],
    ['EUC-JP', '洗濯機は一階です。', 'c0f6c2f5b5a1a4cfb0ecb3aca4c7a4b9a1a3'],
  ])('takes %s for no Chinese, short as it is', async (_encoding, text, bytes) => {
    expect(await parse(Buffer.from(bytes, 'hex'))).toMatchObject({ text, mended: ['ENCODING'] });
  });

  it('takes dashes and apostrophes of Windows for no letters of a Mac', async () => {
    const bytes = Buffer.from(
      'Simple \x96 ask first\x97then go. Don\x92t wait; pages ii\x96x, rows a\x96z, caf\xe9.',
      'latin1',
    );
    expect(await parse(bytes)).toMatchObject({
      text: 'Simple – ask first—then go. Don’t wait; pages ii–x, rows a–z, café.',
    });
  });

  it('refuses a text rather than to take it for what it is not', async () => {
    // As DOS wrote German.
    const dos = { ä: 0x84, ü: 0x81, ö: 0x94, ß: 0xe1, Ü: 0x9a };
    for (const text of [
      'Beschäftigte erhalten fünfundzwanzig Urlaubstage.',
      'Über das Büro verfügt die Geschäftsführung.',
    ])
      await expect(parse(encode(text, dos))).rejects.toThrow(/UTF-8/);
    const short = encode('Über das Büro verfügt die Geschäftsführung.', dos);
    expect(() => inspect('a.txt', short)).toThrow(/not encoded as UTF-8, nor in another way that can be told/);
  });

  it('leaves NULs out, and counts offsets after that', async () => {
    const log = `08:00 started\n${'\0'.repeat(300)}\n08:05 started again\n`;
    expect(inspect('server.txt', utf8(log)).mediaType).toBe('text/plain');
    const parsed = await parse(utf8(log));
    expect(parsed).toMatchObject({ text: '08:00 started\n\n08:05 started again\n', mended: ['NULS'] });
    expect(await parse(utf8('a\0b'))).toMatchObject({ text: 'ab' });
  });

  it('reads lines that end otherwise, and moves no offset', async () => {
    const text = '---\rtitle: Leave\r---\r# One\r\nText\u2028more.\r## Two\rText.\r';
    const { text: read, blocks } = await parse(utf8(text), 'text/markdown');
    expect(read).toBe('---\ntitle: Leave\n---\n# One\r\nText\nmore.\n## Two\nText.\n');
    expect([...blocks].flatMap((block) => (block.kind === 'heading' ? [block.title] : []))).toEqual([
      'Leave',
      'One',
      'Two',
    ]);
  });

  it('loses no text for a damaged byte', async () => {
    const text = 'Für Bücher ist später Zeit. '.repeat(30);
    const damaged = utf8(text);
    damaged[400] = 0xe9;
    expect(inspect('a.txt', damaged)).toMatchObject({ mediaType: 'text/plain' });
    const parsed = await parse(damaged);
    expect(parsed.mended).toEqual(['DAMAGED_BYTES']);
    expect(parsed.text.slice(500)).toBe(text.slice(parsed.text.slice(500).length * -1));
    const ascii = latin1('The café is open every day, and so is the garden. '.padEnd(900, 'It is a place to be. '));
    expect((await parse(ascii)).text).toMatch(/^The café is/);
  });

  it('leaves the content of data URIs out', async () => {
    const base64 = Buffer.from('carrel '.repeat(2_000)).toString('base64');
    const svg = `data:image/svg+xml,${'%3Cpath%20d=%22M0%200%22/%3E'.repeat(20)}`;
    const wrapped = base64.replace(/.{76}/g, '$&\n');
    const text = `First.\n\n![plan](data:image/png;base64,${base64}) <img src="${svg}">\n\n[logo]: data:image/gif;base64,${wrapped}\n\nLast.`;
    const parsed = await parse(utf8(text), 'text/markdown');
    expect(parsed.mended).toEqual(['DATA_URIS']);
    expect(parsed.text).toBe(
      'First.\n\n![plan](data:image/png;base64,…) <img src="data:image/svg+xml,…">\n\n[logo]: data:image/gif;base64,…\n\nLast.',
    );
    const forms = [
      `![x](DATA:image/PNG;BASE64,${base64})`,
      `![x](data:;base64, ${base64})`,
      `![x](data:image/png;name=a%20plan.png;base64,${base64})`,
      `![x](data:image/png;base64,\n${wrapped})`,
      `<b style="background: url(data:image/png;base64,${base64})">`,
      `<img src="data:image/svg+xml;utf8,<svg><path d='${'M 0 0 '.repeat(100)}'/></svg>">`,
    ];
    for (const form of forms) {
      const { text: left } = await parse(utf8(`First. ${form} Last.`));
      expect(left).toMatch(/^First\. [^…]{1,60}…[^…]{1,5} Last\.$/);
    }
    // Without a scheme, as in JSON and in mails.
    const png = Buffer.from(`\x89PNG\r\n\x1a\n\0\0\0\rIHDR${'carrel '.repeat(200)}`, 'latin1').toString('base64');
    for (const [picture, shown] of [
      [`{"image": "${png}", "name": "plan"}`, '{"image": "…", "name": "plan"}'],
      [`The picture:\n\n${png.replace(/.{76}/g, '$&\r\n')}\n\nThat was it.`, 'The picture:\n\n…\n\nThat was it.'],
    ] as const)
      expect((await parse(utf8(picture))).text).toBe(shown);
    const names = 'iVBORw0KGgo is what a PNG begins with, and UklGR and JVBERi0 other files.';
    expect((await parse(utf8(names))).text).toBe(names);
    const chinese = `用 data:text/plain,${'后面是没有空格的中文'.repeat(30)}`;
    expect((await parse(utf8(chinese))).text).toBe(chinese);
    const long = await parse(utf8(`First. data:image/png;base64,${'A'.repeat(9_000_000)} Last.`));
    expect(long.text).toBe('First. data:image/png;base64,… Last.');
    const small = 'A dot is data:image/gif;base64,R0lGODlhAQABAAAAACw= and data: is a word.';
    expect((await parse(utf8(small))).text).toBe(small);
  });
});

/** A text in an encoding of one byte a letter. */
function encode(text: string, letters: Record<string, number>): Uint8Array {
  return Uint8Array.from(text, (letter) => letters[letter] ?? letter.charCodeAt(0));
}

/** The letters of such an encoding beyond ASCII. */
function lettersOf(encoding: string): Record<string, number> {
  const codes = Array.from({ length: 128 }, (_, place) => 128 + place);
  const decoder = new TextDecoder(encoding);
  return Object.fromEntries(codes.map((code) => [decoder.decode(Uint8Array.of(code)), code]));
}

const files = new URL('../../../shared/data/files/txt/', import.meta.url);

describe.skipIf(!existsSync(files))('real encodings (skipped where ../shared is not there)', () => {
  it.each([
    ['notice.gbk.txt', '图书馆早上八点开门'],
    ['notice.koi8-r.txt', 'Библиотека открывается'],
    ['notice.shift_jis.txt', '図書館は午前八時に開きます'],
    ['notice.utf-16be-nobom.txt', 'eight in the morning'],
    ['notice.utf-16le-bom.txt', 'größeren Tüten'],
    ['notice.windows-1252.txt', 'it’s closed on Sundays; the café’s bill is €5'],
  ])('of %s are read', async (name, words) => {
    const content = readFileSync(new URL(name, files));
    expect(inspect(name, content).mediaType).toBe('text/plain');
    expect((await parseOriginal({ original: content, mediaType: 'text/plain' })).text).toContain(words);
  });
});
