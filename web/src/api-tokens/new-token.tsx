import { useEffect, useRef } from 'react';
import { ENDPOINT } from '../lib/request.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import { messages } from './messages.ts';
import css from './new-token.module.css';

/** A token that was made a moment ago. */
export interface MadeToken {
  readonly name: string;
  readonly secret: string;
}

interface NewTokenProps {
  readonly token: MadeToken;
  onDone(): void;
}

/** Shows a token the one time that it can be shown, and how a program uses it. */
export function NewToken({ token: { name, secret }, onDone }: NewTokenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const example = curlExample(secret);
  return (
    <section className={css.panel} aria-labelledby="new-token">
      <h2 id="new-token" ref={heading} tabIndex={-1}>
        {messages.madeTitle(name)}
      </h2>
      <ShownOnce label={messages.token} secret={secret} hint={messages.tokenHint} />
      <div className={css.example}>
        <p>{messages.example}</p>
        <pre>{example}</pre>
        <CopyButton look="quiet" text={() => example} />
      </div>
      <Button look="primary" onClick={onDone}>
        {messages.done}
      </Button>
    </section>
  );
}

function curlExample(token: string): string {
  const query = 'mutation ($input: AskInput!) { ask(input: $input) { answer { text } } }';
  const body = JSON.stringify({ query, variables: { input: { question: messages.exampleQuestion } } });
  return [
    `curl ${location.origin}${ENDPOINT} \\`,
    "  -H 'content-type: application/json' \\",
    `  -H 'authorization: Bearer ${token}' \\`,
    `  -d '${body}'`,
  ].join('\n');
}
