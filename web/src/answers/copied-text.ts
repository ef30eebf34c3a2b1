import type { AnswerPartsFragment } from '../gql/graphql.ts';
import { messages } from './messages.ts';

/** An answer to take along: its text, and under it what its markers stand for. */
export function copiedText({ text, citations, passages }: AnswerPartsFragment): string {
  const sources = citations.flatMap(({ marker }) => {
    const passage = passages[marker - 1];
    return passage ? [`[${marker}] ${[passage.documentName, ...passage.headings.slice(-1)].join(', ')}`] : [];
  });
  return [text.trim(), ...(sources.length > 0 ? [`${messages.sources}:\n${sources.join('\n')}`] : [])].join('\n\n');
}
