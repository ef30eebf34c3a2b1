import { Fragment } from 'react';
import type { AnswerPartsFragment } from '../gql/graphql.ts';
import { cutAt } from '../reader/cuts.ts';
import { splitMarkers } from './markdown/split-markers.ts';
import css from './marked-words.module.css';
import { messages } from './messages.ts';

type Claim = AnswerPartsFragment['claims'][number];

interface MarkedWordsProps {
  readonly words: string;
  /** Where they stand in the answer; null where that is not known. */
  readonly start: number | null;
  /** The names of the documents of the passages, by marker. */
  readonly documents: readonly string[];
  /** Sentences that their sources do not bear out. */
  readonly doubts: readonly Claim[];
  /** The marker whose source is open. */
  readonly open: number | null;
  onOpen(marker: number): void;
}

/** Words of an answer: its markers are buttons, and what its sources do not say is underlined, with words. */
export function MarkedWords({ words, start, documents, doubts, open, onOpen }: MarkedWordsProps) {
  const offset = start ?? 0;
  const known = start === null ? [] : doubts;
  const cuts = cutAt({ start: offset, end: offset + words.length }, known);
  return cuts.map((cut) => {
    const pieces = splitMarkers(words.slice(cut.start - offset, cut.end - offset), documents.length).map((piece) =>
      piece.kind === 'words' ? (
        <Fragment key={piece.start}>{piece.text}</Fragment>
      ) : (
        <button
          key={piece.start}
          type="button"
          className={css.marker}
          aria-label={messages.marker(piece.marker, documents[piece.marker - 1] ?? '')}
          aria-pressed={open === piece.marker}
          onClick={() => onOpen(piece.marker)}
        >
          {piece.marker}
        </button>
      ),
    );
    const [doubt] = cut.within;
    if (!doubt) return <Fragment key={cut.start}>{pieces}</Fragment>;
    return (
      <Fragment key={cut.start}>
        <span className={css.doubt}>{pieces}</span>
        {cut.end === doubt.end && (
          <small className={css.words}> ({doubt.support === 'PARTLY' ? messages.partly : messages.unsupported})</small>
        )}
      </Fragment>
    );
  });
}
