import { describe, expect, it } from 'vitest';
import { namesOf } from '../../src/search/names.ts';
import { type AskedQuestion, type Candidate, score } from '../../src/search/relevance.ts';

/** A vector with this cosine to the question's. */
const at = (cosine: number) => Float32Array.of(cosine, Math.sqrt(1 - cosine ** 2));
const ask = (terms: string[], names: string[] = []): AskedQuestion => ({ terms, names, vector: at(1) });
const candidate = (cosine: number, terms: string[], document: Partial<Candidate> = {}): Candidate => ({
  documentId: 'a',
  documentName: 'notes.txt',
  terms,
  vector: at(cosine),
  ...document,
});
const relevance = (question: AskedQuestion, ...candidates: Candidate[]) =>
  score(question, candidates, { threshold: 0.42 }).relevance.map((value) => Math.round(value * 1_000) / 1_000);
const isAnswerable = (question: AskedQuestion, ...candidates: Candidate[]) =>
  score(question, candidates, { threshold: 0.42 }).answerable;

const EIGHT = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

describe('relevance', () => {
  it('is half meaning, half the square of the share of terms', () => {
    const question = ask(['annual', 'leave']);
    const [all, half, none] = relevance(
      question,
      candidate(0.6, ['annual', 'leave', 'annual']),
      candidate(0.6, ['annual']),
      candidate(0.6, ['else']),
    );
    expect(all).toBe(0.8);
    expect(none).toBe(0.3);
    expect(half).toBeGreaterThan(0.3);
    expect(half).toBeLessThan(0.5);
  });

  it('weighs a rare term more than a common one', () => {
    const question = ask(['common', 'rare']);
    const common = Array.from({ length: 20 }, () => candidate(0.5, ['common']));
    const found = relevance(question, candidate(0.5, ['rare']), ...common);
    expect(found[0]).toBeGreaterThan((found[1] ?? 1) + 0.1);
  });

  it('knows meaning alone when a question has no terms', () => {
    expect(relevance(ask([]), candidate(0.5, ['a']))).toEqual([0.25]);
  });

  it('stays between 0 and 1', () => {
    expect(relevance(ask(['a']), candidate(-0.9, []), candidate(1, ['a']))).toEqual([0, 1]);
  });
});

describe('answerable', () => {
  it('asks for one passage that is close enough', () => {
    expect(isAnswerable(ask(EIGHT))).toBe(false);
    expect(isAnswerable(ask(EIGHT), candidate(0.3, []), candidate(0.4, []))).toBe(false);
    expect(isAnswerable(ask(EIGHT), candidate(0.3, []), candidate(0.42, []))).toBe(true);
  });

  it('takes words in common for closeness', () => {
    expect(isAnswerable(ask(EIGHT), candidate(0.3, EIGHT))).toBe(true);
    expect(isAnswerable(ask(EIGHT), candidate(0.3, EIGHT.slice(0, 4)))).toBe(false);
  });

  it('asks less of a short question', () => {
    expect(isAnswerable(ask(['a', 'b', 'c']), candidate(0.3, []))).toBe(true);
    expect(isAnswerable(ask(EIGHT), candidate(0.3, []))).toBe(false);
  });

  it('asks more of a question with a name that the document does not hold', () => {
    const question = ask(['salari', 'ada'], ['ada']);
    expect(isAnswerable(question, candidate(0.45, ['bob']))).toBe(false);
    expect(isAnswerable(question, candidate(0.45, ['ada']))).toBe(true);
  });

  it('looks for a name in the document’s other passages and in its own name', () => {
    const question = ask(['salari', 'ada'], ['ada']);
    const other = { documentId: 'b' };
    expect(isAnswerable(question, candidate(0.45, []), candidate(0.1, ['ada']))).toBe(true);
    expect(isAnswerable(question, candidate(0.45, []), candidate(0.1, ['ada'], other))).toBe(false);
    expect(isAnswerable(question, candidate(0.45, [], { documentName: 'Ada’s contract.txt' }))).toBe(true);
  });

  it('refuses nothing with a threshold of 0', () => {
    const answerable = (candidates: Candidate[]) => score(ask(EIGHT, ['a']), candidates, { threshold: 0 }).answerable;
    expect(answerable([candidate(-0.5, [])])).toBe(true);
    expect(answerable([])).toBe(false);
  });
});

describe('namesOf', () => {
  it.each<[question: string, names: string[]]>([
    ['When did Ada Lovelace die?', ['ada', 'lovelac']],
    ['What was sold in 2019, and how many of the 12?', ['2019', '12']],
    ['Where does the US stand?', []],
    ['How much vacation do I get?', []],
    ['It broke. Who pays?', []],
    ['How long may I keep a DVD?', ['dvd']],
    ['What Is The Policy On Vacation?', []],
    ['WHAT IS THE POLICY OF 2024?', ['2024']],
    ['who was ada lovelace', []],
    ['', []],
  ])('finds in “%s” %j', (question, names) => {
    expect(namesOf(question)).toEqual(names);
  });
});
