import type { Ref } from 'react';
import type { SearchQuery } from '../gql/graphql.ts';
import { messages } from './messages.ts';
import { PassageItem } from './passage-item.tsx';
import css from './passage-list.module.css';

type SearchResult = SearchQuery['search'];

interface PassageListProps {
  readonly result: SearchResult;
  /** The passage that is open. */
  readonly opened: string | null;
  readonly ref: Ref<HTMLDivElement>;
  onOpen(id: string): void;
}

/** Passages, and apart from those that fit the others, where some do. */
export function PassageList({ result, opened, ref, onOpen }: PassageListProps) {
  const { near, far } = byCloseness(result);
  const items = (passages: SearchResult['passages']) =>
    passages.map((each) => (
      <PassageItem key={each.id} passage={each} isOpen={each.id === opened} onOpen={() => onOpen(each.id)} />
    ));
  return (
    <div ref={ref} className={css.lists}>
      <ol aria-label={messages.passages}>{items(near)}</ol>
      {far.length > 0 && (
        <>
          <p className={css.further}>{messages.further}</p>
          <ol aria-label={messages.further}>{items(far)}</ol>
        </>
      )}
    </div>
  );
}

/** Those that are not half as relevant as the best one share a word with it, or little more. */
const FAR = 1 / 2;

/** Where nothing fits, all are as far. */
export function byCloseness({ passages, answerable }: SearchResult) {
  const best = passages[0]?.relevance ?? 0;
  const isNear = ({ relevance }: SearchResult['passages'][number]) => !answerable || relevance >= best * FAR;
  return { near: passages.filter(isNear), far: passages.filter((passage) => !isNear(passage)) };
}
