import { DeleteDocumentDocument, type DocumentPartsFragment } from '../../gql/graphql.ts';
import { messages } from '../messages.ts';
import { useMutate } from '../use-mutate.ts';
import { ManyDialog } from './many-dialog.tsx';
import type { Selection } from './selection.ts';

interface DeleteManyDialogProps {
  readonly documents: readonly DocumentPartsFragment[];
  readonly selection: Selection;
  onClose(): void;
}

/** So many are named; the rest is counted. */
const NAMED = 10;

/** Deletes the documents that are selected. */
export function DeleteManyDialog({ documents, ...dialog }: DeleteManyDialogProps) {
  const mutate = useMutate();
  const named = documents.slice(0, NAMED).map(({ name }) => name);
  return (
    <ManyDialog
      {...dialog}
      documents={documents}
      title={messages.deleteManyTitle}
      verb={messages.delete}
      isDangerous
      done={messages.deletedMany}
      work={({ id }) => mutate(DeleteDocumentDocument, { input: { id } })}
    >
      <p>{messages.namesOf(named, documents.length - named.length)}</p>
      <p>{messages.deleteConsequence}</p>
    </ManyDialog>
  );
}
