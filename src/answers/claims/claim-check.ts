import { languageOf } from '../../lib/text/language.ts';
import type { Language } from '../../lib/text/stop-words.ts';
import { createTimeSlice } from '../../lib/time-slice.ts';
import type { Claim, Evidence } from '../../store/answers.ts';
import { cutClaims } from './cut-claims.ts';
import { judge, type Verdict } from './judge.ts';
import { type CitedPassage, type ClaimPassage, isForeign, type ReadPassage, readPassage } from './read-passage.ts';
import { readStatement } from './statement.ts';
import { findVerbatim } from './verbatim.ts';

/** Checks what an answer says against the passages that it was written from; markers are their numbers from 1. */
export interface ClaimCheck {
  /** Each sentence of an answer, checked against the passages that it cites. */
  check(text: string): Claim[];
  /** The same in slices that let the event loop turn: a long answer has thousands of sentences. */
  checkInTurns(text: string, options: { signal: AbortSignal }): Promise<Claim[]>;
  /** The marker of the passage that supports a finished sentence which cites none; null where none does. */
  supporting(sentence: string): number | null;
}

/** Each passage is read once, when it is first needed. */
export function createClaimCheck(passages: readonly ClaimPassage[]): ClaimCheck {
  const texts = passages.map(({ text }) => text);
  const read = new Map<number, ReadPassage>();

  function cite(marker: number): CitedPassage[] {
    const shown = passages[marker - 1];
    if (!shown) return [];
    const passage = read.get(marker) ?? readPassage(shown);
    read.set(marker, passage);
    return [{ marker, passage }];
  }

  function verdictOn(words: string, markers: readonly number[], likely: Language, { isStrict = true } = {}): Verdict {
    const cited = markers.flatMap(cite);
    const verbatim = findVerbatim(words, cited);
    if (verbatim) return { support: 'SUPPORTED', coverage: 1, evidence: verbatim };
    const [first] = cited;
    const claim = readStatement(words, first?.passage.language ?? likely);
    return judge(claim, cited, {
      isForeign: cited.every(({ passage }) => isForeign(words, languageOf(words, likely), passage)),
      isStrict,
    });
  }

  function place({ marker, sentence: { start, end, text } }: Verdict['evidence'][number]): Evidence[] {
    const passage = passages[marker - 1];
    if (!passage) return [];
    return [{ marker, documentId: passage.documentId, start: passage.start + start, end: passage.start + end, text }];
  }

  /** From the last to the first: what cites nothing may belong to the marker behind it. */
  function* judged(text: string): Generator<Claim> {
    const language = languageOf(text);
    let following: readonly number[] = [];
    for (const { start, end, markers, words } of cutClaims(text, texts).reverse()) {
      if (markers.length > 0) {
        following = markers;
        const { support, evidence } = verdictOn(words, markers, language);
        yield { start, end, markers, support, evidence: evidence.flatMap(place) };
        continue;
      }
      // One marker stands behind a quotation of several sentences.
      const verbatim = findVerbatim(words, following.flatMap(cite)) ?? [];
      const [quoted] = verbatim;
      if (!quoted) yield { start, end, markers, support: 'UNCITED', evidence: [] };
      else yield { start, end, markers: [quoted.marker], support: 'SUPPORTED', evidence: verbatim.flatMap(place) };
    }
  }

  return {
    check: (text) => [...judged(text)].reverse(),
    checkInTurns: async (text, { signal }) => {
      const slice = createTimeSlice(SLICE_MS, { signal });
      const claims: Claim[] = [];
      for (const claim of judged(text)) {
        claims.push(claim);
        if (slice.isOver()) await slice.next();
      }
      return claims.reverse();
    },
    supporting: (sentence) => {
      const [claim] = cutClaims(sentence, []);
      if (!claim) return null;
      const language = languageOf(sentence);
      let best: { readonly marker: number; readonly coverage: number } | null = null;
      for (const at of passages.keys()) {
        // A sentence with a word exchanged still gets the marker; `check` then says PARTLY.
        const { support, coverage } = verdictOn(claim.words, [at + 1], language, { isStrict: false });
        if (support === 'SUPPORTED' && coverage > (best?.coverage ?? 0)) best = { marker: at + 1, coverage };
      }
      return best?.marker ?? null;
    },
  };
}

const SLICE_MS = 10;
