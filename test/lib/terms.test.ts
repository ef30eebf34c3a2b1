import { describe, expect, it } from 'vitest';
import { questionTerms, termsOf } from '../../src/lib/terms.ts';

describe('termsOf', () => {
  it('gives the stems of the words in order, with repetitions', () => {
    expect(termsOf('Running runners run; runs!')).toEqual(['run', 'runner', 'run', 'run']);
  });

  it('leaves out stop words and the words that questions are asked with', () => {
    expect(termsOf('How much vacation do I get, and when is it?')).toEqual(['vacat']);
  });

  it('takes off contractions and drops negated auxiliaries', () => {
    expect(termsOf("The company's staff don't know they've won, O’Brien’s isn't")).toEqual([
      'compani',
      'staff',
      'know',
      'won',
      'obrien',
    ]);
  });

  it('reads a number with thousands separators as one', () => {
    expect(termsOf('1,190 questions in 1998,2001')).toEqual(['1190', 'question', '1998', '2001']);
  });

  it('reads a version as one, which its parts find too', () => {
    expect(termsOf('new in v4.2.0, since 1.200.000')).toEqual(['new', '4.2.0', '4', '2', '0', 'sinc', '1200000']);
    expect(questionTerms("What's new in 4.2.0?").terms).toEqual(['new', '4.2.0']);
  });

  it('leaves out of a question what to do with what it is about, unless there is nothing else', () => {
    expect(questionTerms('Compare and explain the tariffs').terms).toEqual(['tariff']);
    expect(questionTerms('What does it mean?').terms).toContain('mean');
    expect(termsOf('the mean of two tariffs')).toContain('mean');
  });

  it('leaves out of a question what the part is called whose number it names', () => {
    expect(questionTerms('clause 6.1').terms).toEqual(questionTerms('6.1').terms);
    expect(questionTerms('clause on leave').terms).toContain('claus');
  });

  it('does not tell case, accents and compatibility forms apart', () => {
    expect(termsOf('ZÜRICH ﬁnances')).toEqual(termsOf('Zurich finances'));
  });

  it('cuts what is far longer than a word', () => {
    expect(termsOf('a'.repeat(10_000))).toEqual(['a'.repeat(64)]);
  });

  it('finds nothing in whitespace and punctuation', () => {
    expect(termsOf(' \n—?! ')).toEqual([]);
  });

  it.each([
    ['Łódź', 'Lodz'],
    ['Straße', 'STRASSE'],
    ['Müller', 'Mu\u0308ller'],
    ['Kün\u00addigung', 'Kündigung'],
    ['The U.S. Army', 'The US Army'],
    ['١٢ يوما', '12 يومًا'],
    ['1.190 Euro', '1,190 euro'],
    ['ﾊﾟｿｺﾝ', 'パソコン'],
    ['電費由員工負擔', '电费由员工负担'],
  ])('takes %s for %s', (one, other) => {
    expect(termsOf(one)).toEqual(termsOf(other));
  });

  it.each([
    ['de', 'Wie lang sind die Kündigungsfristen?', 'Die Kündigungsfrist ist in diesem Vertrag nicht geregelt.'],
    ['es', '¿Cuántas vacaciones tengo al año?', 'Cada empleado tiene derecho a una vacación de 30 días.'],
    ['fr', "Qu'est-ce que l'employeur rembourse ?", 'Les employeurs ne remboursent que ce qui est prévu.'],
    ['it', 'Quanti giorni di ferie ha il dipendente?', 'I dipendenti hanno diritto a un giorno di ferie.'],
    ['nl', 'Hoeveel vakantiedagen krijg ik?', 'Elke vakantiedag die niet wordt opgenomen vervalt.'],
    ['ru', 'Сколько дней отпуска у сотрудников?', 'Каждому сотруднику положен отпуск.'],
    ['ar', 'كم عدد أيام إجازات الموظفين؟', 'يحق للموظف الحصول على إجازة.'],
    ['el', 'Ποιες μέρες;', 'Κάθε μέρα.'],
    ['he', 'מי הגננת?', 'יש להודיע לגננת רחל.'],
    ['hi', 'कितनी पुस्तकें?', 'पुस्तक पंद्रह दिनों में लौटानी होगी।'],
  ])('finds the other forms of a word in %s', (_language, question, passage) => {
    const held = new Set(termsOf(passage));
    expect(questionTerms(question).terms.filter((term) => held.has(term)).length).toBeGreaterThan(0);
  });

  it.each([
    ['年假', '每位员工每年有二十天年假。'],
    ['税', '所得税由公司缴纳。'],
    ['有給休暇', '社員には年に二十日の有給休暇があります。'],
    ['휴가', '직원은 연간 20일의 휴가를 받습니다.'],
    ['ลาพักร้อน', 'พนักงานมีสิทธิลาพักร้อนยี่สิบวันต่อปี'],
  ])('finds %s in a sentence without blanks', (word, sentence) => {
    const held = new Set(termsOf(sentence));
    const { terms, wordOf, wordCount } = questionTerms(word);
    expect(new Set(wordOf.filter((_, at) => held.has(terms[at] ?? ''))).size).toBe(wordCount);
  });

  it.each([
    ['Mueller', 'Der Kollege Müller arbeitet hier.'],
    ['Müller', 'Ansprechpartner ist Herr Mueller aus Köln.'],
    ['Who is Mr Mueller?', 'Ansprechpartner ist Herr Müller aus Köln.'],
    ['Gebuehren', 'Die Gebühren sind hoch.'],
    ['Aakerstroem', 'Vaktmästare är Åkerström.'],
    ['Søren', 'Soeren leder holdet.'],
    ['והמחיר', 'מחיר הכרטיס הוא 40.'],
  ])('finds %s as others write it: %s', (question, passage) => {
    const held = new Set(termsOf(passage));
    expect(questionTerms(question).terms.some((term) => held.has(term))).toBe(true);
  });

  it.each([
    ['wniosek', 'wnioskami', 'wnioskach'],
    ['zamówić', 'zamówienie', 'zamówieniach'],
    ['umowa', 'umowie', 'umów'],
    ['dzień', 'dni', 'dniach'],
    ['بطاقة', 'بطاقتي', 'للبطاقات'],
    ['سيارة', 'السيارات', 'وسيارتي'],
    ['מסמך', 'המסמכים', 'מסמכי'],
    ['मंज़ूरी', 'मंजूरी', 'मंजूरी'],
    ['पाँच', 'पांच', 'पांच'],
  ])('finds %s by %s and %s', (word, ...others) => {
    // With a stop word that tells the language.
    const inText = new Set(['jest', ''].flatMap((telling) => termsOf(`${telling} ${word}`)));
    for (const other of others)
      expect(questionTerms(`czy jest ${other}`).terms.some((term) => inText.has(term))).toBe(true);
  });

  it.each([
    ['노트북 교체는 가능합니까?', '노트북 교체 가능'],
    ['식당은 어디에 있나요?', '식당'],
    ['요금이 얼마예요?', '요금'],
  ])('leaves the particles and endings of a Korean question out: %s', (question, words) => {
    expect(questionTerms(question).terms).toEqual(questionTerms(words).terms);
  });

  it.each([
    ['Was kosten 50 Plakate?', [0.4, 1.5, 1]],
    ['Combien coûte une annulation ?', [0.4, 1]],
    ['¿Cuántos días de vacaciones tengo?', [0.4, 1]],
    ['Сколько стоит замена экрана?', [0.4, 1, 1]],
    ['How much do posters cost?', [1, 1]],
  ])('weighs words that questions are made with less: %s', (question, weights) => {
    expect(questionTerms(question).weights).toEqual(weights);
  });

  it('takes no two letters for one that are two', () => {
    expect(questionTerms('Wie hoch ist die neue Steuer?').terms.join(' ')).not.toMatch(/neu[^e ]|stur/);
  });

  it.each([
    ['谁是总统？', ['总统']],
    ['年假有多少天？', ['年假', '天']],
    ['筆記本電腦多久更換一次？', ['筆記', '記本', '本電', '電腦', '更換', '換一', '一次']],
    ['有給休暇は何日ありますか', ['有給', '給休', '休暇', '日']],
    ['연차 휴가는 언제 시작됩니까?', ['연차', '휴가', '시작']],
  ])('leaves out what %s is asked with', (question, terms) => {
    const { terms: all, wordOf } = questionTerms(question);
    // Chinese is looked for in simplified letters first, then as it is written.
    expect(all.filter((_, at) => wordOf[at] !== wordOf[at + 1])).toEqual(terms);
  });

  it('looks for a word of an unknown language in all its forms, of which one is enough', () => {
    const { terms, wordOf, wordCount } = questionTerms('Kündigungsfristen');
    expect(terms).toEqual(expect.arrayContaining(['kundigungsfristen', 'kundigungsfrist']));
    expect(new Set(wordOf)).toEqual(new Set([0]));
    expect(wordCount).toBe(1);
  });

  it('knows Spanish by its marks', () => {
    expect(questionTerms('¿Venden cascos?').terms).toEqual(termsOf('venden cascos', 'es'));
  });

  it('takes acronyms, months and letters that name something for no stop words', () => {
    expect(termsOf('Can the IT department reach the WHO, US and CAN?')).toEqual([
      'it',
      'depart',
      'reach',
      'who',
      'us',
      'can',
    ]);
    expect(termsOf('What happens in May? May I take vitamin A?')).toEqual(['happen', 'mai', 'take', 'vitamin', 'a']);
    expect(termsOf('WHO CAN HELP US WITH IT')).toEqual(['help']);
  });

  it('keeps stop words where there is nothing else', () => {
    expect(termsOf('Who is it?')).toEqual(['who', 'is', 'it']);
    expect(questionTerms('was ist das?').terms).toEqual(expect.arrayContaining(['was', 'ist', 'das']));
    expect(questionTerms('这是什么？').terms).toEqual(['这是', '是什', '什么']);
  });

  it('takes numbers and times for no stop words in other languages either', () => {
    expect(termsOf('La oficina abre a las ocho horas del primer día.')).toEqual([
      'oficin',
      'abre',
      'ocho',
      'hor',
      'prim',
      'dia',
    ]);
    expect(termsOf('يوم وسنة ومليون')).toHaveLength(3);
  });

  it('weighs names and numbers more, but in German no noun', () => {
    const { terms, wordOf, weights } = questionTerms('¿En qué puerto está el servidor VPN de Hamburgo, 1194?');
    expect(terms.filter((_, at) => weights[wordOf[at] ?? 0] !== 1)).toEqual(['vpn', 'hamburg', '1194']);
    expect(new Set(questionTerms('Wo steht der Server in der Filiale?').weights)).toEqual(new Set([1]));
  });

  it('takes a long text of any script in time proportional to its length', () => {
    for (const piece of ['有給休暇があります', 'พนักงานมีสิทธิ', 'Straße ', "d'l'", '1,000']) {
      expect(termsOf(piece.repeat(20_000)).length).toBeGreaterThan(0);
      expect(questionTerms(piece.repeat(20_000)).terms.length).toBeGreaterThan(0);
    }
  });
});
