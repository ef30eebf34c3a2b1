import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AskDocument, SearchDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

/** A handbook in several languages, a sentence a document, and what is asked of it. */
const HANDBOOK = {
  'leave.zh': '每位员工每年有二十天年假，须提前两周申请。',
  'laptops.zh': '笔记本电脑每四年更换一次，由信息部门负责。',
  'receipts.zh': '报销时，必须在三十天之内，把收据交给财务部门。',
  'leave.ja': '社員には年に二十日の有給休暇があります。',
  'sick.ja': '病気の場合は、当日の朝までに上司に連絡してください。',
  'leave.th': 'พนักงานมีสิทธิลาพักร้อนยี่สิบวันต่อปี',
  'laptops.th': 'บริษัทเปลี่ยนคอมพิวเตอร์ใหม่ทุกสี่ปี',
  'notice.de': 'Die Kündigungsfristen betragen drei Monate zum Ende des Quartals.',
  'lunch.de': 'Das Mittagessen in der Kantine kostet fünf Euro.',
  'holidays.es': 'Cada empleado tiene treinta días de vacaciones al año.',
  'office.en': 'The US office is led by Mary. It opens at nine, and visitors can park in front of it.',
  'department.en': 'The IT department answers within a day. Call it on weekdays.',
  'health.en': 'Our doctors follow what the WHO advises. Those who travel should read it.',
  'fair.en': 'The fair takes place in May. The VPN server of the fair listens on port 1194.',
  'code.de': 'Vor jedem Release führt das Team `npm run build` aus. Herr Großmann aus Łódź prüft die Pull Requests.',
  'price.ja': '料金は一人５００円です。ﾊﾟｿｺﾝの貸出は受付で行います。',
  'leave.zh-TW': '員工請病假須附上醫院證明。',
  'bus.en': 'The controllers talk over a CAN bus, which can carry a megabit a second.',
};

