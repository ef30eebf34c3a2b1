import { useState } from 'react';
import { locale } from '../lib/language.ts';
import { TextArea } from '../ui/text-area.tsx';
import { messages } from './messages.ts';

/** As the server counts: characters, however many units of UTF-16 each takes. */
const MOST = 2_000;
const number = new Intl.NumberFormat(locale);

/** What answers are to heed. It says when that is too long; nothing of it is cut off. */
export function InstructionsField({ instructions }: { readonly instructions: string }) {
  const [length, setLength] = useState(0);
  const most = number.format(MOST);
  return (
    <TextArea
      label={messages.instructions}
      hint={messages.instructionsHint(most)}
      problem={length > MOST ? messages.tooLong(number.format(length), most) : null}
      name="instructions"
      rows={6}
      placeholder={messages.instructionsExample}
      defaultValue={instructions}
      onChange={({ target }) => setLength([...target.value.trim()].length)}
    />
  );
}
