import type { Nodes, Parents, RootContent, Table, TableRow, Text } from 'mdast';
import { Fragment, memo, type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { type Block, createGrowingAnswer } from './growing-answer.ts';
import css from './markdown.module.css';
import { safeLink } from './safe-link.ts';

/** Draws the words of an answer, with where they stand in its text; null where that is not known, behind escapes. */
export type DrawWords = (words: string, start: number | null) => ReactNode;

interface MarkdownProps {
  readonly text: string;
  readonly drawWords: DrawWords;
}

/**
 * An answer as elements. Nothing of it becomes markup: what is not known is drawn as its text. While it grows, blocks that
 * are whole are neither parsed nor drawn again, and the page's other work comes first.
 */
export function Markdown({ text, drawWords }: MarkdownProps) {
  const [growing] = useState(createGrowingAnswer);
  const shown = useDeferredValue(text);
  const blocks = useMemo(() => growing.parse(shown), [growing, shown]);
  return (
    <div className={css.markdown}>
      {blocks.map((block, index) => (
        // Blocks are only ever added at the end.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above.
        <DrawnBlock key={index} block={block} drawWords={drawWords} />
      ))}
    </div>
  );
}

const DrawnBlock = memo(function DrawnBlock({ block, drawWords }: { block: Block; drawWords: DrawWords }) {
  return draw(block.node, (words, start) => drawWords(words, start === null ? null : block.offset + start));
});

function children(parent: Parents, drawWords: DrawWords): ReactNode[] {
  // Pieces are only ever added at the end: their order is what they are.
  return (parent.children as RootContent[]).map((node, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: see above.
    <Fragment key={index}>{draw(node, drawWords)}</Fragment>
  ));
}

function draw(node: Nodes, drawWords: DrawWords): ReactNode {
  switch (node.type) {
    case 'text':
      return drawWords(node.value, startOf(node));
    case 'paragraph':
      return <p>{children(node, drawWords)}</p>;
    case 'heading':
      // The question above it is an h2.
      return node.depth < 3 ? <h3>{children(node, drawWords)}</h3> : <h4>{children(node, drawWords)}</h4>;
    case 'strong':
      return <strong>{children(node, drawWords)}</strong>;
    case 'emphasis':
      return <em>{children(node, drawWords)}</em>;
    case 'inlineCode':
      return <code>{node.value}</code>;
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable.
        <pre tabIndex={0}>
          <code>{node.value}</code>
        </pre>
      );
    case 'list':
      return node.ordered ? (
        <ol start={node.start ?? 1}>{children(node, drawWords)}</ol>
      ) : (
        <ul>{children(node, drawWords)}</ul>
      );
    case 'listItem':
      return <li>{children(node, drawWords)}</li>;
    case 'blockquote':
      return <blockquote>{children(node, drawWords)}</blockquote>;
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr />;
    case 'link':
      return drawLink(node.url, children(node, drawWords));
    case 'image':
      return node.alt;
    case 'table':
      return drawTable(node, drawWords);
    default:
      return 'value' in node ? node.value : 'children' in node ? children(node, drawWords) : null;
  }
}

/** The first row says what is in the columns. */
function drawTable({ children: [head, ...rows], align }: Table, drawWords: DrawWords): ReactNode {
  const cells = (row: TableRow | undefined, draws: (content: ReactNode, alignment: string) => ReactNode) =>
    row?.children.map((cell, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: see above.
      <Fragment key={index}>{draws(children(cell, drawWords), align?.[index] ?? 'start')}</Fragment>
    ));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable.
    <div className={css.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {cells(head, (content, alignment) => (
              <th scope="col" data-align={alignment}>
                {content}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: see above.
            <tr key={index}>
              {cells(row, (content, alignment) => (
                <td data-align={alignment}>{content}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function drawLink(address: string, content: ReactNode): ReactNode {
  const link = safeLink(address);
  if (!link) return content;
  return (
    <>
      <a href={link.href} target="_blank" rel="noopener noreferrer nofollow">
        {content}
      </a>{' '}
      <span className={css.host}>({link.host})</span>
    </>
  );
}

/** Where a text stands; not known where escapes or entities make it shorter than what was written. */
function startOf({ value, position }: Text): number | null {
  const start = position?.start.offset;
  const end = position?.end.offset;
  return start !== undefined && end === start + value.length ? start : null;
}
