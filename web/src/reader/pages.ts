import { useQuery } from 'urql';
import { DocumentPagesDocument } from '../gql/graphql.ts';
import type { Span } from './cuts.ts';

/** Where a page begins in a text, as a span without length. */
export interface PageTurn extends Span {
  readonly page: number;
}

/** Where the pages of a document begin in its text; undefined until that is known. */
export function usePageStarts(id: string, { pause = false } = {}): readonly number[] | undefined {
  const [{ data, error }] = useQuery({ query: DocumentPagesDocument, variables: { id }, pause });
  // A text can be read without them.
  return data?.document?.pageStarts ?? (data || error ? [] : undefined);
}

/** The pages that begin in a part of a text. Of several that begin at one place all but the last are empty. */
export function turnsIn(starts: readonly number[], { start, end }: Span): PageTurn[] {
  return starts.flatMap((at, index) =>
    at >= start && at < end && at !== starts[index + 1] ? [{ page: index + 1, start: at, end: at }] : [],
  );
}
