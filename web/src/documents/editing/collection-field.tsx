import { useId } from 'react';
import { useQuery } from 'urql';
import { CollectionNamesDocument } from '../../gql/graphql.ts';
import { Field } from '../../ui/field.tsx';
import { useViewer } from '../../ui/use-viewer.ts';
import { messages } from '../messages.ts';

interface CollectionFieldProps {
  readonly label?: string;
  /** Null for none. */
  readonly value: string | null;
  readonly isRequired?: boolean;
  onChange(collection: string | null): void;
}

/** A collection: one that is there, or a new name. Who is limited to some names one of these, or one within. */
export function CollectionField({
  label = messages.collection,
  value,
  isRequired = false,
  onChange,
}: CollectionFieldProps) {
  const own = useViewer().collections ?? null;
  const [{ data }] = useQuery({ query: CollectionNamesDocument });
  const list = useId();
  const names = new Set([...(own ?? []), ...(data?.collections ?? []).map(({ name }) => name)]);
  return (
    <>
      <Field
        label={label}
        hint={own ? messages.yourCollections(own) : messages.collectionHint}
        list={list}
        autoComplete="off"
        required={isRequired || own !== null}
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value || null)}
      />
      <datalist id={list}>
        {[...names].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
