import { useRef, useState } from 'react';
import { useQuery } from 'urql';
import { SearchAroundDocument } from '../gql/graphql.ts';
import { useSourceAddress } from '../reader/use-source-address.ts';
import { Page } from '../ui/page.tsx';
import { useSlash } from '../ui/use-slash.ts';
import { messages } from './messages.ts';
import { NoDocuments } from './nothing-found.tsx';
import { Results } from './results.tsx';
import { SearchForm } from './search-form.tsx';
import css from './search-page.module.css';
import { useSearched } from './use-searched.ts';

/** The passages that come nearest to words or to a question, without an answer. */
export function SearchPage() {
  const [searched, setSearched] = useSearched();
  const [{ data: around }] = useQuery({ query: SearchAroundDocument, requestPolicy: 'cache-and-network' });
  const field = useRef<HTMLInputElement>(null);
  // Who comes with words wants to read what was found.
  const [isBegun] = useState(searched.query !== '');
  const isReading = useSourceAddress().name !== null;
  useSlash(field);
  const isEmpty = around?.documents.totalCount === 0;
  const beginning = isEmpty ? <NoDocuments /> : <p className={css.hint}>{messages.hint}</p>;
  const title = searched.query ? `${searched.query} · ${messages.title}` : messages.title;
  return (
    <div className={css.search} data-reading={isReading}>
      <Page title={messages.title} tab={title} {...(!isBegun && { focus: field })}>
        <SearchForm
          field={field}
          searched={searched}
          maxLength={around?.system.limits.maxQuestionLength}
          onSearch={setSearched}
        />
        {searched.query === '' ? (
          beginning
        ) : (
          <Results
            key={JSON.stringify(searched)}
            searched={searched}
            most={around?.system.limits.maxTopK}
            isEmpty={isEmpty}
            onSearch={setSearched}
          />
        )}
      </Page>
    </div>
  );
}
