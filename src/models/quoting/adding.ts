import { rarities } from '../../lib/coverage.ts';
import type { Asked } from './asked.ts';
import type { ScoredUnit } from './choosing.ts';

/** How far behind the best a unit may be that is as likely the answer. */
const AS_LIKELY = 0.04;
/** How much further, for each share of the question that it holds and those before it lack. */
const NEW_WORDS = 0.3;
/** How much further where it stands directly behind the best: what is said of a thing follows its name. */
const FOLLOWS = 0.05;
/** How much further where it alone holds a number or a time, and such is asked for. */
const NEW_KIND = 0.045;

/** How far behind the best a unit may be where the question asks for several things, and it holds one that they lack. */
const OF_SEVERAL = 0.3;
/** The least share of the question that counts as one of several things. */
const ONE_OF_SEVERAL = 0.12;

/**
 * The best unit, and what belongs to the answer besides. Of its own passage one more, if it may be the answer as well as the
 * best, the more so the more it holds of the question that the best lacks; where the question asks for several things two
 * more, of any passage, each for what it adds.
 *
 * @param units with scores, the best first
 */
export function chooseUnits(
  units: readonly ScoredUnit[],
  { forSeveral, wordCount }: Pick<Asked, 'forSeveral' | 'wordCount'>,
): ScoredUnit[] {
  const [best] = units;
  if (!best) return [];
  const weights = rarities(
    units.map(({ held }) => held),
    { termCount: wordCount },
  );
  const chosen = [best];
  while (chosen.length < (forSeveral ? 3 : 2)) {
    const known = new Set(chosen.flatMap(({ held }) => held));
    const addedBy = ({ held }: ScoredUnit) =>
      held.reduce((sum, word) => sum + (known.has(word) ? 0 : (weights[word] ?? 0)), 0);
    const margins = units.map((unit) => {
      if (chosen.some(({ words }) => words.includes(unit.words) || unit.words.includes(words))) return -1;
      const behind = best.score - unit.score;
      const added = addedBy(unit);
      if (forSeveral && added >= ONE_OF_SEVERAL) return OF_SEVERAL - behind;
      if (chosen.length > 1 || best.isBlock || unit.isBlock || unit.number !== best.number) return -1;
      const follows = unit.place === best.place + 1;
      const isNewKind = unit.holdsKind && !best.holdsKind;
      return AS_LIKELY + NEW_WORDS * added + (follows ? FOLLOWS : 0) + (isNewKind ? NEW_KIND : 0) - behind;
    });
    const most = Math.max(...margins);
    const next = units[margins.indexOf(most)];
    if (most < 0 || !next) break;
    chosen.push(next);
  }
  return chosen;
}
