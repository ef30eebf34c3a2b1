import Ellipsis from 'lucide-react/icons/ellipsis';
import { useState } from 'react';
import { useClient } from 'urql';
import { Link } from 'wouter';
import {
  CancelIngestionDocument,
  DeleteDocumentDocument,
  DocumentDownloadDocument,
  type DocumentPartsFragment,
  ReprocessDocumentDocument,
  RetryIngestionDocument,
} from '../gql/graphql.ts';
import { mayChange } from '../lib/rights.ts';
import { addressOfAsking } from '../scope/scope-in-address.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Menu } from '../ui/menu.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import { isUnfinished } from './document-status.tsx';
import { EditDialog } from './editing/edit-dialog.tsx';
import { messages } from './messages.ts';
import { useReplacement } from './uploads/use-replacement.tsx';
import { useAtOnce } from './use-at-once.tsx';
import { useMutate } from './use-mutate.ts';

interface DocumentActionsProps {
  readonly document: DocumentPartsFragment;
  onDeleted?(): void;
}

/** What may be done with a document. What the caller's rights do not allow is not there. */
export function DocumentActions({ document, onDeleted }: DocumentActionsProps) {
  const mutate = useMutate();
  const download = useDownload(document.id);
  const replacement = useReplacement(document);
  const { atOnce, dialog } = useAtOnce();
  const isChangeable = mayChange(document, useViewer());
  const [asked, setAsked] = useState<'edit' | 'delete' | null>(null);
  const { name, status } = document;
  const input = { id: document.id };
  const isGoing = isUnfinished(document);
  return (
    <>
      <Menu label={messages.actions(name)} button={<Ellipsis size={18} />}>
        {status === 'SEARCHABLE' && <Link href={addressOfAsking(document.id)}>{messages.ask}</Link>}
        <button type="button" onClick={atOnce(download)}>
          {messages.download}
        </button>
        {isChangeable && (
          <>
            <button type="button" onClick={() => setAsked('edit')}>
              {messages.edit}
            </button>
            <button type="button" onClick={replacement.choose}>
              {messages.replace}
            </button>
            {isRetryable(document) && (
              <button type="button" onClick={atOnce(() => mutate(RetryIngestionDocument, { input }))}>
                {messages.retry}
              </button>
            )}
            {isGoing && (
              <button type="button" onClick={atOnce(() => mutate(CancelIngestionDocument, { input }))}>
                {messages.cancel}
              </button>
            )}
            {status === 'SEARCHABLE' && !isGoing && (
              <button type="button" onClick={atOnce(() => mutate(ReprocessDocumentDocument, { input }))}>
                {messages.reprocess}
              </button>
            )}
            <button type="button" onClick={() => setAsked('delete')}>
              {messages.delete}
            </button>
          </>
        )}
      </Menu>
      {replacement.input}
      {dialog}
      {asked === 'edit' && <EditDialog document={document} onClose={() => setAsked(null)} />}
      {asked === 'delete' && (
        <Confirm
          title={messages.deleteTitle(name)}
          verb={messages.delete}
          isDangerous
          onConfirm={async () => {
            await mutate(DeleteDocumentDocument, { input });
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

/** Whether the reading of its original can be tried again. */
export function isRetryable({ status }: DocumentPartsFragment): boolean {
  return status === 'FAILED' || status === 'CANCELLED';
}

/** Gets the original by a link that is good for a minute. */
export function useDownload(id: string) {
  const client = useClient();
  return async () => {
    const { data, error } = await client.query(DocumentDownloadDocument, { id }, { requestPolicy: 'network-only' });
    if (error) throw error;
    const url = data?.document?.downloadUrl;
    if (url) location.assign(url);
  };
}