describe('a handbook in eight languages', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
    for (const [name, text] of Object.entries(HANDBOOK)) await ada.ingest(name, text);
  });
  afterAll(() => server.close());

  const search = async (query: string) => (await ada.data(SearchDocument, { query, topK: 3 })).search;

  it.each([
    ['年假有多少天？', 'leave.zh'],
    ['笔记本电脑多久更换一次？', 'laptops.zh'],
    ['有給休暇', 'leave.ja'],
    ['病気', 'sick.ja'],
    ['ลาพักร้อน', 'leave.th'],
    ['Wie lang ist die Kündigungsfrist?', 'notice.de'],
    ['Kundigungsfrist', 'notice.de'],
    ['¿Cuántas vacaciones tengo?', 'holidays.es'],
    ['US', 'office.en'],
    ['IT', 'department.en'],
    ['WHO', 'health.en'],
    ['CAN', 'bus.en'],
    ['it', 'department.en'],
    ['What happens in May?', 'fair.en'],
    ['Auf welchem Port läuft der VPN-Server?', 'fair.en'],
    ['¿En qué puerto está el servidor VPN?', 'fair.en'],
    ['VPN サーバーのポート 1194', 'fair.en'],
    ['Who is Mr Grossmann?', 'code.de'],
    ['npm run build', 'code.de'],
    ['Lodz', 'code.de'],
    ['500円', 'price.ja'],
    ['パソコンの貸出', 'price.ja'],
    ['請病假要附上什麼證明？', 'leave.zh-TW'],
  ])('finds what %s asks for', async (query, name) => {
    const { passages, answerable } = await search(query);
    expect(passages[0]?.documentName).toBe(name);
    expect(answerable).toBe(true);
  });

  it.each([
    ['谁是总统？'],
    ['Who is it?'],
    ['was ist das?'],
    ['这是什么？'],
    ['これは何ですか'],
    ['有'.repeat(2_000)],
    ['大統領は誰ですか'],
    ['Wer ist der Bundeskanzler von Österreich?'],
    ['¿Quién ganó el partido?'],
  ])('refuses %s, which it does not answer', async (query) => expect((await search(query)).answerable).toBe(false));

  it.each([
    ['谁是总统？', '文档中没有这个问题的答案。'],
    ['總統是誰？', '文件中沒有這個問題的答案。'],
    ['大統領は誰ですか', '文書にはこの質問の答えが含まれていません。'],
    ['Wer ist der Bundeskanzler von Österreich?', 'Die Dokumente enthalten keine Antwort auf diese Frage.'],
    ['¿Quién ganó el partido?', 'Los documentos no contienen la respuesta a esta pregunta.'],
    ['Кто президент?', 'В документах нет ответа на этот вопрос.'],
    ['Хто є президентом України?', 'У документах немає відповіді на це запитання.'],
    ['ใครเป็นประธานาธิบดี', 'เอกสารไม่มีคำตอบสำหรับคำถามนี้'],
    ['Who won the cup in 1954?', 'The documents do not hold the answer to this question.'],
  ])('refuses %s in its language', async (question, text) => {
    const { ask } = await ada.data(AskDocument, { input: { question } });
    expect(ask.answer).toMatchObject({ answered: false, finishReason: 'REFUSED', text });
  });

  it('gives an outline in the language of the question', async () => {
    const { ask } = await ada.data(AskDocument, { input: { question: 'Worum geht es in leave.zh?' } });
    expect(ask.answer.text).toContain('Dies ist eine Übersicht über leave.zh aus den Überschriften und ersten Sätzen:');
    const { ask: unnamed } = await ada.data(AskDocument, { input: { question: '¿De qué trata el documento?' } });
    expect(unnamed.answer.text).toMatch(/^¿A qué documento se refiere\? Hay \d+\+: .*, …\./);
  });

  it.each([
    ['年假有多少天？', '每位员工每年有二十天年假'],
    ['有給休暇は何日ありますか', '社員には年に二十日の有給休暇があります'],
    ['Wie lang ist die Kündigungsfrist?', 'Die Kündigungsfristen betragen drei Monate'],
    ['ลาพักร้อนได้กี่วัน', 'ลาพักร้อนยี่สิบวันต่อปี'],
    ['我有几天年假？', '二十天年假'],
    ['¿Cuántas vacaciones tengo al año?', 'treinta días de vacaciones'],
  ])('answers %s with the sentence that says it', async (question, sentence) => {
    const { ask } = await ada.data(AskDocument, { input: { question } });
    const [first] = ask.answer.text.split(' [');
    expect(first).toContain(sentence);
  });
});

/** Documents of an office: what is asked of them is in other forms and words than theirs. */
const OFFICE = {
  'prices.de.md':
    '# Preisliste Druckerei\n\n| Produkt | Auflage | Preis netto |\n|---|---|---|\n| Visitenkarten | 250 Stück | 39,00 € |\n| Plakate A2 | 50 Stück | 129,00 € |\n\nStammkunden erhalten 5 % Nachlass.',
  'laundry.pl.md':
    '# Cennik pralni\n\n| Rzecz | Cena za sztukę | Termin |\n|---|---|---|\n| Obrus | 8,00 zł | 2 dni |\n| Zasłona | 19,90 zł | 5 dni |\n\nPrzy zamówieniach powyżej 300 sztuk udzielamy rabatu 12 %. Pranie ekspresowe kosztuje o połowę więcej.',
  'home.pl.md':
    '# Regulamin pracy zdalnej\n\nWniosek składa się przełożonemu najpóźniej 3 dni wcześniej. Dokumentów papierowych nie wolno wynosić poza biuro.',
  'leave.pt.md':
    '# Como pedir férias\n\n1. Entre no portal do colaborador.\n2. Marque as datas.\n3. Submeta o pedido.\n\nAs férias de agosto têm de ser pedidas até 31 de março.',
  'laptops.ko.md':
    '# 노트북 교체 신청 방법\n\n1. 포털에서 신청서를 작성합니다.\n2. 팀장의 승인을 받습니다.\n3. 새 노트북을 수령합니다.\n\n노트북은 구입한 지 4년이 지나야 교체할 수 있습니다. 분실한 경우에는 즉시 보안팀에 신고하세요.',
  'password.ja.md':
    '# パスワードの変更手順\n\n1. 社内ポータルにログインします。\n2. 「設定」を開きます。\n3. 新しいパスワードを保存します。\n\nパスワードは九十日ごとに変更が必要です。',
  'card.ar.md':
    '# خطوات تجديد بطاقة الموظف\n\n1. تعبئة نموذج التجديد من موقع الشركة.\n2. تسليم البطاقة القديمة.\n\nرسوم البطاقة المفقودة خمسون ريالاً.\n\nيُسمح بالتأخير عشر دقائق فقط.',
  'gym.es.md':
    '# Normas del gimnasio\n\nLas clases se reservan con dos días de antelación. Quien no acuda queda excluido durante una semana.',
};

