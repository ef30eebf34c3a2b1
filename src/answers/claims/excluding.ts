import { denies } from './negations.ts';
import type { Statement } from './statement.ts';

/** Whether a claim says "only" where its evidence excludes nothing. */
export function isNarrowed(claim: Statement, evidence: readonly Statement[]): boolean {
  return isExclusive(claim) && !evidence.some((said) => ONLY.test(said.text) || EXCEPT.test(said.text) || denies(said));
}

/** "Only 308 points" says that they are few. */
function isExclusive({ text, figures }: Statement): boolean {
  const { 0: only = '', index } = ONLY.exec(text) ?? {};
  if (index === undefined) return false;
  const next = index + only.length;
  return !figures.some(({ start }) => start >= next && !/\p{L}/u.test(text.slice(next, start)));
}

const ONLY =
  /(?<!(?:not|nicht|non|no|ne)\s)(?<!\p{L})(?:only|solely|exclusively|nur|ausschließlich|seulement|uniquement|exclusivement|s[oó]lo|solamente|únicamente|exclusivamente|soltanto|alleen)(?!\p{L})/iu;
const EXCEPT =
  /(?<!\p{L})(?:except|unless|until|other than|apart from|alone|sole|außer|ausgenommen|bis|allein|einzige[nrs]?|sauf|excepté|seule?|excepto|salvo)(?!\p{L})/iu;
