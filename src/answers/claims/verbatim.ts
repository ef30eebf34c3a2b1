import type { Verdict } from './judge.ts';
import { type CitedPassage, lineOf, type PassageSentence } from './read-passage.ts';

/**
 * The sentences of a passage that a claim repeats word for word, from the beginning of the first to the end of the last;
 * null where it doesn't.
 */
export function findVerbatim(words: string, cited: readonly CitedPassage[]): Verdict['evidence'] | null {
  const claim = withoutEnd(lineOf(words));
  if (claim === '') return null;
  for (const { marker, passage } of cited) {
    for (const [at, { line }] of passage.sentences.entries()) {
      if (line[0] !== claim[0]) continue;
      const found = repeatedFrom(at, claim, passage.sentences);
      if (found) return found.map((sentence) => ({ marker, sentence }));
    }
  }
  return null;
}

function repeatedFrom(from: number, claim: string, sentences: readonly PassageSentence[]): PassageSentence[] | null {
  const repeated: PassageSentence[] = [];
  let text = '';
  for (const sentence of sentences.slice(from)) {
    repeated.push(sentence);
    text = text === '' ? sentence.line : `${text} ${sentence.line}`;
    const bare = withoutEnd(text);
    if (bare === claim) return repeated;
    if (!claim.startsWith(bare)) return null;
  }
  return null;
}

function withoutEnd(line: string): string {
  return line.replace(/[\s.!?。！？…|*_]+$/u, '');
}
