import { useState } from 'react';
import { toFailure } from '../lib/errors.ts';
import { Confirm } from '../ui/confirm.tsx';
import { failureText } from '../ui/failure-text.ts';
import { messages } from './messages.ts';

interface Failed {
  readonly why: string;
  readonly work: () => Promise<unknown>;
}

/** For what is done at once, without a dialog: where it fails, a dialog says why, and does it again. */
export function useAtOnce() {
  const [failed, setFailed] = useState<Failed | null>(null);
  const atOnce = (work: () => Promise<unknown>) => () => {
    void work().catch((error: unknown) => setFailed({ work, why: failureText(toFailure(error)) }));
  };
  const dialog = failed && (
    <Confirm title={messages.notDone} verb={messages.retry} onConfirm={failed.work} onClose={() => setFailed(null)}>
      <p>{failed.why}</p>
    </Confirm>
  );
  return { atOnce, dialog };
}
