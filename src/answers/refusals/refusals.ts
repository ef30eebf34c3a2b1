import { sentencesOf } from '../../lib/sentences.ts';
import { arabic } from './arabic.ts';
import { ASIDE, SOURCES, TOPIC } from './asides.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import { finnishHungarianTurkish } from './finnish-hungarian-turkish.ts';
import { french } from './french.ts';
import { german } from './german.ts';
import { germanic } from './germanic.ts';
import { greek } from './greek.ts';
import { hebrew } from './hebrew.ts';
import { japanese } from './japanese.ts';
import { korean } from './korean.ts';
import { persianHindi } from './persian-hindi.ts';
import { romance } from './romance.ts';
import { russian } from './russian.ts';
import { slavic } from './slavic.ts';
import { spanish } from './spanish.ts';
import { thai } from './thai.ts';
import { vietnameseIndonesian } from './vietnamese-indonesian.ts';

/** In UTF-16 code units: what goes on for longer says something. */
const LONGEST_REFUSAL = 8_000;

/**
 * Whether an answer says that the documents don't hold what was asked, in whatever words, in the languages
 * beside this file: its first clause says so, apologies and the like aside, and none that says something else cites a passage.
 */
export function isRefusal(text: string): boolean {
  if (text.length > LONGEST_REFUSAL) return false;
  const clauses = clausesOf(text).filter((clause) => clause.refuses || !isAside(clause));
  return clauses[0]?.refuses === true && clauses.every(({ refuses, cites }) => refuses || !cites);
}

function isAside({ text, cites }: Clause): boolean {
  return ASIDE.test(text) || (!cites && TOPIC.test(text));
}

interface Clause {
  readonly text: string;
  readonly cites: boolean;
  readonly refuses: boolean;
}

const MARKERS = /\s*\[\d+\]/g;

function clausesOf(text: string): Clause[] {
  const clauses: string[] = [];
  for (const sentence of sentencesOf(plain(text).replace(SOURCES, ''))) {
    for (const clause of sentence.text.replace(SUBORDINATE, '').split(CLAUSES)) {
      // A marker behind the full stop belongs to what stands before it.
      if (/\p{L}/u.test(clause)) clauses.push(clause.trim());
      else if (clauses.length > 0) clauses.push(`${clauses.pop()} ${clause}`);
    }
  }
  return clauses.map((clause) => {
    const cites = clause.search(MARKERS) >= 0;
    const bare = clause.replace(MARKERS, '').trim();
    const refuses = PHRASES.some(({ always, uncited }) => always.test(bare) || (!cites && uncited.test(bare)));
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

const PHRASES = [
  english,
  german,
  spanish,
  french,
  chinese,
  japanese,
  arabic,
  thai,
  russian,
  romance,
  germanic,
  slavic,
  korean,
  finnishHungarianTurkish,
  greek,
  hebrew,
  persianHindi,
  vietnameseIndonesian,
].map((phrases) => ({
  always: new RegExp(phrases.always.join('|'), 'iu'),
  uncited: new RegExp(phrases.uncited.join('|') || '(?!)', 'iu'),
}));

/** "Although they are about leave, …", "If no date is given, …": what counts is said behind it. */
const SUBORDINATE =
  /^\s*(?:(?:although|though|even though|while|whereas|if|unless|obwohl|obgleich|während|auch wenn|wenn|falls|sofern|aunque|si bien|mientras que|si|bien que|même si|alors que|хотя|если|اذا|رغم|على الرغم|بينما)(?!\p{L})|虽然|雖然|尽管|儘管|如果|若|แม้|หาก|ถ้า|もし)[^,،，、]*(?:[,،，、]|$)|^[^,、]*(?:場合|ならば?)(?:は)?、?/iu;

/** Where a clause ends in which something else may be said. */
const CLAUSES =
  /;\s+|(?:[,;:–—]|\s)\s*(?=(?:but|however|although|though|nevertheless|aber|jedoch|allerdings|doch|pero|sin embargo|aunque|mais|cependant|toutefois|но|однако|لكن|ولكن|แต่)(?!\p{L}))|[，,、；;]\s*(?=但|不过|不過|然而|しかし|ただ)|(?<=[。！？])/iu;
