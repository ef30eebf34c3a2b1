import { useQuery } from 'urql';
import { CollectionNamesDocument, type DocumentFilter, TagNamesDocument } from '../gql/graphql.ts';
import css from './filters.module.css';
import { messages } from './messages.ts';
import { STATUSES } from './use-filter.ts';

interface FiltersProps {
  readonly filter: DocumentFilter;
  onChange(filter: DocumentFilter): void;
}

/** Which documents are listed. */
export function Filters({ filter, onChange }: FiltersProps) {
  const [{ data: collections }] = useQuery({ query: CollectionNamesDocument, requestPolicy: 'cache-and-network' });
  const [{ data: tags }] = useQuery({ query: TagNamesDocument, requestPolicy: 'cache-and-network' });
  const tag = filter.tags?.[0] ?? '';
  return (
    <search className={css.filters}>
      <input
        type="search"
        aria-label={messages.find}
        placeholder={messages.find}
        value={filter.nameContains ?? ''}
        onChange={({ target }) => onChange({ ...filter, nameContains: target.value })}
      />
      <Choice
        label={messages.status}
        any={messages.allStatuses}
        values={STATUSES}
        nameOf={(status) => messages.statuses[status]}
        value={filter.status ?? ''}
        onChange={(status) => onChange({ ...filter, status })}
      />
      <Choice
        label={messages.collection}
        any={messages.allCollections}
        values={collections?.collections.map(({ name }) => name) ?? []}
        value={filter.collection ?? ''}
        onChange={(collection) => onChange({ ...filter, collection })}
      />
      <Choice
        label={messages.tag}
        any={messages.allTags}
        values={tags?.tags.map(({ name }) => name) ?? []}
        nameOf={(name) => `#${name}`}
        value={tag}
        onChange={(name) => onChange({ ...filter, tags: name === null ? null : [name] })}
      />
    </search>
  );
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  /** The choice of nothing in particular. */
  readonly any: string;
  readonly values: readonly Value[];
  readonly value: Value | '';
  nameOf?(value: Value): string;
  onChange(value: Value | null): void;
}

/** One of what there is, and nothing where there is nothing to choose from. */
function Choice<Value extends string>({ label, any, values, value, nameOf, onChange }: ChoiceProps<Value>) {
  // What no document has any more may still be what the address names.
  const all = value === '' || values.includes(value) ? values : [value, ...values];
  if (all.length === 0) return null;
  return (
    <select
      aria-label={label}
      value={value}
      onChange={({ target }) => onChange(all.find((each) => each === target.value) ?? null)}
    >
      <option value="">{any}</option>
      {all.map((each) => (
        <option key={each} value={each}>
          {nameOf ? nameOf(each) : each}
        </option>
      ))}
    </select>
  );
}
