import { useState } from 'react';
import { Field } from '../../ui/field.tsx';
import { messages } from '../messages.ts';
import { tagsIn, tagsText } from './metadata.ts';

interface TagsFieldProps {
  readonly label: string;
  readonly tags: readonly string[];
  onChange(tags: readonly string[]): void;
}

/** Tags, typed with commas between them. */
export function TagsField({ label, tags, onChange }: TagsFieldProps) {
  // As it was typed: a comma at its end is no tag yet.
  const [text, setText] = useState(() => tagsText(tags));
  return (
    <Field
      label={label}
      hint={messages.tagsHint}
      autoComplete="off"
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        onChange(tagsIn(target.value));
      }}
    />
  );
}
