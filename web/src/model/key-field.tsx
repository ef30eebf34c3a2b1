import { useState } from 'react';
import { Field } from '../ui/field.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { messages } from './messages.ts';

type Change = 'keep' | 'replace' | 'remove';

/** The key to a server: given, or kept, replaced and removed where there is one. It is never shown. */
export function KeyField({ isKept }: { readonly isKept: boolean }) {
  const [change, setChange] = useState<Change>('keep');
  return (
    <>
      {isKept && (
        <RadioGroup<Change>
          label={messages.keyIsKept}
          name="keyChange"
          options={[
            ['keep', messages.keys.keep],
            ['replace', messages.keys.replace],
            ['remove', messages.keys.remove],
          ]}
          value={change}
          onChange={setChange}
        />
      )}
      {(!isKept || change === 'replace') && (
        <Field
          label={messages.key}
          hint={messages.keyHint}
          name="apiKey"
          type="password"
          autoComplete="off"
          required={isKept}
        />
      )}
    </>
  );
}

/** As the server takes it: left out to keep what there is, empty to remove it. */
export function keyIn(form: FormData): { readonly apiKey?: string } {
  if (form.get('keyChange') === 'remove') return { apiKey: '' };
  const given = form.get('apiKey');
  return typeof given === 'string' && given !== '' ? { apiKey: given } : {};
}
