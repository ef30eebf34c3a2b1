import type { SuggestionsQuery } from '../gql/graphql.ts';
import { messages } from './messages.ts';

type SuggestedDocument = SuggestionsQuery['documents']['edges'][number]['node'];

/** As many as one takes in at a glance. */
const SHOWN = 3;
/** Where in a document its first, second and third suggestion are from: not its preface, and not side by side. */
const PLACES = [1 / 2, 1 / 4, 3 / 4];
/** What is longer is a sentence, what is shorter says nothing. */
const LENGTHS = { least: 3, most: 70 };
const NUMBER = /^(?:\d+(?:\.\d+)*\.?\s+)+/;

/** Questions that documents answer: of each in turn what a section of it says, or what it is about where it has none. */
export function suggestionsOf(documents: readonly SuggestedDocument[]): string[] {
  const ofEach = documents.map(questionsOf);
  const inTurn = PLACES.flatMap((_, round) => ofEach.flatMap((questions) => questions[round] ?? []));
  return [...new Set(inTurn)].slice(0, SHOWN);
}

function questionsOf({ name, headings }: SuggestedDocument): string[] {
  const subjects = headings
    .map((heading) => heading.replace(NUMBER, ''))
    .filter(({ length }) => length >= LENGTHS.least && length <= LENGTHS.most)
    // Rows of a table stand under the names of its columns.
    .filter((heading) => !heading.includes('|'));
  // One heading is the title.
  if (subjects.length < 2) return [messages.suggestedOverview(name)];
  return PLACES.flatMap((place) => subjects[Math.floor(subjects.length * place)] ?? []).map((subject) =>
    messages.suggestedSubject(name, subject),
  );
}
