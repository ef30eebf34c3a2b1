import type { PassagePartsFragment } from '../gql/graphql.ts';
import { messages } from './messages.ts';
import css from './sources.module.css';

interface SourcesProps {
  readonly passages: readonly PassagePartsFragment[];
  /** The markers that the answer names. */
  readonly cited: ReadonlySet<number>;
  readonly open: number | null;
  onOpen(marker: number): void;
}

/** The passages that are cited, and behind them those that were read besides. */
export function Sources({ passages, cited, open, onOpen }: SourcesProps) {
  if (passages.length === 0) return null;
  const numbered = passages.map((passage, index) => ({ passage, marker: index + 1 }));
  const named = numbered.filter(({ marker }) => cited.has(marker));
  const others = numbered.filter(({ marker }) => !cited.has(marker));
  const cards = (shown: typeof numbered) => (
    <ul className={css.cards}>
      {shown.map(({ passage, marker }) => (
        <li key={marker}>
          <button type="button" className={css.card} aria-pressed={open === marker} onClick={() => onOpen(marker)}>
            <span className={css.number}>{marker}</span>
            <span className={css.names}>
              <strong>{passage.documentName}</strong>
              <span className={css.heading}>{passage.current ? passage.headings.at(-1) : messages.changedSince}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
  return (
    <section aria-label={messages.sources} className={css.sources}>
      {named.length > 0 && cards(named)}
      {others.length > 0 && (
        <details className={css.more}>
          <summary>{messages.moreRead(others.length)}</summary>
          {cards(others)}
        </details>
      )}
    </section>
  );
}
