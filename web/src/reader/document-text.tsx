import { type RefObject, useMemo } from 'react';
import { classNames } from '../ui/class-names.ts';
import { type Block, blocksOf } from './blocks-of.ts';
import { cutAt, type Span } from './cuts.ts';
import css from './document-text.module.css';

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
  /** The first marked piece. */
  readonly firstMark?: RefObject<HTMLElement | null>;
}

/** A text of a document, as it was extracted, in blocks that read well. */
export function DocumentText({ text, offset = 0, marks = [], firstMark }: DocumentTextProps) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  const own = marks.map(({ kind, start, end }) => ({ kind, start: start - offset, end: end - offset }));
  const first = blocks.find(({ start, end }) => own.some((mark) => mark.start < end && mark.end > start));
  return (
    <div className={css.text}>
      {blocks.map((block) => (
        <BlockText
          key={block.start}
          block={block}
          text={text}
          marks={own}
          firstMark={block === first ? firstMark : undefined}
        />
      ))}
    </div>
  );
}

interface BlockTextProps {
  readonly block: Block;
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly firstMark: RefObject<HTMLElement | null> | undefined;
}

function BlockText({ block, text, marks, firstMark }: BlockTextProps) {
  const cuts = cutAt(block, marks);
  const first = cuts.find(({ within }) => within.length > 0);
  const isScrolled = block.kind === 'layout';
  return (
    // A table that is wider than the window is scrolled by keyboard too.
    <p className={css[block.kind]} {...(isScrolled && { tabIndex: 0 })}>
      {cuts.map((cut) => {
        const piece = text.slice(cut.start, cut.end);
        if (cut.within.length === 0) return piece;
        const isEvidence = cut.within.some(({ kind }) => kind === 'evidence');
        return (
          <mark
            key={cut.start}
            className={classNames(isEvidence && css.evidence)}
            {...(cut === first && firstMark && { ref: firstMark, tabIndex: -1 })}
          >
            {piece}
          </mark>
        );
      })}
    </p>
  );
}
