import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/answers/answer.ts';
import { lastTurns, leans, readWith, sourcesOf } from '../../src/answers/follow-ups.ts';
import { newId, type TenantId } from '../../src/ids.ts';
import { newPassage } from '../support/answer-fixtures.ts';

const TENANT = newId<TenantId>();

describe('a question that refers back', () => {
  it.each([
    'And in Peru?',
    'How often had he been a pro bowler?',
    'What was their castle called?',
    'Which court allowed that?',
    'How many people live there?',
    'Which colors?',
    'What came in place of the old helmet?',
    'Why is he often given priority?',
    'Und in Peru?',
    'Wie viele Menschen wohnen dort?',
    'Wann wurde es gebaut?',
    'Wer hat ihn entworfen?',
    'Gilt das auch für Praktikanten?',
    'Welche Farbe haben seine Türen?',
    '¿Y en Perú?',
    '¿Cuántas personas viven allí?',
    '¿Quién fue su primer director?',
    '¿Cuándo se inauguró?',
    'Et au Pérou ?',
    'Combien de personnes y habitent ?',
    'Quand a-t-elle été construite ?',
    'Qui était son premier directeur ?',
    'E in Perù?',
    'Quante persone ci vivono?',
    'E no Peru?',
    'Quem a dirigiu depois deles?',
    'Wanneer werd hij gebouwd?',
    'А в Перу?',
    'Когда его построили и кто за это заплатил?',
    '它是什么时候建成的？',
    'その博物館はいつ開館しましたか？',
    'では、インターンは？',
  ])('%s', (question) => {
    expect(leans(question)).toBe(true);
  });
});

describe('a question that can be understood by itself', () => {
  it.each([
    'How much of the Amazon rainforest lies in Peru?',
    'When Temüjin married, how old was he?',
    'Which field covers the study of the immune system?',
    'How many days of holiday does a new employee get?',
    'When did the General Pharmaceutical Council open its office?',
    'Wie viele Tage Urlaub bekommt ein neuer Mitarbeiter im Jahr?',
    'Wie viele Einwohner gibt es in der Stadt Warschau heute?',
    'Können Sie mir die Öffnungszeiten der Kantine in Hamburg nennen?',
    '¿Cuántos días de vacaciones recibe un empleado nuevo cada año?',
    '¿Qué parte de la selva amazónica se encuentra en el Perú?',
    'Combien de jours de congé un nouvel employé reçoit par an ?',
    'Quelle part de la forêt amazonienne est-ce que le Pérou possède ?',
    'Quanti giorni di ferie riceve un nuovo impiegato ogni anno?',
    'Сколько дней отпуска получает новый сотрудник каждый год?',
    '新员工每年有多少天带薪假期？',
    '新入社員の年次有給休暇は何日ありますか？',
    'Ile dni urlopu otrzymuje nowy pracownik w ciągu roku?',
  ])('%s', (question) => {
    expect(leans(question)).toBe(false);
  });
});

describe('what a question is read with', () => {
  const PERU = 'How much of the Amazon rainforest lies in Peru?';
  const TESLA = 'When did the inventor Nikola Tesla move to America?';

  it('is nothing where it can be understood by itself', () => {
    expect(readWith(TESLA, [PERU, 'And in Brazil?'])).toEqual([]);
  });

  it('is what was asked since the last question that could', () => {
    expect(readWith('And in Bolivia?', [TESLA, PERU, 'And in Brazil?'])).toEqual([PERU, 'And in Brazil?']);
  });

  it('is all there was where none could, and nothing at the beginning', () => {
    expect(readWith('And in Bolivia?', ['And in Brazil?'])).toEqual(['And in Brazil?']);
    expect(readWith('And in Bolivia?', [])).toEqual([]);
  });

  it('is the first and the newest of a long row', () => {
    const row = ['Brazil', 'Chile', 'Ecuador', 'Guyana', 'Suriname'].map((name) => `And in ${name}?`);
    expect(readWith('And in Bolivia?', [PERU, ...row])).toEqual([PERU, ...row.slice(-3)]);
  });
});

describe('what a model is told of a conversation', () => {
  it('is the last two turns, of which a refusal or what is withheld is but a question', () => {
    const turn = (question: string, text: string, answered = true): Turn => ({
      question,
      searchedFor: [],
      text,
      answered,
      passages: [newPassage(TENANT)],
      told: [],
    });
    const turns = [
      turn('One?', 'One. [1]'),
      turn('Two?', ''),
      turn('Three?', 'Three. [2]'),
      turn('Four?', 'No.', false),
    ];
    expect(lastTurns(turns)).toEqual([
      { question: 'Three?', answer: 'Three. [2]' },
      { question: 'Four?', answer: null },
    ]);
    expect(lastTurns(turns.slice(0, 2))).toEqual([
      { question: 'One?', answer: 'One. [1]' },
      { question: 'Two?', answer: null },
    ]);
    // A document behind what it is told of, and behind what that was told of: nothing else.
    const [first, second, third] = turns;
    const source = ({ passages: [passage] }: Turn) => passage && [passage.documentId, passage.access];
    const sources = (told: readonly Turn[]) => sourcesOf(told).map(({ documentId, access }) => [documentId, access]);
    if (!first || !second || !third) throw new TypeError('There are turns.');
    expect(sources(turns)).toEqual([source(third)]);
    const before = sourcesOf([first, second]);
    expect(sources([first, second])).toEqual([source(first)]);
    expect(sources([{ ...third, told: before }])).toEqual([source(third), source(first)]);
  });
});
