import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { actionGroups, isAction } from './actions.ts';
import css from './filters.module.css';
import { messages } from './messages.ts';
import type { Filter } from './use-filter.ts';

interface FiltersProps {
  readonly filter: Filter;
  /** Members and tokens to choose from. */
  readonly actors: readonly string[];
  onChange(filter: { readonly [Name in keyof Filter]: Filter[Name] | '' }): void;
}

/** Which entries are listed. */
export function Filters({ filter, actors, onChange }: FiltersProps) {
  return (
    <search className={css.filters}>
      <ActorField actor={filter.actor ?? ''} actors={actors} onChange={(actor) => onChange({ ...filter, actor })} />
      <SelectField
        label={messages.action}
        value={filter.action ?? ''}
        options={[['', messages.allActions]]}
        groups={actionGroups}
        onChange={({ target: { value } }) => onChange({ ...filter, action: isAction(value) ? value : '' })}
      />
      <Field
        label={messages.from}
        type="date"
        value={filter.from ?? ''}
        max={filter.to}
        onChange={({ target }) => onChange({ ...filter, from: target.value })}
      />
      <Field
        label={messages.to}
        type="date"
        value={filter.to ?? ''}
        min={filter.from}
        onChange={({ target }) => onChange({ ...filter, to: target.value })}
      />
      {Object.keys(filter).length > 0 && (
        <Button look="quiet" className={css.clear} onClick={() => onChange({})}>
          {messages.clear}
        </Button>
      )}
    </search>
  );
}

interface ActorFieldProps extends Pick<FiltersProps, 'actors'> {
  readonly actor: string;
  onChange(actor: string): void;
}

/** Takes what is typed once it is whole: the server compares whole names. */
function ActorField({ actor, actors, onChange }: ActorFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = (name: string) => {
    setTyped(null);
    if (name.trim() !== actor) onChange(name.trim());
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take(typed ?? actor);
      }}
    >
      <Field
        label={messages.actor}
        placeholder={messages.actorPlaceholder}
        list="actors"
        autoComplete="off"
        value={typed ?? actor}
        onChange={({ target: { value } }) => (actors.includes(value) ? take(value) : setTyped(value))}
        onBlur={({ target }) => take(target.value)}
      />
      <datalist id="actors">
        {actors.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </form>
  );
}
