import X from 'lucide-react/icons/x';
import type { CollectionNamesQuery, DocumentFilter } from '../gql/graphql.ts';
import { Button } from '../ui/button.tsx';
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
  const { nameContains, status, collection, tags } = filter;
  const names = new Set(collections.map(({ name }) => name));
  // One that holds nothing any more is still what the address names.
  if (collection) names.add(collection);
  return (
    <search className={css.filters}>
      <input
        type="search"
        aria-label={messages.find}
        placeholder={messages.find}
        value={nameContains ?? ''}
        onChange={({ target }) => onChange({ ...filter, nameContains: target.value })}
      />
      <select
        aria-label={messages.status}
        value={status ?? ''}
        onChange={({ target }) =>
          onChange({ ...filter, status: STATUSES.find((each) => each === target.value) ?? null })
        }
      >
        <option value="">{messages.allStatuses}</option>
        {STATUSES.map((each) => (
          <option key={each} value={each}>
            {messages.statuses[each]}
          </option>
        ))}
      </select>
      {names.size > 0 && (
        <select
          aria-label={messages.collection}
          value={collection ?? ''}
          onChange={({ target }) => onChange({ ...filter, collection: target.value })}
        >
          <option value="">{messages.allCollections}</option>
          {[...names].map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
      {tags?.map((tag) => (
        <Button
          key={tag}
          icon={<X size={16} aria-hidden="true" />}
          aria-label={messages.anyTag(tag)}
          onClick={() => onChange({ ...filter, tags: null })}
        >
          #{tag}
        </Button>
      ))}
    </search>
  );
}
