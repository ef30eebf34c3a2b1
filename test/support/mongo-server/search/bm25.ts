import { type Doc, valueAt } from '../values.ts';
import type { Clause } from './clause.ts';

const K1 = 1.2;
const B = 0.75;

/** Scores documents by BM25 as Lucene does, over all documents of an index. */
export interface Bm25 {
  /** With any of the terms. */
  scorer(path: string, analyzer: string, terms: readonly string[]): Clause;
}

/** A document never changes, so its terms are taken out once. */
const countsOf = new WeakMap<Doc, Map<string, Counts>>();

interface Counts {
  readonly byTerm: ReadonlyMap<string, number>;
  readonly length: number;
}

/** The scorer of one index's documents. */
export function createBm25(docs: ReadonlyMap<string, Doc>): Bm25 {
  return {
    scorer(path, analyzer, terms) {
      const unique = [...new Set(terms)];
      const holders = [...docs.values()].map((doc) => count(doc, path, analyzer)).filter(({ length }) => length > 0);
      const total = holders.reduce((sum, { length }) => sum + length, 0);
      const averageLength = total / Math.max(1, holders.length);
      const idf = new Map(
        unique.map((term) => {
          const frequency = holders.filter(({ byTerm }) => byTerm.has(term)).length;
          return [term, Math.log(1 + (holders.length - frequency + 0.5) / (frequency + 0.5))];
        }),
      );
      return (doc) => {
        const { byTerm, length } = count(doc, path, analyzer);
        const found = unique.filter((term) => byTerm.has(term));
        if (found.length === 0) return null;
        return found.reduce((sum, term) => {
          const times = byTerm.get(term) ?? 0;
          return sum + ((idf.get(term) ?? 0) * times) / (times + K1 * (1 - B + (B * length) / averageLength));
        }, 0);
      };
    },
  };
}

/** The terms of a text. */
export function analyze(text: string, analyzer: string): string[] {
  if (analyzer === 'lucene.keyword') return [text];
  if (analyzer === 'lucene.whitespace') return text.split(/\s+/).filter((term) => term.length > 0);
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

function count(doc: Doc, path: string, analyzer: string): Counts {
  const ofDoc = countsOf.get(doc) ?? new Map<string, Counts>();
  countsOf.set(doc, ofDoc);
  const key = `${analyzer}\0${path}`;
  const known = ofDoc.get(key);
  if (known) return known;
  const texts = [valueAt(doc, path)].flat().filter((part) => typeof part === 'string');
  const byTerm = new Map<string, number>();
  let length = 0;
  for (const term of texts.flatMap((text) => analyze(text, analyzer))) {
    byTerm.set(term, (byTerm.get(term) ?? 0) + 1);
    length += 1;
  }
  const counts = { byTerm, length };
  ofDoc.set(key, counts);
  return counts;
}
