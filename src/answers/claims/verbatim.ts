import type { CitedPassage, Verdict } from './judge.ts';
import type { ReadSentence } from './read-passage.ts';

/**
 * The sentences of a passage that a claim repeats word for word, from the beginning of the first to the end of the last;
 * null where it doesn't.
 */
export function findVerbatim(words: string, cited: readonly CitedPassage[]): Verdict['evidence'] | null {
  const claim = bareOf(words);
  if (claim === '') return null;
  for (const { marker, passage } of cited) {
    for (const at of passage.sentences.keys()) {
      const found = repeatedFrom(at, claim, passage.sentences);
      if (found) return found.map((sentence) => ({ marker, sentence }));
    }
  }
  return null;
}

function repeatedFrom(from: number, claim: string, sentences: readonly ReadSentence[]): ReadSentence[] | null {
  const repeated: ReadSentence[] = [];
  let text = '';
  for (const sentence of sentences.slice(from)) {
    repeated.push(sentence);
    text = text === '' ? oneLine(sentence.text) : `${text} ${oneLine(sentence.text)}`;
    const bare = bareOf(text);
    if (bare === claim) return repeated;
    if (!claim.startsWith(bare)) return null;
  }
  return null;
}

/** Without the marks that a sentence begins or ends with. */
function bareOf(text: string): string {
  return oneLine(text)
    .replace(/^(?:[-*+•–>|\s]|\d{1,3}[.)]\s)+/, '')
    .replace(/[\s.!?。！？…|*_]+$/u, '');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
