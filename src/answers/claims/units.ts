import { type Figure, fits } from './figures.ts';
import type { CitedPassage } from './read-passage.ts';
import { firstTermOf, type Statement } from './statement.ts';

/** A word or figure of a claim, which passages hold or not. */
export interface Unit {
  readonly kind: 'term' | 'name' | 'figure';
  /** Names and figures count twice. */
  readonly weight: number;
  /** Whether a claim that no passage holds it of is wrong: numbers, and codes such as "EC100". */
  readonly isFirm: boolean;
  readonly term: string | null;
  readonly figure: Figure | null;
  isIn(statement: Statement): boolean;
}

/** The words and figures of a claim. A word at its beginning is a name if it is one in a passage. */
export function unitsOf(claim: Statement, cited: readonly CitedPassage[]): Unit[] {
  const isNamed = (term: string) =>
    cited.some(({ passage }) => passage.statements.some(({ terms }) => terms.get(term) === true));
  const first = firstTermOf(claim);
  const words = Array.from(claim.terms, ([term, inside]): Unit => {
    const isName = inside || (term === first && isNamed(term));
    return {
      kind: isName ? 'name' : 'term',
      weight: isName ? 2 : 1,
      isFirm: /\p{N}/u.test(term),
      term,
      figure: null,
      isIn: ({ terms }) => holds(terms, term),
    };
  });
  const figures = claim.figures.map(
    (figure): Unit => ({
      kind: 'figure',
      weight: figure.isFirm ? 2 : 1,
      isFirm: figure.isFirm,
      term: null,
      figure,
      isIn: ({ figures }) => figures.some((other) => fits(figure, other)),
    }),
  );
  return [...words, ...figures];
}

/** Whether a term is among others, in another form too: "difficult" and "difficulty". */
function holds(terms: ReadonlyMap<string, boolean>, term: string): boolean {
  if (terms.has(term)) return true;
  if (term.length < SHORTEST || /\p{N}/u.test(term)) return false;
  const beginning = term.slice(0, Math.max(SHORTEST, Math.ceil(term.length * 0.7)));
  for (const other of terms.keys()) {
    if (other.startsWith(beginning) && other.length - beginning.length <= 3) return true;
  }
  return false;
}

/** Shorter words have too many neighbours. */
const SHORTEST = 5;
