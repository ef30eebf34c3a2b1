import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../../src/lib/sentences.ts';

const texts = (source: string) => sentencesOf(source).map(({ text }) => text);

describe('sentencesOf', () => {
  it.each<[what: string, sentences: string[]]>([
    ['titles and initials', ['Dr. Smith met J. K. Rowling.', 'George W. Bush left.']],
    ['abbreviations', ['See Fig. 3, No. 5 Squadron and e.g. Apples.', 'It is so.']],
    ['acronyms before a new sentence', ['He lives in the U.S.', 'The state is large.']],
    ['acronyms within one', ['The U.S. Government paid.']],
    ['decimals', ['It cost 3.5 million.', 'Then 4.']],
    ['quoted questions', ['“Really?” he said.', '"Yes!" she said.']],
    ['references', ['It ended [12].', 'So it was.[3] Yes.']],
    [
      'German abbreviations',
      ['Die Frist beträgt gem. § 5 Abs. 2 Satz 1 BGB drei Monate, z. B. bei Kündigung.', 'So ist es.'],
    ],
    [
      'German ordinals',
      ['Das gilt ab dem 1. Januar 2024.', 'Im 19. Jahrhundert galt es nicht.', 'Der Preis war 31.', 'Das ist viel.'],
    ],
    ['German units', ['Es kostet 5 Mio. Euro, d. h. Geld.', 'Wir haben 5 Mio.', 'Das ist genug.']],
    ['Spanish abbreviations', ['El Sr. García firma el art. 5, p. ej. en Madrid.', 'Véase la pág. 12.', 'Es todo.']],
    ['French abbreviations', ['Les salariés de M. Dupont ont des congés, p. ex. Noël.', 'Voir art. 12 du code.']],
    ['French quotations', ['Il a dit : « Non. »', 'Puis il est parti.']],
    ['German titles and firms', ['Dr. med. Müller berät die Muster GmbH & Co. KG.', 'So ist es.']],
    ['Italian and Dutch titles', ['Il sig. Rossi abita in via Roma.', 'È vero.']],
    ['Polish abbreviations', ['Prof. Nowak mieszka przy ul. Długiej, tzn. nie daleko.', 'To jest blisko.']],
    ['Turkish abbreviations', ['Bkz. md. 3 ve s. 5.', 'Bu bir belgedir.']],
    ['Swedish abbreviations', ['Tvättstugan är öppen kl. 7–21.', 'Felanmälan görs till vaktmästare, tel. 0701.']],
    ['Portuguese titles', ['O art. 5.º da Lei n.º 8 aplica-se.', 'A Sra. Dra. Silva confirma.']],
    ['German references at the beginning', ['Der Vertrag endet zum 15. des Monats.', 'Vgl. Nr. 4.']],
    ['Hindi titles', ['मूल्य 3.5 रुपये है।', 'डॉ. शर्मा से मिलें।']],
    ['Arabic titles', ['السعر 3.5 ريال.', 'يعمل د. خالد هنا.']],
    ['extensions of telephones', ['Ask Jane, ext. 42, for it.', 'It is free.']],
    [
      'Russian addresses and years',
      ['Адрес: ул. Ленина, кв. 10.', 'Договор до 2026 г.', 'Цена 500 руб.', 'Гарантия есть.'],
    ],
    ['Polish references', ['Zgodnie z art. 5 ust. 2 pkt 3 ustawy termin wynosi 14 dni.', 'Kosztuje to 50 zł.']],
    [
      'titles in a line that tells no language',
      ['Ing. Novák má klíč.', 'ThS. Trần B đến.', "L'avv. Bianchi.", 'Mme. Petit.'],
    ],
    ['times and dates in Thai', ['เปิดเวลา 8.00 น. ถึง 17.00 น. ทุกวัน และเกิดวันที่ 5 ม.ค. 2530']],
    ['what goes on behind a quotation in French', ['Il a dit : « Venez ! » puis il est parti.', 'Fin.']],
    ['what goes on behind one in Arabic', ['قال: «تعال!» ثم خرج.', 'الموعد غداً.']],
    ['what goes on behind one in Hebrew', ['הוא אמר: "בוא!" והלך.', 'האם מותר?', 'כן, מותר.']],
    ['what goes on behind one in Hindi', ['उसने कहा, "आओ!" और चला गया।', 'नया नियम है।']],
    ['what goes on behind one in Korean', ['김 씨는 "가자!"라고 말했다.', '“옮기지 마세요.”', '회의는 끝났습니다.']],
    ['units of one letter', ['Le bureau ferme à 18 h.', 'Petit rappel : fermez la porte.']],
    ['Russian abbreviations', ['Это отпуск, т. е. отдых.', 'А. С. Пушкин писал об этом.', 'См. ст. 5.']],
  ])('keeps %s together', (_what, sentences) => {
    expect(texts(sentences.join(' '))).toEqual(sentences);
  });

  it('keeps together what goes on behind a quotation in Chinese', () => {
    expect(texts('他说：“请进！”然后坐下。“你来吗？”她问。“取消全勤奖。”加班须申请。')).toEqual([
      '他说：“请进！”然后坐下。',
      '“你来吗？”她问。',
      '“取消全勤奖。”',
      '加班须申请。',
    ]);
  });

  it('knows the full stops of other scripts', () => {
    expect(texts('これは文です。次の文です！はい。')).toEqual(['これは文です。', '次の文です！', 'はい。']);
    expect(texts('期限です。「はい。」と言った。次。')).toEqual(['期限です。', '「はい。」と言った。', '次。']);
    expect(texts('詳しくは（p. 5）を見る。No. 5 の書類。')).toEqual(['詳しくは（p. 5）を見る。', 'No. 5 の書類。']);
    expect(texts('是吗?不是。经理批准！')).toEqual(['是吗?', '不是。', '经理批准！']);
    expect(texts('هل هذا صحيح؟ نعم. هذا صحيح.')).toEqual(['هل هذا صحيح؟', 'نعم.', 'هذا صحيح.']);
  });

  it('cuts a long text in Thai between clauses, but not at numbers', () => {
    const clause = `${'พนักงานมีสิทธิลาพักร้อน'.repeat(6)} 20 ${'วันต่อปี'.repeat(6)}`;
    expect(texts(`${clause} ${clause}`)).toEqual([clause, clause]);
  });

  it('reads on over the line breaks of a wrapped paragraph', () => {
    const wrapped = 'A sentence that is wrapped where the\r\nmargin was, as an old mail program did. Another.';
    expect(texts(wrapped)).toEqual([wrapped.slice(0, -9), 'Another.']);
  });

  it('reads on where a line ends with an article, whatever the next one begins with', () => {
    expect(texts('Installation is done using the\n[`npm install` command](https://docs.example):')).toHaveLength(1);
    expect(texts('Terms of the\nLicence')).toHaveLength(1);
    expect(texts('Names of people\n[Mira](https://people.example)')).toHaveLength(2);
  });

  it('ends at headings, list items, table rows and blank lines', () => {
    expect(texts('# Title\nText\n\n- one\n- two\n1. first\n2. second\n| a | b |\n| c | d |')).toEqual([
      '# Title',
      'Text',
      '- one',
      '- two',
      '1. first',
      '2. second',
      '| a | b |',
      '| c | d |',
    ]);
  });

  it('gives exact offsets, and loses nothing but whitespace', () => {
    const source = '  One 😀 sentence.  \n\n\n Dr. No. said:\t“Two?” Three…\r\n- four\u00a0five ';
    const sentences = sentencesOf(source);
    for (const { text, start, end } of sentences) expect(source.slice(start, end)).toBe(text);
    const joined = sentences.map(({ text }) => text).join('');
    expect(joined.replace(/\s/g, '')).toBe(source.replace(/\s/g, ''));
  });

  it.each<[what: string, piece: string]>([
    ['one word', 'a'],
    ['words without a full stop', 'word '],
    ['emoji', '😀'],
    ['full stops', 'a. '],
  ])('comes to an end with 100,000 characters of %s', (_what, piece) => {
    const source = piece.repeat(100_000 / piece.length);
    const sentences = sentencesOf(source);
    expect(
      sentences
        .map(({ text }) => text)
        .join('')
        .replace(/\s/g, ''),
    ).toBe(source.replace(/\s/g, ''));
    for (const { text } of sentences) expect(text).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
  });
});
