import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { useState } from 'react';
import { copyText } from '../lib/copy-text.ts';
import { announce } from './announcer.tsx';
import { Button } from './button.tsx';
import { messages } from './messages.ts';

interface CopyButtonProps {
  readonly look?: 'plain' | 'quiet';
  /** What is copied. */
  text(): string;
}

/** Copies something, and says that it did. */
export function CopyButton({ look = 'plain', text }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (button: HTMLElement) => {
    await copyText(text(), button.parentElement ?? undefined);
    setIsCopied(true);
    announce(messages.copied);
  };
  return (
    <Button
      look={look}
      icon={isCopied ? <Check size={17} /> : <Copy size={17} />}
      onClick={({ currentTarget }) => void copy(currentTarget)}
    >
      {isCopied ? messages.copied : messages.copy}
    </Button>
  );
}
