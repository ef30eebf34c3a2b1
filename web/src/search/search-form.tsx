import { type RefObject, useState } from 'react';
import type { SearchAroundQuery } from '../gql/graphql.ts';
import { Button } from '../ui/button.tsx';
import { messages } from './messages.ts';
import css from './search-form.module.css';
import type { Searched } from './use-searched.ts';

interface SearchFormProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly searched: Searched;
  readonly collections: SearchAroundQuery['collections'];
  readonly maxLength: number | undefined;
  onSearch(searched: Searched): void;
}

/** What to search for, and where. */
export function SearchForm({ field, searched, collections, maxLength, onSearch }: SearchFormProps) {
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
        {collections.length > 0 && (
          <select
            className={css.choice}
            aria-label={messages.collection}
            value={searched.collection}
            onChange={({ target }) => onSearch({ ...searched, collection: target.value })}
          >
            <option value="">{messages.allCollections}</option>
            {collections.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        )}
      </form>
    </search>
  );
}
