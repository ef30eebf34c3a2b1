import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { DocumentTextDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { DocumentText, type Mark } from './document-text.tsx';
import { messages } from './messages.ts';
import { usePageStarts } from './pages.ts';
import type { Source } from './source.ts';

/** Of what is around a passage, enough to see where it stands. */
const AROUND = 3_000;

/** A passage in its document; alone where the document has changed since, or is gone. */
export function SourceText({ source: { passage, evidence } }: { readonly source: Source }) {
  const start = Math.max(0, passage.start - AROUND);
  const variables = { id: passage.documentId, start, end: passage.end + AROUND };
  const [{ data, error }, read] = useQuery({ query: DocumentTextDocument, variables, pause: !passage.current });
  const pageStarts = usePageStarts(passage.documentId, { pause: !passage.current || passage.page === null });
  const marks: Mark[] = [
    { kind: 'passage', start: passage.start, end: passage.end },
    ...evidence.map((span): Mark => ({ kind: 'evidence', ...span })),
  ];
  const firstMark = useRef<HTMLElement>(null);
  const text = passage.current ? data?.document?.text : undefined;
  const isAlone = !passage.current || (data !== undefined && typeof text !== 'string');
  useEffect(() => {
    // Once it is there: to what is marked, by eye and by ear.
    if (!isAlone && typeof text !== 'string') return;
    firstMark.current?.scrollIntoView({ block: 'center' });
    firstMark.current?.focus({ preventScroll: true });
  }, [isAlone, text]);
  if (isAlone) {
    return (
      <>
        <p>{messages.outdated}</p>
        <DocumentText text={passage.text} offset={passage.start} marks={marks} firstMark={firstMark} />
      </>
    );
  }
  if (typeof text === 'string')
    return <DocumentText text={text} offset={start} marks={marks} pageStarts={pageStarts} firstMark={firstMark} />;
  return error ? <Failed failure={toFailure(error)} onRetry={() => read()} /> : <Skeleton lines={6} />;
}
