import type { CollectionNamesQuery, DocumentFilter } from '../gql/graphql.ts';
import css from './filters.module.css';
import { messages } from './messages.ts';
import { STATUSES } from './use-filter.ts';

interface FiltersProps {
  readonly filter: DocumentFilter;
  readonly collections: CollectionNamesQuery['collections'];
  onChange(filter: DocumentFilter): void;
}

/** Which documents are listed. */
export function Filters({ filter, collections, onChange }: FiltersProps) {
  return (
    <search className={css.filters}>
      <input
        type="search"
        aria-label={messages.find}
        placeholder={messages.find}
        value={filter.nameContains ?? ''}
        onChange={({ target }) => onChange({ ...filter, nameContains: target.value })}
      />
      <select
        aria-label={messages.status}
        value={filter.status ?? ''}
        onChange={({ target }) =>
          onChange({ ...filter, status: STATUSES.find((each) => each === target.value) ?? null })
        }
      >
        <option value="">{messages.allStatuses}</option>
        {STATUSES.map((status) => (
          <option key={status} value={status}>
            {messages.statuses[status]}
          </option>
        ))}
      </select>
      {collections.length > 0 && (
        <select
          aria-label={messages.collection}
          value={filter.collection ?? ''}
          onChange={({ target }) => onChange({ ...filter, collection: target.value })}
        >
          <option value="">{messages.allCollections}</option>
          {collections.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
    </search>
  );
}
