import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import { useState } from 'react';
import type { AnswerPartsFragment } from '../gql/graphql.ts';
import { copyText } from '../lib/copy-text.ts';
import { language } from '../lib/language.ts';
import { announce } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import css from './answer-actions.module.css';
import { copiedText } from './copied-text.ts';
import { messages } from './messages.ts';
import { Rating } from './rating.tsx';

interface AnswerActionsProps {
  readonly answer: AnswerPartsFragment;
  onAskAgain(): void;
}

const seconds = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });

/** What is done with an answer: taken along, rated, asked for once more. */
export function AnswerActions({ answer, onAskAgain }: AnswerActionsProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await copyText(copiedText(answer));
    setIsCopied(true);
    announce(messages.copied);
  };
  return (
    <div className={css.actions}>
      <Button look="quiet" icon={isCopied ? <Check size={17} /> : <Copy size={17} />} onClick={() => void copy()}>
        {isCopied ? messages.copied : messages.copy}
      </Button>
      <Rating answer={answer} />
      <Button look="quiet" icon={<RotateCcw size={17} />} onClick={onAskAgain}>
        {messages.askAgain}
      </Button>
      <span className={css.took}>{messages.took(answer.model, seconds.format(answer.usage.totalMs / 1000))}</span>
    </div>
  );
}
