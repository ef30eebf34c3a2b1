import { questionTerms, termsOf } from './terms.ts';
import { fold } from './text/fold.ts';
import { gramsOf, runsOf } from './text/grams.ts';
import { languageOf } from './text/language.ts';

/** A place in a text: UTF-16 code units, end exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A word, or letters of a script without spaces, as they are written. */
const WRITTEN = /[\p{L}\p{N}\p{M}\u00ad]+(?:['’.,][\p{L}\p{N}\p{M}]+)*/gu;

/** Where texts have words of a question, in whatever form, in order. Words side by side are places of their own. */
export function createTermPlaces(question: string): (text: string) => Place[] {
  let asked: ReadonlySet<string> | undefined;
  return (text) => {
    asked ??= new Set(questionTerms(question).terms);
    return placesOf(text, asked);
  };
}

function placesOf(text: string, asked: ReadonlySet<string>): Place[] {
  const language = languageOf(text);
  return [...text.matchAll(WRITTEN)].flatMap(({ 0: written, index }) =>
    partsOf(written, index).flatMap(({ part, start, n }) => {
      if (n !== null) return gramPlaces(part, start, { n, asked });
      return termsOf(part, language).some((term) => asked.has(term)) ? [{ start, end: start + part.length }] : [];
    }),
  );
}

/** A word is one part but where its script changes. */
function partsOf(written: string, index: number) {
  let start = index;
  return runsOf(written).map(({ text: part, n }) => {
    start += part.length;
    return { part, start: start - part.length, n };
  });
}

/** Terms of scripts without spaces overlap: those that do are one place. */
function gramPlaces(run: string, start: number, { n, asked }: { n: number; asked: ReadonlySet<string> }): Place[] {
  const places: { start: number; end: number }[] = [];
  let at = start;
  for (const gram of gramsOf(run, n)) {
    const end = at + gram.length;
    const last = places.at(-1);
    if (asked.has(fold(gram))) {
      if (last && last.end >= at) last.end = end;
      else places.push({ start: at, end });
    }
    at += [...gram][0]?.length ?? 1;
  }
  return places;
}
