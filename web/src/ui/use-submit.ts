import { type FormEvent, useState } from 'react';
import { type Failure, toFailure } from '../lib/errors.ts';

/** A form that is being sent: what it failed with, and whether it is on its way. Fields keep what is in them. */
export function useSubmit(work: (form: FormData) => Promise<unknown>) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (form: FormData) => {
    setIsBusy(true);
    setFailure(null);
    try {
      await work(form);
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setIsBusy(false);
    }
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isBusy) void submit(new FormData(event.currentTarget));
  };
  return { failure, isBusy, onSubmit };
}
