import { useState } from 'react';
import type { Role } from '../gql/graphql.ts';
import type { Rights } from '../lib/grants.ts';
import { grantableRoles, type RightsHolder, seesCollection } from '../lib/rights.ts';
import { Checkbox } from './checkbox.tsx';
import { Field } from './field.tsx';
import { messages } from './messages.ts';
import { RadioGroup } from './radio-group.tsx';
import css from './rights-fields.module.css';
import { SelectField } from './select-field.tsx';

interface RightsFieldsProps {
  /** Who grants them: nobody grants more than they hold. */
  readonly holder: RightsHolder & Rights;
  /** The collections that there are. */
  readonly known: readonly string[];
  /** What they are before anything is changed. */
  readonly given?: Rights;
}

/** The fields of rights that can be granted; `rightsIn` reads them. */
export function RightsFields({ holder, known, given }: RightsFieldsProps) {
  const [role, setRole] = useState(given?.role ?? 'VIEWER');
  const roles = grantableRoles(holder);
  return (
    <>
      <SelectField
        label={messages.role}
        hint={messages.duties[role]}
        name="role"
        options={roles.map((each) => [each, messages.roles[each]] as const)}
        value={role}
        onChange={({ target }) => setRole(roles.find((each) => each === target.value) ?? role)}
      />
      <CollectionsField holder={holder} known={known} given={given?.collections ?? null} />
      {holder.piiAccess && (
        <Checkbox
          label={messages.piiAccess}
          hint={messages.piiAccessHint}
          name="piiAccess"
          defaultChecked={given?.piiAccess ?? false}
        />
      )}
    </>
  );
}

interface CollectionsFieldProps extends Pick<RightsFieldsProps, 'holder' | 'known'> {
  readonly given: Rights['collections'];
}

function CollectionsField({ holder, known, given }: CollectionsFieldProps) {
  const [within, setWithin] = useState<'all' | 'some'>(given || holder.collections ? 'some' : 'all');
  const names = [...new Set([...known, ...(holder.collections ?? []), ...(given ?? [])])]
    .filter((name) => seesCollection(name, holder))
    .sort();
  return (
    <>
      {!holder.collections && (
        <RadioGroup<'all' | 'some'>
          label={messages.within}
          name="within"
          options={[
            ['all', messages.allDocuments],
            ['some', messages.someCollections],
          ]}
          value={within}
          onChange={setWithin}
        />
      )}
      {within === 'some' && (
        <fieldset className={css.collections}>
          <legend>{messages.collections}</legend>
          {names.map((name) => (
            <Checkbox key={name} label={name} name="collection" value={name} defaultChecked={given?.includes(name)} />
          ))}
          {names.length === 0 && <p>{messages.noCollections}</p>}
        </fieldset>
      )}
      {/* Who is limited to collections would name some that they can't grant. */}
      {within === 'some' && !holder.collections && (
        <Field label={messages.otherCollections} hint={messages.otherCollectionsHint} name="otherCollections" />
      )}
    </>
  );
}

/** What was chosen. */
export function rightsIn(form: FormData, { collections }: Pick<Rights, 'collections'>): Rights {
  const isLimited = collections !== null || form.get('within') === 'some';
  return {
    role: form.get('role') as Role,
    piiAccess: form.has('piiAccess'),
    collections: isLimited ? collectionsIn(form) : null,
  };
}

/** Those that were ticked, and those that were typed. */
function collectionsIn(form: FormData): string[] {
  const typed = String(form.get('otherCollections') ?? '').split(',');
  return [...form.getAll('collection').map(String), ...typed.map((name) => name.trim()).filter(Boolean)];
}
