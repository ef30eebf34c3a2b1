import { memo, useMemo } from 'react';
import type { AnswerPartsFragment } from '../gql/graphql.ts';
import { EVERYWHERE, isEverywhere, type Scope } from '../scope/scope.ts';
import { ScopeNote } from '../scope/scope-note.tsx';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { AnswerActions } from './answer-actions.tsx';
import { type AnswerProgress, hasEnded } from './answer-progress.ts';
import { AnswerText } from './answer-text.tsx';
import { messages } from './messages.ts';
import { NotAnswered } from './not-answered.tsx';
import { OpenSourceDialog } from './open-source-dialog.tsx';
import { scopeOfTurn } from './scope-of-turn.ts';
import { Sources } from './sources.tsx';
import css from './turn.module.css';
import { type OpenSource, useOpenSource } from './use-open-source.ts';

interface TurnProps {
  readonly question: string;
  /** Once it is there. */
  readonly answer: AnswerPartsFragment | null;
  /** While it is written, and where it did not come to its end. */
  readonly progress?: AnswerProgress | undefined;
  readonly isLast?: boolean;
  /** Not while an answer is being written. */
  readonly onAskAgain: ((question: string, scope: Scope) => void) | undefined;
}

/** A question and its answer. Drawn again for its own changes alone: there may be many, and one of them is being written. */
export const Turn = memo(function Turn({ question, answer, progress, isLast = false, onAskAgain }: TurnProps) {
  const source = useOpenSource(answer?.id ?? progress?.answerId ?? '');
  const passage = source.marker === null ? undefined : (answer ?? progress)?.passages[source.marker - 1];
  const scope = useMemo(() => scopeOfTurn({ answer, progress }), [answer, progress]);
  const askAgain = onAskAgain && (() => onAskAgain(question, scope));
  const askEverywhere = onAskAgain && !isEverywhere(scope) ? () => onAskAgain(question, EVERYWHERE) : undefined;
  return (
    <section className={css.turn} data-last={isLast} aria-label={question}>
      <h2 className={css.question} tabIndex={-1}>
        {question}
      </h2>
      <ScopeNote scope={scope} />
      {answer ? (
        <Answered answer={answer} source={source} onAskAgain={askAgain} onAskEverywhere={askEverywhere} />
      ) : (
        progress && <Answering progress={progress} source={source} onAskAgain={askAgain} />
      )}
      {source.marker !== null && passage && (
        <OpenSourceDialog marker={source.marker} passage={passage} claims={answer?.claims ?? []} />
      )}
    </section>
  );
});

interface AnsweringProps {
  readonly progress: AnswerProgress;
  readonly source: OpenSource;
  readonly onAskAgain: (() => void) | undefined;
}

function Answering({ progress, source, onAskAgain }: AnsweringProps) {
  const { phase, text, passages, failure } = progress;
  return (
    <>
      {!hasEnded(progress) && text === '' && <p className={css.status}>{statusOf(progress)}</p>}
      {text !== '' && <AnswerText text={text} passages={passages} open={source.marker} onOpen={source.open} />}
      {phase === 'stopped' && (
        <div className={css.stopped}>
          <p className={css.status}>{messages.stopped}</p>
          <Button onClick={onAskAgain}>{messages.askAgain}</Button>
        </div>
      )}
      {failure && <Failed failure={failure} onRetry={onAskAgain} />}
    </>
  );
}

/** What is happening before there is a word of the answer. */
export function statusOf({ phase, position, passages, searches }: AnswerProgress): string {
  if (phase === 'queued' && position !== null) return messages.queued(position);
  if (phase === 'searching') return messages.searching(searches.at(-1) ?? '');
  return phase === 'writing' ? messages.reading(passages.length) : messages.asked;
}

interface AnsweredProps {
  readonly answer: AnswerPartsFragment;
  readonly source: OpenSource;
  readonly onAskAgain: (() => void) | undefined;
  /** Where it was not asked of all documents. */
  readonly onAskEverywhere: (() => void) | undefined;
}

function Answered({ answer, source, onAskAgain, onAskEverywhere }: AnsweredProps) {
  const { text, passages, claims, citations, answered, withheld, finishReason } = answer;
  const cited = useMemo(() => new Set(citations.map(({ marker }) => marker)), [citations]);
  if (withheld) return <p className={css.status}>{messages.withheld}</p>;
  return (
    <>
      {!answered && <NotAnswered onAskEverywhere={onAskEverywhere} />}
      {answered && (
        <AnswerText text={text} passages={passages} claims={claims} open={source.marker} onOpen={source.open} />
      )}
      {answered && cited.size === 0 && <p className={css.status}>{messages.noSource}</p>}
      {finishReason === 'LENGTH' && <p className={css.status}>{messages.cutOff}</p>}
      <Sources passages={passages} cited={cited} open={source.marker} onOpen={source.open} />
      <AnswerActions answer={answer} onAskAgain={onAskAgain} />
    </>
  );
}
