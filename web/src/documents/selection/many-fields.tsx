import type { DocumentPartsFragment, DocumentVisibility } from '../../gql/graphql.ts';
import { mayChooseVisibility } from '../../lib/rights.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { useViewer } from '../../ui/use-viewer.ts';
import { CollectionField } from '../editing/collection-field.tsx';
import { TagsField } from '../editing/tags-field.tsx';
import { messages } from '../messages.ts';
import type { ManyChanges } from './many-changes.ts';

interface ManyFieldsProps {
  readonly documents: readonly DocumentPartsFragment[];
  readonly changes: ManyChanges;
  onChange(changes: ManyChanges): void;
}

/** What can be changed of many documents at once, as far as the caller may for all of them. */
export function ManyFields({ documents, changes, onChange }: ManyFieldsProps) {
  const viewer = useViewer();
  const { move, collection, addedTags, removedTags, containsPii, visibility } = changes;
  return (
    <>
      <SelectField
        label={messages.collection}
        // Who is limited to collections may take nothing out of them.
        options={MOVES.filter((each) => each !== 'none' || !viewer.collections).map((each) => [
          each,
          messages.moves[each],
        ])}
        value={move}
        onChange={({ target }) => onChange({ ...changes, move: MOVES.find((each) => each === target.value) ?? 'keep' })}
      />
      {move === 'to' && (
        <CollectionField
          label={messages.moveTo}
          value={collection}
          isRequired
          onChange={(next) => onChange({ ...changes, collection: next })}
        />
      )}
      <TagsField
        label={messages.addTags}
        tags={addedTags}
        onChange={(tags) => onChange({ ...changes, addedTags: tags })}
      />
      <TagsField
        label={messages.removeTags}
        tags={removedTags}
        onChange={(tags) => onChange({ ...changes, removedTags: tags })}
      />
      {viewer.piiAccess && (
        <SelectField
          label={messages.pii}
          options={[
            ['', messages.moves.keep],
            ['true', messages.yes],
            ['false', messages.no],
          ]}
          value={containsPii === null ? '' : String(containsPii)}
          onChange={({ target: { value } }) =>
            onChange({ ...changes, containsPii: value === '' ? null : value === 'true' })
          }
        />
      )}
      {documents.every((document) => mayChooseVisibility(document, viewer)) && (
        <SelectField
          label={messages.visibility}
          options={[
            ['', messages.moves.keep],
            ...VISIBILITIES.map((each) => [each, messages.visibilities[each]] as const),
          ]}
          value={visibility ?? ''}
          onChange={({ target }) =>
            onChange({ ...changes, visibility: VISIBILITIES.find((each) => each === target.value) ?? null })
          }
        />
      )}
    </>
  );
}

const MOVES: readonly ManyChanges['move'][] = ['keep', 'to', 'none'];
const VISIBILITIES: readonly DocumentVisibility[] = ['ORGANIZATION', 'PRIVATE'];
