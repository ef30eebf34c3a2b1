import { useEffect, useRef, useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { Link, useLocation, useParams, useSearch } from 'wouter';
import { DocumentChangedDocument, DocumentDocument, DocumentTextDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { formatBytes } from '../lib/format-bytes.ts';
import { DocumentText, type Mark } from '../reader/document-text.tsx';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { When } from '../ui/when.tsx';
import { DocumentActions } from './document-actions.tsx';
import { DocumentStatus, isUnfinished } from './document-status.tsx';
import { messages } from './messages.ts';
import css from './reader-page.module.css';

const NOT_FOUND = { code: 'NOT_FOUND', message: '' } as const;

/** A document to read: what it is, and its text, at the place that the address names. */
export function ReaderPage() {
  const { id = '' } = useParams<{ id: string }>();
  const [, navigate] = useLocation();
  const [{ data, error }, read] = useQuery({ query: DocumentDocument, variables: { id } });
  const document = data?.document;
  useSubscription({ query: DocumentChangedDocument, variables: { id }, pause: !document || !isUnfinished(document) });
  if (error && !data) {
    return (
      <Page title={messages.title}>
        <Failed failure={toFailure(error)} onRetry={() => read()} />
      </Page>
    );
  }
  if (!document)
    return <Page title={messages.title}>{data ? <Failed failure={NOT_FOUND} /> : <Skeleton lines={8} />}</Page>;
  const { name, version, pageCount, sizeBytes, createdAt, status } = document;
  return (
    <Page title={name} aside={<DocumentActions document={document} onDeleted={() => navigate('/documents')} />}>
      <div className={css.facts}>
        <DocumentStatus document={document} />
        <span>
          <When at={createdAt} />
        </span>
        <span>{formatBytes(sizeBytes)}</span>
        {pageCount !== null && <span>{messages.pages(pageCount)}</span>}
        {version > 1 && <span>{messages.version(version)}</span>}
        <Link href="/">{messages.ask}</Link>
      </div>
      {status === 'SEARCHABLE' ? <Text key={id} id={id} /> : <p>{messages.notReady}</p>}
    </Page>
  );
}

/** How much is read at once. */
const PART = 20_000;

function Text({ id }: { readonly id: string }) {
  const [from = 0, to = 0] = (new URLSearchParams(useSearch()).get('at') ?? '').split('-').map(Number);
  const [shown, setShown] = useState({
    start: Math.max(0, from - PART / 2),
    end: Math.max(from + PART, to + PART / 2),
  });
  const [{ data, error }, read] = useQuery({ query: DocumentTextDocument, variables: { id, ...shown } });
  const firstMark = useRef<HTMLElement>(null);
  const text = data?.document?.text;
  const isThere = typeof text === 'string';
  useEffect(() => {
    if (isThere && from < to) firstMark.current?.scrollIntoView({ block: 'center' });
  }, [isThere, from, to]);
  if (!isThere) return error ? <Failed failure={toFailure(error)} onRetry={() => read()} /> : <Skeleton lines={8} />;
  const marks: Mark[] = from < to ? [{ kind: 'passage', start: from, end: to }] : [];
  return (
    <section aria-label={messages.text} className={css.text}>
      {shown.start > 0 && (
        <Button onClick={() => setShown({ ...shown, start: Math.max(0, shown.start - PART) })}>
          {messages.earlier}
        </Button>
      )}
      <DocumentText text={text} offset={shown.start} marks={marks} firstMark={firstMark} />
      {text.length >= shown.end - shown.start && (
        <Button onClick={() => setShown({ ...shown, end: shown.end + PART })}>{messages.later}</Button>
      )}
    </section>
  );
}
