import { Suspense, useCallback } from 'react';
import type { AnswerPartsFragment, PassagePartsFragment } from '../gql/graphql.ts';
import { lazyPart } from '../ui/lazy-part.ts';
import type { DrawWords } from './markdown/markdown.tsx';
import { MarkedWords } from './marked-words.tsx';

const loadMarkdown = () => import('./markdown/markdown.tsx').then((file) => file.Markdown);
const Markdown = lazyPart(loadMarkdown);

/** Fetches what reads Markdown, a fifth of the client, while nobody needs it yet. */
export function prepareAnswerText(): void {
  // Where it fails, it is fetched again with the first answer.
  loadMarkdown().catch(() => {});
}

interface AnswerTextProps {
  readonly text: string;
  readonly passages: readonly PassagePartsFragment[];
  readonly claims?: AnswerPartsFragment['claims'];
  readonly open: number | null;
  onOpen(marker: number): void;
}

const NO_CLAIMS: AnswerPartsFragment['claims'] = [];

/** The text of an answer, while it is written and after. */
export function AnswerText({ text, passages, claims = NO_CLAIMS, open, onOpen }: AnswerTextProps) {
  const drawWords: DrawWords = useCallback(
    (words, start) => (
      <MarkedWords
        words={words}
        start={start}
        documents={passages.map(({ documentName }) => documentName)}
        doubts={claims.filter(({ support }) => support === 'PARTLY' || support === 'UNSUPPORTED')}
        open={open}
        onOpen={onOpen}
      />
    ),
    [passages, claims, open, onOpen],
  );
  return (
    <Suspense fallback={<p>{text}</p>}>
      <Markdown text={text} drawWords={drawWords} />
    </Suspense>
  );
}
