import { type RefObject, useState } from 'react';
import { ScopeChoice } from '../scope/scope-choice.tsx';
import { Button } from '../ui/button.tsx';
import { messages } from './messages.ts';
import css from './search-form.module.css';
import type { Searched } from './use-searched.ts';

interface SearchFormProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly searched: Searched;
  readonly maxLength: number | undefined;
  onSearch(searched: Searched): void;
}

/** What to search for, and where. */
export function SearchForm({ field, searched, maxLength, onSearch }: SearchFormProps) {
  const [typed, setTyped] = useState({ after: searched.query, text: searched.query });
  // Back shows the words of the search before.
  if (typed.after !== searched.query) setTyped({ after: searched.query, text: searched.query });
  return (
    <search>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSearch({ ...searched, query: typed.text.trim() });
        }}
      >
        <input
          ref={field}
          type="search"
          className={css.field}
          aria-label={messages.field}
          placeholder={messages.placeholder}
          enterKeyHint="search"
          maxLength={maxLength}
          value={typed.text}
          onChange={({ target }) => setTyped({ ...typed, text: target.value })}
        />
        <Button submit look="primary">
          {messages.search}
        </Button>
      </form>
      <ScopeChoice scope={searched.scope} onChange={(scope) => onSearch({ ...searched, scope })} />
    </search>
  );
}
