import type { Support } from '../../store/answers.ts';
import { isCrossed } from './crossed.ts';
import { areExchanged } from './exchanged.ts';
import { isNarrowed } from './excluding.ts';
import { type Figure, fits } from './figures.ts';
import { isDenied } from './negations.ts';
import { areOpposed } from './opposites.ts';
import type { CitedPassage, PassageSentence, ReadSentence } from './read-passage.ts';
import { isReplaced } from './replaced.ts';
import type { Statement } from './statement.ts';
import { type Unit, unitsOf } from './units.ts';

/** How far passages say what a claim says. */
export interface Verdict {
  readonly support: Exclude<Support, 'UNCITED'>;
  /** The share of the claim's terms and figures that the evidence holds, names and figures counted twice. */
  readonly coverage: number;
  readonly evidence: readonly { readonly marker: number; readonly sentence: PassageSentence }[];
}

/** The least coverage of a claim that is supported, or partly so. */
const SUPPORTED = 0.6;
const PARTLY = 0.4;

/** What a further sentence has to add to be evidence. */
const ADDS = 0.12;
const MOST_EVIDENCE = 3;

/** A name that so many of a passage's sentences hold is what it is about, and the others mean it too. */
const TOPIC = 1 / 3;

/**
 * Judges a claim by the passages that it cites, without any model: what of its words they hold in a sentence or more, and
 * whether its numbers, names, negations and words with opposites fit these.
 *
 * @param isForeign whether it is in another language than they are, so that only its figures can be wrong
 * @param isStrict whether it may not repeat a sentence with another word in the place of one
 */
export function judge(
  claim: Statement,
  cited: readonly CitedPassage[],
  { isForeign = false, isStrict = true } = {},
): Verdict {
  const units = unitsOf(claim, cited);
  const total = weigh(units);
  const candidates = cited.flatMap(({ marker, passage }) =>
    passage.statements.map((sentence): Candidate => {
      const held = new Set(units.filter((unit) => unit.isIn(sentence) || unit.isIn(passage.context)));
      return { marker, sentence, held };
    }),
  );
  const evidence = chooseEvidence(candidates, total);
  const covered = new Set(evidence.flatMap(({ held }) => [...held]));
  const coverage = total === 0 ? 0 : weigh(covered) / total;
  return { support: supportOf(), coverage, evidence };

  function supportOf(): Verdict['support'] {
    const [best] = evidence;
    const unsaid = units.filter((unit) => !candidates.some(({ held }) => held.has(unit)));
    if (unsaid.some(({ isFirm }) => isFirm)) return 'UNSUPPORTED';
    if (isForeign && coverage < SUPPORTED) return 'PARTLY';
    if (!best || coverage < PARTLY) return 'UNSUPPORTED';
    const said = evidence.map(({ sentence }) => sentence);
    const isNamed = (term: string) => units.some((unit) => unit.term === term && unit.kind === 'name');
    const differs =
      unsaid.some(({ kind }) => kind === 'name') ||
      areParted(units, evidence) ||
      isTurned(units, evidence) ||
      isMisplaced(units, candidates, best) ||
      isDenied(claim, said) ||
      isNarrowed(claim, said) ||
      areOpposed(claim.text, best.sentence.text) ||
      (isStrict && isReplaced(claim, best.sentence)) ||
      areExchanged(claim, best.sentence, isNamed) ||
      isCrossed(claim, units, best.sentence);
    return differs || coverage < SUPPORTED ? 'PARTLY' : 'SUPPORTED';
  }
}

interface Candidate {
  readonly marker: number;
  readonly sentence: ReadSentence;
  readonly held: ReadonlySet<Unit>;
}

/** The sentence that holds most, and those that add something. */
function chooseEvidence(candidates: readonly Candidate[], total: number): Candidate[] {
  const chosen: Candidate[] = [];
  const covered = new Set<Unit>();
  while (chosen.length < MOST_EVIDENCE) {
    let best: Candidate | null = null;
    let most = chosen.length === 0 ? 0 : ADDS * total;
    for (const candidate of candidates) {
      const gain = weigh([...candidate.held].filter((unit) => !covered.has(unit)));
      if (gain > most) [best, most] = [candidate, gain];
    }
    if (!best) break;
    chosen.push(best);
    for (const unit of best.held) covered.add(unit);
  }
  return chosen;
}

/** Whether a month of the claim stands without its year, or its day, or with another one. */
function areParted(units: readonly Unit[], evidence: readonly Candidate[]): boolean {
  const figures = units.flatMap(({ figure }) => figure ?? []);
  const said = evidence.map(({ sentence }) => sentence.figures);
  return figures.some((figure, at) => {
    const next = figures[at + 1];
    if (!next || !isDate(figure, next)) return false;
    return !said.some((others) => {
      const first = others.findIndex((other) => fits(figure, other));
      return first >= 0 && others.some((other) => fits(next, other)) && !isOtherDate(figure, next, others);
    });
  });
}

/** A month and its day or year. */
function isDate(one: Figure, next: Figure): boolean {
  return next.start - one.end <= 2 && (one.kind === 'month') !== (next.kind === 'month');
}

/** Whether where the one stands, it is only beside others of the next one's kind. */
function isOtherDate(one: Figure, next: Figure, said: readonly Figure[]): boolean {
  const beside = said.flatMap((figure, at) => {
    if (!fits(one, figure)) return [];
    return [said[at - 1], said[at + 1]].filter(
      (other) => other?.kind === next.kind && (isDate(figure, other) || isDate(other, figure)),
    );
  });
  return beside.length > 0 && !beside.some((other) => other && fits(next, other));
}

/** Whether a figure of the claim is another limit or end in all that is said: "at least" for "up to", "from" for "to". */
function isTurned(units: readonly Unit[], evidence: readonly Candidate[]): boolean {
  const said = evidence.flatMap(({ sentence }) => sentence.figures);
  return units.some(({ figure }) => {
    const same = figure ? said.filter((other) => fits(figure, other)) : [];
    const differs = (key: 'limit' | 'role') =>
      figure?.[key] && same.every((other) => other[key] !== null && other[key] !== figure[key]);
    return same.length > 0 && (differs('limit') || differs('role'));
  });
}

/** Whether a figure or name stands elsewhere than what is said of it, where others of its kind stand. */
function isMisplaced(units: readonly Unit[], candidates: readonly Candidate[], best: Candidate): boolean {
  const plain = ({ held }: Candidate) => [...held].filter(({ kind }) => kind === 'term').length;
  const core = candidates.reduce((one, other) => (plain(other) > plain(one) ? other : one), best);
  return units.some((unit) => {
    if (core.held.has(unit)) return false;
    if (unit.figure) {
      const { kind } = unit.figure;
      const isOther = (said: (typeof core.sentence.figures)[number]) =>
        said.kind === kind && !units.some(({ figure }) => figure && fits(figure, said));
      return unit.isFirm && core.sentence.figures.some(isOther);
    }
    const holding = candidates.filter(({ held }) => held.has(unit)).length;
    if (unit.kind === 'term' || holding > TOPIC * candidates.length) return false;
    return [...core.sentence.terms].some(([term, isName]) => isName && !units.some((other) => other.term === term));
  });
}

function weigh(units: Iterable<Unit>): number {
  let total = 0;
  for (const { weight } of units) total += weight;
  return total;
}
