/** A number for each term, so that an index holds numbers instead of words. */
export interface TermIds {
  /** The numbers of terms that are joined by spaces, each once, with how often it is there; new terms get new ones. */
  number(terms: string): ReadonlyMap<number, number>;
  /** The number of a term, or null for one that no chunk holds. */
  find(term: string): number | null;
  /** The terms at whose numbers there is more than 0. */
  among(held: Uint8Array): Iterable<string>;
  /** All numbers are below. */
  readonly count: number;
  readonly bytes: number;
}

/** What an entry of the map takes beside its letters, about. */
const ENTRY_BYTES = 64;

/** Makes one that knows no term yet. */
export function createTermIds(): TermIds {
  const numbers = new Map<string, number>();
  let letters = 0;

  const numberOf = (term: string): number => {
    const known = numbers.get(term);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(term, number);
    letters += term.length;
    return number;
  };

  return {
    number: (terms) => {
      const counts = new Map<number, number>();
      for (const term of terms === '' ? [] : terms.split(' ')) {
        const number = numberOf(term);
        counts.set(number, (counts.get(number) ?? 0) + 1);
      }
      return counts;
    },
    find: (term) => numbers.get(term) ?? null,
    among: function* (held) {
      for (const [term, number] of numbers) if (held[number]) yield term;
    },
    get count() {
      return numbers.size;
    },
    get bytes() {
      return numbers.size * ENTRY_BYTES + letters;
    },
  };
}
