import { Checkbox } from '../../ui/checkbox.tsx';
import { useViewer } from '../../ui/use-viewer.ts';
import { messages } from '../messages.ts';
import { CollectionField } from './collection-field.tsx';
import type { Metadata } from './metadata.ts';
import { TagsField } from './tags-field.tsx';

interface MetadataFieldsProps {
  readonly value: Metadata;
  /** Whether the caller may say whom it is for. */
  readonly mayChooseVisibility: boolean;
  onChange(value: Metadata): void;
}

/** Where documents belong, and who sees them. What the caller's rights do not allow is not there. */
export function MetadataFields({ value, mayChooseVisibility, onChange }: MetadataFieldsProps) {
  const { piiAccess } = useViewer();
  return (
    <>
      <CollectionField value={value.collection} onChange={(collection) => onChange({ ...value, collection })} />
      <TagsField label={messages.tags} tags={value.tags} onChange={(tags) => onChange({ ...value, tags })} />
      <div>
        {piiAccess && (
          <Checkbox
            label={messages.pii}
            hint={messages.piiHint}
            checked={value.containsPii}
            onChange={({ target }) => onChange({ ...value, containsPii: target.checked })}
          />
        )}
        {mayChooseVisibility && (
          <Checkbox
            label={messages.visibilities.PRIVATE}
            hint={messages.privateHint}
            checked={value.visibility === 'PRIVATE'}
            onChange={({ target }) => onChange({ ...value, visibility: target.checked ? 'PRIVATE' : 'ORGANIZATION' })}
          />
        )}
      </div>
    </>
  );
}
