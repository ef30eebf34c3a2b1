import Download from 'lucide-react/icons/download';
import { useQuery, useSubscription } from 'urql';
import { Link, useLocation, useParams } from 'wouter';
import { DocumentChangedDocument, DocumentDocument } from '../gql/graphql.ts';
import { toFailure } from '../lib/errors.ts';
import { addressOfAsking } from '../scope/scope-in-address.ts';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/failed.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useApi } from '../ui/use-api.ts';
import { DocumentActions, useDownload } from './document-actions.tsx';
import { DocumentFacts } from './document-facts.tsx';
import { isUnfinished } from './document-status.tsx';
import { messages } from './messages.ts';
import css from './reader-page.module.css';
import { ReaderText } from './reader-text.tsx';
import { Unreadable } from './unreadable.tsx';
import { UploadTray } from './uploads/upload-tray.tsx';
import { uploadsOf } from './uploads/uploads.ts';
import { useAtOnce } from './use-at-once.tsx';

const NOT_FOUND = { code: 'NOT_FOUND', message: '' } as const;

/** A document to read: what it is, and its text, at the place that the address names. */
export function ReaderPage() {
  const { id = '' } = useParams<{ id: string }>();
  const [, navigate] = useLocation();
  const uploads = uploadsOf(useApi());
  const { atOnce, dialog } = useAtOnce();
  const download = useDownload(id);
  const [{ data, error }, read] = useQuery({ query: DocumentDocument, variables: { id } });
  const document = data?.document;
  useSubscription({ query: DocumentChangedDocument, variables: { id }, pause: !document || !isUnfinished(document) });
  if (!document) {
    const failure = data ? NOT_FOUND : error && toFailure(error);
    return (
      <Page title={messages.title}>
        {failure ? <Failed failure={failure} {...(!data && { onRetry: () => read() })} /> : <Skeleton lines={8} />}
      </Page>
    );
  }
  return (
    <Page
      title={document.name}
      aside={
        <>
          <Button icon={<Download size={18} />} onClick={atOnce(download)}>
            {messages.download}
          </Button>
          <DocumentActions document={document} onDeleted={() => navigate('/documents')} />
        </>
      }
    >
      {dialog}
      <UploadTray uploads={uploads} of={id} />
      <div className={css.columns}>
        <div className={css.facts}>
          <DocumentFacts document={document} />
          {document.status === 'SEARCHABLE' && <Link href={addressOfAsking(id)}>{messages.ask}</Link>}
        </div>
        {document.status === 'SEARCHABLE' ? <ReaderText key={id} id={id} /> : <Unreadable document={document} />}
      </div>
    </Page>
  );
}
