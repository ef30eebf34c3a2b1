import { useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { useSearch } from 'wouter';
import { DocumentTextDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { DocumentText, type Mark } from '../reader/document-text.tsx';
import { placeIn } from '../reader/place.ts';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { messages } from './messages.ts';
import css from './reader-text.module.css';

/** How much is read at once. */
const PART = 20_000;

/** The text of a document, around the place that the address names. */
export function ReaderText({ id }: { readonly id: string }) {
  const place = placeIn(useSearch());
  const [shown, setShown] = useState(() => ({
    start: Math.max(0, (place?.start ?? 0) - PART / 2),
    end: Math.max((place?.start ?? 0) + PART, (place?.end ?? 0) + PART / 2),
  }));
  const [{ data, error, operation }, read] = useQuery({ query: DocumentTextDocument, variables: { id, ...shown } });
  const firstMark = useRef<HTMLElement>(null);
  const text = data?.document?.text;
  const isThere = typeof text === 'string';
  const at = place && `${place.start}-${place.end}`;
  useEffect(() => {
    if (isThere && at) firstMark.current?.scrollIntoView({ block: 'center' });
  }, [isThere, at]);
  if (!isThere) return error ? <Failed failure={toFailure(error)} onRetry={() => read()} /> : <Skeleton lines={8} />;
  // More may be on its way: this is where what is there begins.
  const start = Number(operation?.variables['start'] ?? shown.start);
  const end = Number(operation?.variables['end'] ?? shown.end);
  const marks: Mark[] = place ? [{ kind: 'passage', ...place }] : [];
  return (
    <section aria-label={messages.text} className={css.text}>
      {place?.page && <p className={css.page}>{messages.markedOnPage(place.page)}</p>}
      {start > 0 && (
        <Button onClick={() => setShown({ ...shown, start: Math.max(0, shown.start - PART) })}>
          {messages.earlier}
        </Button>
      )}
      <DocumentText text={text} offset={start} marks={marks} firstMark={firstMark} />
      {text.length >= end - start && (
        <Button onClick={() => setShown({ ...shown, end: shown.end + PART })}>{messages.later}</Button>
      )}
    </section>
  );
}
