import { useState } from 'react';
import { type DocumentPartsFragment, UpdateDocumentDocument } from '../../gql/graphql.ts';
import { mayChooseVisibility } from '../../lib/rights.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Field } from '../../ui/field.tsx';
import { useViewer } from '../../ui/use-viewer.ts';
import { messages } from '../messages.ts';
import { useMutate } from '../use-mutate.ts';
import { changesOf, type Description, dayOf } from './metadata.ts';
import { MetadataFields } from './metadata-fields.tsx';

interface EditDialogProps {
  readonly document: DocumentPartsFragment;
  onClose(): void;
}

/** Changes what is said of a document. */
export function EditDialog({ document, onClose }: EditDialogProps) {
  const mutate = useMutate();
  const viewer = useViewer();
  const [next, setNext] = useState((): Description => ({ ...document, day: dayOf(document.documentDate) }));
  return (
    <Confirm
      title={messages.editTitle(document.name)}
      verb={messages.save}
      onConfirm={() => mutate(UpdateDocumentDocument, { input: changesOf(document, next) })}
      onClose={onClose}
    >
      <Field
        label={messages.name}
        value={next.name}
        onChange={({ target }) => setNext({ ...next, name: target.value })}
        required
      />
      <MetadataFields
        value={next}
        mayChooseVisibility={mayChooseVisibility(document, viewer)}
        onChange={(metadata) => setNext({ ...next, ...metadata })}
      />
      <Field
        label={messages.documentDate}
        type="date"
        value={next.day}
        onChange={({ target }) => setNext({ ...next, day: target.value })}
      />
    </Confirm>
  );
}
