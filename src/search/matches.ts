import { createTermPlaces, type Place } from '../lib/term-places.ts';
import { createTimeSlice } from '../lib/time-slice.ts';
import type { ShownPassage } from '../store/answers.ts';

/** A passage as it is shown; one that was searched for can say where the words are that it was found by. */
export interface SearchedPassage extends ShownPassage {
  /** In the text of its document. */
  readonly matches?: () => Promise<readonly Place[]>;
}

type Written = Pick<ShownPassage, 'text' | 'start'>;

/**
 * Passages that find their matches when they are asked for them: each once, however often an operation names the field, and
 * each in a turn of the event loop of its own, as a long question takes milliseconds.
 */
export function withMatches<Passage extends Written>(
  passages: readonly Passage[],
  { searchedFor, signal }: { searchedFor: string; signal?: AbortSignal | undefined },
): (Passage & Required<Pick<SearchedPassage, 'matches'>>)[] {
  const placesIn = createTermPlaces(searchedFor);
  const slice = createTimeSlice(0, { signal });

  const find = async ({ text, start }: Written): Promise<Place[]> => {
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
