import Ellipsis from 'lucide-react/icons/ellipsis';
import { useState } from 'react';
import { useClient } from 'urql';
import {
  CancelIngestionDocument,
  DeleteDocumentDocument,
  DocumentDownloadDocument,
  type DocumentPartsFragment,
  RetryIngestionDocument,
  UpdateDocumentDocument,
} from '../gql/graphql.ts';
import { mayChange } from '../lib/rights.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Field } from '../ui/field.tsx';
import { Menu } from '../ui/menu.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import { isUnfinished } from './document-status.tsx';
import { messages } from './messages.ts';

interface DocumentActionsProps {
  readonly document: DocumentPartsFragment;
  onDeleted?(): void;
}

/** What may be done with a document. What the caller's rights do not allow is not there. */
export function DocumentActions({ document, onDeleted }: DocumentActionsProps) {
  const client = useClient();
  const viewer = useViewer();
  const [asked, setAsked] = useState<'rename' | 'delete' | null>(null);
  const { id, name, status } = document;
  const input = { id };
  const download = async () => {
    const { data } = await client.query(DocumentDownloadDocument, { id }, { requestPolicy: 'network-only' });
    const url = data?.document?.downloadUrl;
    if (url) location.assign(url);
  };
  const isChangeable = mayChange(document, viewer);
  const isRetryable = isChangeable && (status === 'FAILED' || status === 'CANCELLED');
  return (
    <>
      <Menu label={messages.actions(name)} button={<Ellipsis size={18} />}>
        <button type="button" onClick={() => void download()}>
          {messages.download}
        </button>
        {isRetryable && (
          <button type="button" onClick={() => void client.mutation(RetryIngestionDocument, { input }).toPromise()}>
            {messages.retry}
          </button>
        )}
        {isChangeable && isUnfinished(document) && (
          <button type="button" onClick={() => void client.mutation(CancelIngestionDocument, { input }).toPromise()}>
            {messages.cancel}
          </button>
        )}
        {isChangeable && (
          <>
            <button type="button" onClick={() => setAsked('rename')}>
              {messages.rename}
            </button>
            <button type="button" onClick={() => setAsked('delete')}>
              {messages.delete}
            </button>
          </>
        )}
      </Menu>
      {asked === 'rename' && (
        <Confirm
          title={messages.renameTitle}
          verb={messages.save}
          onConfirm={async (form) => {
            const changes = { id, name: String(form.get('name')) };
            const { error } = await client.mutation(UpdateDocumentDocument, { input: changes });
            if (error) throw error;
          }}
          onClose={() => setAsked(null)}
        >
          <Field label={messages.name} name="name" defaultValue={name} required />
        </Confirm>
      )}
      {asked === 'delete' && (
        <Confirm
          title={messages.deleteTitle(name)}
          verb={messages.delete}
          isDangerous
          onConfirm={async () => {
            const { error } = await client.mutation(DeleteDocumentDocument, { input });
            if (error) throw error;
            onDeleted?.();
          }}
          onClose={() => setAsked(null)}
        >
          <p>{messages.deleteConsequence}</p>
        </Confirm>
      )}
    </>
  );
}
