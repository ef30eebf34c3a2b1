import { createTermPlaces, type Place } from '../lib/term-places.ts';
import { createTimeSlice } from '../lib/time-slice.ts';
import type { ShownPassage } from '../store/answers.ts';

/** A passage that was found, and where the words are that it was found by. */
export interface SearchedPassage extends ShownPassage {
  /** In the text of its document. */
  readonly matches?: () => Promise<readonly Place[]>;
}

/**
 * Passages that find their matches when they are asked for them: each once, however often an operation names the field, and
 * each in a turn of the event loop of its own, as a long question takes milliseconds.
 */
export function withMatches(
  passages: readonly ShownPassage[],
  { searchedFor, signal }: { searchedFor: string; signal?: AbortSignal | undefined },
): SearchedPassage[] {
  const placesIn = createTermPlaces(searchedFor);
  const slice = createTimeSlice(0, { signal });

  const find = async ({ text, start }: ShownPassage): Promise<Place[]> => {
    await slice.next();
    return placesIn(text).map((place) => ({ start: start + place.start, end: start + place.end }));
  };

  return passages.map((passage) => {
    let matches: Promise<Place[]> | undefined;
    return {
      ...passage,
      matches: () => {
        matches ??= find(passage);
        return matches;
      },
    };
  });
}
