import { sentencesOf } from '../lib/sentences.ts';
import { APOLOGY, CLAUSES, REFUSAL_PHRASES } from './refusal-phrases.ts';

/**
 * Whether an answer says that the documents don't hold what was asked, in whatever words, in the languages of
 * `refusal-phrases.ts`: its first clause says so, apologies aside, and none that says something else cites a passage.
 */
export function isRefusal(text: string): boolean {
  const clauses = clausesOf(text).filter(({ text, refuses }) => refuses || !APOLOGY.test(text));
  return clauses[0]?.refuses === true && clauses.every(({ refuses, cites }) => refuses || !cites);
}

interface Clause {
  readonly text: string;
  readonly cites: boolean;
  readonly refuses: boolean;
}

const MARKERS = /\s*\[\d+\]/g;

function clausesOf(text: string): Clause[] {
  const clauses: string[] = [];
  for (const sentence of sentencesOf(plain(text))) {
    for (const clause of sentence.text.split(CLAUSES)) {
      // A marker behind the full stop belongs to what stands before it.
      if (/\p{L}/u.test(clause)) clauses.push(clause.trim());
      else if (clauses.length > 0) clauses.push(`${clauses.pop()} ${clause}`);
    }
  }
  return clauses.map((clause) => {
    const cites = clause.search(MARKERS) >= 0;
    const bare = clause.replace(MARKERS, '').trim();
    const refuses = REFUSAL_PHRASES.some(({ always, uncited }) =>
      [...always, ...(cites ? [] : uncited)].some((phrase) => phrase.test(bare)),
    );
    return { text: bare, cites, refuses };
  });
}

/** Without emphasis, quotation marks, vowel signs and the like, which say nothing. */
function plain(text: string): string {
  return text
    .replace(/[’ʼ]/g, "'")
    .replace(/[*_"“”„«»`#>「」『』]+/g, '')
    .replace(/[أإآ]/g, 'ا')
    .replace(/[\u064b-\u0652\u0640]/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
}
