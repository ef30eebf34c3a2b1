import { useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation, useSearch } from 'wouter';
import { DocumentTextDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { DocumentText, type Mark } from '../reader/document-text.tsx';
import { usePageStarts } from '../reader/pages.ts';
import { addressOfPage, pageIn, placeIn } from '../reader/place.ts';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { GoToPage } from './go-to-page.tsx';
import { messages } from './messages.ts';
import css from './reader-text.module.css';

/** How much is read at once. */
const PART = 20_000;

/** The text of a document, around the place or the page that the address names. */
export function ReaderText({ id }: { readonly id: string }) {
  const search = useSearch();
  const [, navigate] = useLocation();
  const [gone, setGone] = useState(0);
  const place = placeIn(search);
  const page = place ? null : pageIn(search);
  const pageStarts = usePageStarts(id);
  const target = place?.start ?? (page === null ? 0 : pageStarts && (pageStarts[page - 1] ?? 0));
  const [shown, setShown] = useState<{ start: number; end: number } | null>(null);
  // What is there already stays, where the place lies in it.
  if (target !== undefined && !(shown && target >= shown.start && target < shown.end)) {
    setShown({ start: Math.max(0, target - PART / 2), end: Math.max(target + PART, (place?.end ?? 0) + PART / 2) });
  }
  const variables = { id, start: shown?.start ?? 0, end: shown?.end ?? 0 };
  const [{ data, error, operation }, read] = useQuery({ query: DocumentTextDocument, variables, pause: !shown });
  const section = useRef<HTMLElement>(null);
  const firstMark = useRef<HTMLElement>(null);
  const text = data?.document?.text;
  // More may be on its way: this is where what is there begins.
  const start = Number(operation?.variables['start'] ?? variables.start);
  const end = Number(operation?.variables['end'] ?? variables.end);
  const isRead = typeof text === 'string' && shown !== null && target !== undefined && target >= start && target < end;
  // Nothing moves below who reads already.
  const isThere = isRead && pageStarts !== undefined;
  const at = place && `${place.start}-${place.end}`;
  useEffect(() => {
    if (isThere && at) firstMark.current?.scrollIntoView({ block: 'center' });
  }, [isThere, at]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who goes to the same page again goes there again.
  useEffect(() => {
    if (!isThere || page === null) return;
    // Of pages that begin at one place the last alone has text.
    const mark = section.current?.querySelector<HTMLElement>(`[data-page="${pageStarts.lastIndexOf(target) + 1}"]`);
    mark?.scrollIntoView();
    mark?.focus({ preventScroll: true });
  }, [isThere, page, pageStarts, target, gone]);
  const marks: Mark[] = place ? [{ kind: 'passage', ...place }] : [];
  return (
    <section ref={section} aria-label={messages.text} className={css.text}>
      {pageStarts && pageStarts.length > 1 && (
        <GoToPage
          pages={pageStarts.length}
          onGo={(next) => {
            navigate(addressOfPage(id, next));
            setGone(gone + 1);
          }}
        />
      )}
      {isThere ? (
        <>
          {place?.page && <p className={css.page}>{messages.markedOnPage(place.page)}</p>}
          {start > 0 && (
            <Button onClick={() => setShown({ ...shown, start: Math.max(0, shown.start - PART) })}>
              {messages.earlier}
            </Button>
          )}
          <DocumentText text={text} offset={start} marks={marks} pageStarts={pageStarts} firstMark={firstMark} />
          {text.length >= end - start && (
            <Button onClick={() => setShown({ ...shown, end: shown.end + PART })}>{messages.later}</Button>
          )}
        </>
      ) : error ? (
        <Failed failure={toFailure(error)} onRetry={() => read()} />
      ) : (
        <Skeleton lines={8} />
      )}
    </section>
  );
}
