import { useQuery } from 'urql';
import { ScopeChoicesDocument } from '../gql/graphql.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { DocumentChoice } from './document-choice.tsx';
import { messages } from './messages.ts';
import { EVERYWHERE, isEverywhere, type Scope, toggled } from './scope.ts';
import css from './scope-panel.module.css';

interface ScopePanelProps {
  readonly scope: Scope;
  onChange(scope: Scope): void;
}

/** What can be chosen: a collection, tags, documents. */
export function ScopePanel({ scope, onChange }: ScopePanelProps) {
  const [{ data }] = useQuery({ query: ScopeChoicesDocument, requestPolicy: 'cache-and-network' });
  // What holds nothing any more, or comes with the address, can still be chosen.
  const collections = new Set([...(data?.collections ?? []).map(({ name }) => name), scope.collection].filter(Boolean));
  const tags = new Set([...(data?.tags ?? []).map(({ name }) => name), ...scope.tags]);
  return (
    <section aria-label={messages.where} className={css.panel}>
      {collections.size > 0 && (
        <SelectField
          label={messages.collection}
          value={scope.collection}
          options={[['', messages.allCollections], ...[...collections].map((name) => [name, name] as const)]}
          onChange={({ target }) => onChange({ ...scope, collection: target.value })}
        />
      )}
      {tags.size > 0 && (
        <fieldset className={css.group}>
          <legend>{messages.tags}</legend>
          <div className={css.tags}>
            {[...tags].map((tag) => (
              <Checkbox
                key={tag}
                label={tag}
                checked={scope.tags.includes(tag)}
                onChange={() => onChange({ ...scope, tags: toggled(scope.tags, tag) })}
              />
            ))}
          </div>
        </fieldset>
      )}
      <DocumentChoice chosen={scope.documentIds} onChange={(documentIds) => onChange({ ...scope, documentIds })} />
      <Button disabled={isEverywhere(scope)} onClick={() => onChange(EVERYWHERE)}>
        {messages.lookEverywhere}
      </Button>
    </section>
  );
}
