import { useState } from 'react';
import { useClient } from 'urql';
import { type DocumentPartsFragment, DocumentTagsDocument, UpdateDocumentDocument } from '../../gql/graphql.ts';
import { messages } from '../messages.ts';
import { useMutate } from '../use-mutate.ts';
import { changesOf, KEEP, type ManyChanges, touchesTags } from './many-changes.ts';
import { ManyDialog } from './many-dialog.tsx';
import { ManyFields } from './many-fields.tsx';
import type { Selection } from './selection.ts';

interface EditManyDialogProps {
  readonly documents: readonly DocumentPartsFragment[];
  readonly selection: Selection;
  onClose(): void;
}

/** Changes what is said of the documents that are selected. */
export function EditManyDialog({ documents, ...dialog }: EditManyDialogProps) {
  const client = useClient();
  const mutate = useMutate();
  const [changes, setChanges] = useState<ManyChanges>(KEEP);
  /** Those that it has now: they are sent as a whole, and what others have added stays. */
  const tagsOf = async ({ id, tags }: DocumentPartsFragment): Promise<readonly string[]> => {
    if (!touchesTags(changes)) return tags;
    const { data, error } = await client.query(DocumentTagsDocument, { id }, { requestPolicy: 'network-only' });
    if (error) throw error;
    return data?.document?.tags ?? tags;
  };
  return (
    <ManyDialog
      {...dialog}
      documents={documents}
      title={messages.editManyTitle}
      verb={messages.save}
      done={messages.changedMany}
      work={async (document) => {
        const input = changesOf(changes, await tagsOf(document));
        await mutate(UpdateDocumentDocument, { input: { id: document.id, ...input } });
      }}
    >
      <ManyFields documents={documents} changes={changes} onChange={setChanges} />
    </ManyDialog>
  );
}
