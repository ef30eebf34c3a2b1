import { termsOf } from '../../lib/terms.ts';
import { isEastAsian } from '../../lib/text/grams.ts';
import type { Language } from '../../lib/text/stop-words.ts';
import { clausesOf as cutClauses } from './clauses.ts';
import type { Statement } from './statement.ts';

/** Whether a claim denies what its evidence says, or says what that denies. */
export function isDenied(claim: Statement, evidence: readonly Statement[]): boolean {
  const negated = (clauses: readonly Clause[]) => clauses.reduce((total, { negations }) => total + negations, 0);
  const sharedWith = (others: readonly string[]) => others.filter((term) => claim.terms.has(term)).length;
  const claimed = negated(clausesOf(claim));
  let said = 0;
  for (const sentence of evidence) {
    const clauses = clausesOf(sentence);
    const negations = negated(clauses);
    const most = Math.max(claim.terms.size, sentence.terms.size);
    if (sharedWith([...sentence.terms.keys()]) >= ALIKE * most) {
      if (claimed !== negations) return true;
    } else if (claimed === 0) {
      for (const { text, negations } of clauses) {
        if (negations === 0) continue;
        const terms = [...new Set(termsOf(text, sentence.language))];
        const shared = sharedWith(terms);
        if (shared > 0 && shared >= Math.min(claim.terms.size, terms.length) / 2) return true;
      }
    }
    said += negations;
  }
  return claimed > said || deniesElsewhere(claim, evidence);
}

/** Whether the clause that comes closest to what is denied is not the one that denies. */
function deniesElsewhere(claim: Statement, evidence: readonly Statement[]): boolean {
  const said = evidence.flatMap((sentence) =>
    clausesOf(sentence).map(({ text, negations }) => ({ negations, terms: new Set(termsOf(text, sentence.language)) })),
  );
  return clausesOf(claim).some(({ text, negations }) => {
    if (negations === 0) return false;
    const terms = [...new Set(termsOf(text, claim.language))].filter((term) => claim.terms.has(term));
    const shared = said.map((clause) => terms.filter((term) => clause.terms.has(term)).length);
    const most = Math.max(...shared);
    return most > terms.length / 2 && !said.some((clause, at) => clause.negations > 0 && shared[at] === most);
  });
}

/** Whether a sentence denies anything. */
export function denies(sentence: Statement): boolean {
  return clausesOf(sentence).some(({ negations }) => negations > 0);
}

/** A part of a sentence between commas and conjunctions, and how many words deny it. */
interface Clause {
  readonly text: string;
  readonly negations: number;
}

function clausesOf({ text, language }: Statement): Clause[] {
  const negation = isEastAsian(text) ? UNSPACED : (NEGATIONS[language] ?? ENGLISH);
  return cutClauses(text.replace(NO_NEGATIONS, ' ')).map(({ text: clause }) => ({
    text: clause,
    negations: clause.match(negation)?.length ?? 0,
  }));
}

/** Nearly the same sentence has as many negations. */
const ALIKE = 0.9;

/** They say that something is so. */
const NO_NEGATIONS =
  /\b(?:not (?:only|just|merely|least)|no (?:fewer|less|later|sooner) than|nothing but|no doubt|without doubt|nicht nur|non seulement|no s[oó]lo)\b/giu;

function words(list: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{M}])(?:${list.replaceAll(' ', '|')})(?![\\p{L}\\p{M}])`, 'giu');
}

const ENGLISH = words(
  "not cannot \\p{L}+n['’]t no never none nobody nothing nowhere neither nor without unable hardly barely lack lacks lacked lacking fail fails failed",
);

const NEGATIONS: Partial<Readonly<Record<Language, RegExp>>> = {
  de: words('nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder kaum'),
  fr: words("ne n['’]\\p{L}+ pas jamais aucun aucune sans ni rien personne guère"),
  es: words('no nunca jamás ningún ninguno ninguna sin ni nada nadie tampoco'),
  it: words('non mai nessun nessuno nessuna senza né niente'),
  pt: words('não nunca jamais nenhum nenhuma sem nem nada'),
  nl: words('niet geen nooit zonder niemand niets'),
  ru: words('не нет ни никогда без'),
};

const UNSPACED = /[不没沒無无未]|ない|ません|ず(?=に|、|。)/gu;
