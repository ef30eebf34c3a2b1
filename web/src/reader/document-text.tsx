import { Fragment, type RefObject, useMemo } from 'react';
import { classNames } from '../ui/class-names.ts';
import { type Block, blocksOf } from './blocks-of.ts';
import { cutAt, type Span } from './cuts.ts';
import css from './document-text.module.css';
import { PageMark } from './page-mark.tsx';
import { type PageTurn, turnsIn } from './pages.ts';

/** A place that is marked. */
export interface Mark extends Span {
  /** What is cited, or what of it bears a claim out. */
  readonly kind: 'passage' | 'evidence';
}

interface DocumentTextProps {
  readonly text: string;
  /** Where the text begins in the document; marks count from the document's beginning. */
  readonly offset?: number;
  readonly marks?: readonly Mark[];
  /** Where the document's pages begin. */
  readonly pageStarts?: readonly number[] | undefined;
  /** The first marked piece. */
  readonly firstMark?: RefObject<HTMLElement | null>;
}

/** A text of a document, as it was extracted, in blocks that read well. */
export function DocumentText({ text, offset = 0, marks = [], pageStarts = [], firstMark }: DocumentTextProps) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  const own = marks.map(({ kind, start, end }) => ({ kind, start: start - offset, end: end - offset }));
  const turns = turnsIn(pageStarts, { start: offset, end: offset + text.length }).map(({ page, start }) => ({
    page,
    start: start - offset,
    end: start - offset,
  }));
  const first = blocks.find(({ start, end }) => own.some((mark) => mark.start < end && mark.end > start));
  return (
    <div className={css.text}>
      {blocks.map((block, at) => {
        const behind = blocks[at - 1]?.end ?? 0;
        return (
          <Fragment key={block.start}>
            {turns
              .filter(({ start }) => start >= behind && start <= block.start)
              .map(({ page }) => (
                <PageMark key={page} page={page} />
              ))}
            <BlockText
              block={block}
              text={text}
              marks={own}
              turns={turns.filter(({ start }) => start > block.start && start < block.end)}
              firstMark={block === first ? firstMark : undefined}
            />
          </Fragment>
        );
      })}
    </div>
  );
}

interface BlockTextProps {
  readonly block: Block;
  readonly text: string;
  readonly marks: readonly Mark[];
  /** The pages that begin in the middle of it. */
  readonly turns: readonly PageTurn[];
  readonly firstMark: RefObject<HTMLElement | null> | undefined;
}

function BlockText({ block, text, marks, turns, firstMark }: BlockTextProps) {
  const cuts = cutAt<Mark | PageTurn>(block, [...marks, ...turns]);
  const first = cuts.find(({ within }) => within.length > 0);
  const isScrolled = block.kind === 'layout';
  return (
    // A table that is wider than the window is scrolled by keyboard too.
    <p className={css[block.kind]} {...(isScrolled && { tabIndex: 0 })}>
      {cuts.map((cut) => {
        const piece = text.slice(cut.start, cut.end);
        const turn = turns.find(({ start }) => start === cut.start);
        const isEvidence = cut.within.some((mark) => 'kind' in mark && mark.kind === 'evidence');
        return (
          <Fragment key={cut.start}>
            {turn && <PageMark page={turn.page} isWithin />}
            {cut.within.length === 0 ? (
              piece
            ) : (
              <mark
                className={classNames(isEvidence && css.evidence)}
                {...(cut === first && firstMark && { ref: firstMark, tabIndex: -1 })}
              >
                {piece}
              </mark>
            )}
          </Fragment>
        );
      })}
    </p>
  );
}
