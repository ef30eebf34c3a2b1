import type { SearchQuery } from '../gql/graphql.ts';
import { cutAt } from '../reader/cuts.ts';
import { excerptOf } from './excerpt-of.ts';
import { messages } from './messages.ts';
import css from './passage-item.module.css';

interface PassageItemProps {
  readonly passage: SearchQuery['search']['passages'][number];
  readonly isOpen: boolean;
  onOpen(): void;
}

/** A passage: where it stands, and of its text what was searched for. */
export function PassageItem({ passage, isOpen, onOpen }: PassageItemProps) {
  const { documentName, headings, page, text, start, matches } = passage;
  const marks = matches.map((match) => ({ start: match.start - start, end: match.end - start }));
  const excerpt = excerptOf(text, marks);
  const place = [headings.join(' › '), page === null ? '' : messages.page(page)].filter(Boolean).join(' · ');
  return (
    <li className={css.passage}>
      <h2 className={css.name}>
        <button type="button" aria-pressed={isOpen} onClick={onOpen}>
          {documentName}
        </button>
      </h2>
      {place && <p className={css.place}>{place}</p>}
      <p className={css.text}>
        {excerpt.start > 0 && '… '}
        {cutAt(excerpt, marks).map((cut) => {
          const words = text.slice(cut.start, cut.end);
          return cut.within.length > 0 ? <mark key={cut.start}>{words}</mark> : words;
        })}
        {excerpt.end < text.length && ' …'}
      </p>
    </li>
  );
}
