import MessageCircleQuestion from 'lucide-react/icons/message-circle-question-mark';
import { useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { SearchDocument, type SearchQuery } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { SourceDialog } from '../reader/source-dialog.tsx';
import { useSourceAddress } from '../reader/use-source-address.ts';
import { filterOf } from '../scope/scope.ts';
import { addressWith, parametersOf } from '../scope/scope-in-address.ts';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { messages } from './messages.ts';
import { NothingFound } from './nothing-found.tsx';
import { byCloseness, PassageList } from './passage-list.tsx';
import css from './results.module.css';
import type { Searched } from './use-searched.ts';

/** As many as fit on a page or two. */
const PASSAGES_AT_FIRST = 8;

interface ResultsProps {
  readonly searched: Searched;
  /** The most passages that a search gives. */
  readonly most: number | undefined;
  /** Whether there is no document to search. */
  readonly isEmpty: boolean;
  onSearch(searched: Searched): void;
}

/** What was found, the nearest first. */
export function Results({ searched, most = PASSAGES_AT_FIRST, isEmpty, onSearch }: ResultsProps) {
  const { query, scope } = searched;
  const [topK, setTopK] = useState(PASSAGES_AT_FIRST);
  const [{ data, error, fetching }, read] = useQuery({
    query: SearchDocument,
    variables: { query, topK, filter: filterOf(scope) },
    // Documents come and go.
    requestPolicy: 'cache-and-network',
  });
  const { name: opened, open, close } = useSourceAddress();
  const list = useRef<HTMLDivElement>(null);
  const result = data?.search;
  const count = result?.passages.length ?? 0;
  const summary = result && summaryOf(result);
  useEffect(() => {
    if (summary) announce(summary);
  }, [summary]);
  useEffect(() => {
    // The button that was used is gone: on to the first of what it brought.
    if (count > PASSAGES_AT_FIRST) list.current?.querySelectorAll('button')[PASSAGES_AT_FIRST]?.focus();
  }, [count]);
  const failed = error && !fetching && (
    <Failed failure={toFailure(error)} onRetry={() => read({ requestPolicy: 'network-only' })} />
  );
  if (!result) return failed || <Skeleton lines={8} />;
  const { passages, answerable, spelled } = result;
  if (passages.length === 0) return <NothingFound searched={searched} isEmpty={isEmpty} onSearch={onSearch} />;
  const passage = passages.find(({ id }) => id === opened);
  return (
    <>
      <div className={css.top}>
        <p>
          {summary} {!answerable && messages.nearestHint} {spelled && messages.spelled(spelled)}
        </p>
        <Link href={addressWith('/', [['question', query], ...parametersOf(scope)])}>
          <MessageCircleQuestion size={17} aria-hidden="true" /> {messages.askThis}
        </Link>
      </div>
      <PassageList ref={list} result={result} opened={opened} onOpen={open} />
      {failed}
      {passages.length === topK && topK < most && (
        <Button aria-busy={fetching} onClick={() => setTopK(most)}>
          {messages.showMore}
        </Button>
      )}
      {passage && <SourceDialog source={{ passage, evidence: [] }} onClose={close} />}
    </>
  );
}

/** How much was found, in a few words. */
function summaryOf(result: SearchQuery['search']): string {
  if (result.passages.length === 0) return messages.nothing;
  return result.answerable ? messages.found(byCloseness(result).near.length) : messages.nearest;
}
