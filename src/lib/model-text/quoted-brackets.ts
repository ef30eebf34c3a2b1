import { disguiseMarks } from './disguise.ts';
import { nameBefore } from './indexes.ts';

/**
 * A test whether a bracket was copied from the passages, and is none of the model's markers; `before` stands before it,
 * `numbers` are those in it that name passages.
 */
export function createQuotedTest(
  passages: readonly string[],
): (bracket: string, before: string, numbers: readonly number[]) => boolean {
  let sent: string[] | undefined;
  const occurs = (text: string) => {
    sent ??= passages.map((passage) => disguiseMarks(passage, passages.length));
    return sent.some((each) => each.includes(text));
  };
  return (bracket, before, numbers) => {
    if (numbers.length === 0) return occurs(bracket);
    // What would be taken for a marker reached the model disguised, so where it stands there as it is, it is code.
    const preceding = nameBefore(before)?.word ?? /\S+\s*$/.exec(before)?.[0];
    if (preceding !== undefined && occurs(preceding + bracket)) return true;
    // Some models take the disguise off: behind the same words it is the passage's own, unless it cites that passage.
    const words = LAST_WORDS.exec(before)?.[0];
    if (words === undefined) return false;
    const owners = [...passages.keys()].filter((place) => passages[place]?.includes(words + bracket));
    return owners.length > 0 && !owners.some((place) => numbers.includes(place + 1));
  };
}

/** Two words, or as much of a script without spaces. */
const LAST_WORDS = /(?:\S+\s+\S+|\S{8,})\s*$/u;
