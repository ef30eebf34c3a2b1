import { rarities } from '../../lib/coverage.ts';
import type { Asked } from './asked.ts';
import { goesOn, type ScoredUnit } from './choosing.ts';

/** How far behind the best a unit of its section may be that is as likely the answer. */
const AS_LIKELY = 0.032;
/** How much further where it stands directly behind the best: what is said of a thing follows its name. */
const FOLLOWS = 0.03;
/** How much further for all of the question, if it holds that and the best nothing. */
const NEW_WORDS = 0.3;
/** How much further where it alone holds a number or a time, and such is asked for. */
const NEW_KIND = 0.1;

/** How much further where it stands directly before the best, and a reason is asked for. */
const REASON = 0.3;

/** How far behind a sentence the list of its section may be that is asked for. */
const LIST = 0.2;

/** How far behind the best a unit may be that holds another of several things. */
const ANOTHER = 0.3;
/** The least share of a question that is one of several things. */
const LEAST_PART = 0.12;

/**
 * The best unit, and what belongs to the answer besides. Of its own passage one more that may be the answer as well as the
 * best: the more it holds of the question that the best lacks, the further behind it may be. Where the question asks for
 * several things two more, of any passage, each for what the others lack.
 *
 * @param units with scores, the best first
 */
export function chooseUnits(
  units: readonly ScoredUnit[],
  { forSeveral, forReason, wordCount, shares }: Pick<Asked, 'forSeveral' | 'forReason' | 'wordCount' | 'shares'>,
): ScoredUnit[] {
  const [best] = units;
  if (!best) return [];
  const weights = rarities(
    units.map(({ held }) => held),
    { termCount: wordCount, weighed: shares },
  );
  const chosen = [best];
  while (chosen.length < (forSeveral ? 3 : 2)) {
    const known = new Set(chosen.flatMap(({ held }) => held));
    const margins = units.map((unit) => {
      if (chosen.some(({ words }) => words.includes(unit.words) || unit.words.includes(words))) return -1;
      const adding = unit.held.filter((word) => !known.has(word) && shares[word] === 1);
      const added = adding.reduce((sum, word) => sum + (weights[word] ?? 0), 0);
      const behind = best.score - unit.score;
      if (forSeveral && added >= LEAST_PART && unit.relevance >= best.relevance / 2) return ANOTHER - behind;
      return chosen.length === 1 ? allowance(unit, best, { added, forReason }) - behind : -1;
    });
    const most = Math.max(...margins);
    const next = units[margins.indexOf(most)];
    if (most < 0 || !next) break;
    chosen.push(next);
  }
  return chosen;
}

/** How far behind the best a unit may be, from what it adds to it. */
function allowance(
  unit: ScoredUnit,
  best: ScoredUnit,
  { added, forReason }: { added: number; forReason: boolean },
): number {
  if (best.isBlock || unit.number !== best.number) return -1;
  if (unit.isListAskedFor && unit.headings.at(-1) === best.headings.at(-1)) return LIST;
  if (unit.isBlock) return -1;
  const beside = goesOn(unit, best) ? AS_LIKELY + (unit.place === best.place + 1 ? FOLLOWS : 0) : 0;
  const reason = forReason && goesOn(best, unit) && unit.place === best.place - 1 ? REASON : 0;
  return beside + reason + NEW_WORDS * added + (unit.holdsKind && !best.holdsKind ? NEW_KIND : 0);
}
