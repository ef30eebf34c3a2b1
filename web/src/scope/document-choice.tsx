import { useState } from 'react';
import { useQuery } from 'urql';
import { ScopeDocumentsDocument } from '../gql/graphql.ts';
import { Checkbox } from '../ui/checkbox.tsx';
import { FindField } from '../ui/find-field.tsx';
import { messages } from './messages.ts';
import { toggled } from './scope.ts';
import css from './scope-panel.module.css';

/** As many as one looks through; the others are found by their names. */
const SHOWN = 6;

interface DocumentChoiceProps {
  readonly chosen: readonly string[];
  onChange(chosen: readonly string[]): void;
}

/** Documents to look in, the newest, or those whose names have what is typed. */
export function DocumentChoice({ chosen, onChange }: DocumentChoiceProps) {
  const [name, setName] = useState('');
  const [{ data }] = useQuery({
    query: ScopeDocumentsDocument,
    variables: { filter: { status: 'SEARCHABLE', ...(name && { nameContains: name }) }, first: SHOWN },
  });
  const { edges = [], totalCount = 0 } = data?.documents ?? {};
  return (
    <fieldset className={css.group}>
      <legend>{messages.documents}</legend>
      <FindField label={messages.find} value={name} onChange={setName} />
      {edges.map(({ node }) => (
        <Checkbox
          key={node.id}
          label={node.name}
          checked={chosen.includes(node.id)}
          onChange={() => onChange(toggled(chosen, node.id))}
        />
      ))}
      {totalCount > edges.length && <p className={css.hint}>{messages.more(totalCount - edges.length)}</p>}
      {data && totalCount === 0 && <p className={css.hint}>{messages.noneFound}</p>}
    </fieldset>
  );
}
