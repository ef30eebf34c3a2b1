import RotateCcw from 'lucide-react/icons/rotate-ccw';
import type { AnswerPartsFragment } from '../gql/graphql.ts';
import { locale } from '../lib/language.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import css from './answer-actions.module.css';
import { copiedText } from './copied-text.ts';
import { messages } from './messages.ts';
import { Rating } from './rating.tsx';

interface AnswerActionsProps {
  readonly answer: AnswerPartsFragment;
  readonly onAskAgain: (() => void) | undefined;
}

/** What took less is not said to have taken none. */
const SHORTEST_SECONDS = 0.1;
const seconds = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** What is done with an answer: taken along, rated, asked for once more. */
export function AnswerActions({ answer, onAskAgain }: AnswerActionsProps) {
  return (
    <div className={css.actions}>
      <CopyButton look="quiet" text={() => copiedText(answer)} />
      <Rating answer={answer} />
      {onAskAgain && (
        <Button look="quiet" icon={<RotateCcw size={17} />} onClick={onAskAgain}>
          {messages.askAgain}
        </Button>
      )}
      <span className={css.took}>
        {messages.took(answer.model, seconds.format(Math.max(SHORTEST_SECONDS, answer.usage.totalMs / 1000)))}
      </span>
    </div>
  );
}
