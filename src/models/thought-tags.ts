const THOUGHT = /<\/?think(?:ing)?>|<\|channel\|>analysis/;
const LONGEST_TAG = 24;

/** Tells whether a thought has been seen in a text that is read in pieces, cut anywhere. */
export function createThoughtDetector(): (text: string) => boolean {
  let ending = '';
  let isSeen = false;
  return (text) => {
    ending = (ending + text).slice(-text.length - LONGEST_TAG);
    isSeen ||= THOUGHT.test(ending);
    return isSeen;
  };
}