describe("an office's documents in seven languages", () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
    for (const [name, text] of Object.entries(OFFICE)) await ada.ingest(name, text);
  });
  afterAll(() => server.close());

  const ask = async (question: string) => (await ada.data(AskDocument, { input: { question } })).ask.answer;

  it.each([
    ['Was kosten 50 Plakate?', '129,00'],
    ['Bekommen Stammkunden Rabatt?', '5 %'],
    ['Ile kosztuje pranie obrusa?', '8,00'],
    ['Jaki rabat dostanę przy dużym zamówieniu?', '12 %'],
    ['Kiedy trzeba złożyć wniosek?', '3 dni wcześniej'],
    ['Czy moge zabrac dokumenty papierowe do domu?', 'nie wolno'],
    ['COMO FAÇO PARA PEDIR FÉRIAS?', 'Entre no portal'],
    ['노트북 교체는 몇 년마다 가능합니까?', '4년'],
    ['노트북을 교체하려면 어떻게 해야 하나요?', '신청서'],
    ['パスワードを変えるにはどうすればいいですか？', 'ログイン'],
    ['كيف أجدد بطاقتي؟', 'نموذج'],
    ['كم دقيقة تأخير مسموح بها؟', 'عشر دقائق'],
    ['¿Con cuánta antelación se reserva una clase?', 'dos días'],
  ])('answers %s', async (question, words) => expect((await ask(question)).text).toContain(words));

  it.each([
    ['¿Cuántos días de vacaciones tengo?'],
    ['Kto napisał Pana Tadeusza?'],
    ['Wie hoch ist das Weihnachtsgeld?'],
  ])('refuses %s', async (question) => expect((await ask(question)).answered).toBe(false));
});

interface Handbook {
  readonly text: string;
  /** With words of the answer. */
  readonly questions: readonly (readonly [string, string])[];
  readonly unanswerable: readonly string[];
}
const handbooks: Record<string, Handbook> = JSON.parse(
  await readFile(new URL('../data/languages.json', import.meta.url), 'utf8'),
);

describe('handbooks in twelve more languages, in one organisation', () => {
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    server = await startTestServer();
    ada = await server.register();
    for (const [language, { text }] of Object.entries(handbooks)) await ada.ingest(language, text);
  });
  afterAll(() => server.close());

  it.each(
    Object.entries(handbooks).flatMap(([language, { questions }]) => questions.map((each) => [language, ...each])),
  )('answers in %s: %s', async (language, question, words) => {
    const { search } = await ada.data(SearchDocument, { query: question, topK: 1 });
    expect(search.passages[0]?.documentName).toBe(language);
    const { ask } = await ada.data(AskDocument, { input: { question } });
    expect(ask.answer.text).toContain(words);
  });

  it.each(
    Object.entries(handbooks).flatMap(([language, { unanswerable }]) => unanswerable.map((each) => [language, each])),
  )('refuses in %s: %s', async (_language, question) => {
    expect((await ada.data(SearchDocument, { query: question, topK: 1 })).search.answerable).toBe(false);
  });
});
