import { describe, expect, it } from 'vitest';
import { type DocumentId, newId } from '../../../src/ids.ts';
import { type ComparedPassage, createDuplicateFinder } from '../../../src/store/ranking/near-duplicates.ts';

const CLAUSE =
  'Neither party shows what it learns of the other to anybody else, nor uses it for anything but this agreement, ' +
  'for five years after the agreement has ended, unless a court asks for it or it was known before.';

const passage = (text: string, rest: Partial<ComparedPassage> = {}): ComparedPassage => ({
  documentId: newId<DocumentId>(),
  text,
  sentences: null,
  terms: [],
  ...rest,
});

/** Of each passage, whether it is taken for one of those before it. */
function judge(...passages: ComparedPassage[]): boolean[] {
  return passages.map(createDuplicateFinder());
}

describe('passages that add nothing to a better one', () => {
  it('are those of the same words, whatever their case and punctuation', () => {
    expect(judge(passage(CLAUSE), passage(`“${CLAUSE.toUpperCase()}”`))).toEqual([false, true]);
  });

  it('are those that differ in a few words', () => {
    expect(judge(passage(CLAUSE), passage(CLAUSE.replace('anybody', 'anyone')))).toEqual([false, true]);
  });

  it('are not those with other numbers', () => {
    const fee = (amount: number) => passage(`${CLAUSE} Whoever breaks this pays ${amount} euros.`);
    expect(judge(fee(1000), fee(2000), fee(1000))).toEqual([false, false, true]);
  });

  it('are not those with a term of the question that the better one lacks', () => {
    const [better, worse] = [passage(CLAUSE, { terms: [0, 2] }), passage(CLAUSE, { terms: [1, 2] })];
    expect(judge(better, worse, passage(CLAUSE, { terms: [2] }))).toEqual([false, false, true]);
  });

  it('are not those that share half of their words', () => {
    expect(
      judge(passage(CLAUSE), passage(`${CLAUSE.slice(0, 100)} but tells its own people all that they need.`)),
    ).toEqual([false, false]);
  });

  describe('whose nearest sentence to the question is the same', () => {
    const shared = 'Neither party shows the other’s secrets to anybody else.';
    const around = (before: string, rest: Partial<ComparedPassage> = {}) => {
      const sentences = [
        { start: 0, end: before.length, cosine: 0.1 },
        { start: before.length + 1, end: before.length + 1 + shared.length, cosine: 0.7 },
      ];
      return passage(`${before} ${shared}`, { sentences, ...rest });
    };

    it('are passed over in other documents', () => {
      const passages = [
        around('The boat has two masts and a small cabin.'),
        around('Bread is baked before the sun is up.'),
      ];
      expect(judge(...passages)).toEqual([false, true]);
    });

    it('are kept in the same document, where a chunk begins with the last sentence of the one before', () => {
      const documentId = newId<DocumentId>();
      const passages = [
        around('The boat has two masts and a small cabin.', { documentId }),
        around('Bread is baked before the sun is up.', { documentId }),
      ];
      expect(judge(...passages)).toEqual([false, false]);
    });
  });
});
