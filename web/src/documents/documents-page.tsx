import { type DragEvent, useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { ExamplesNote } from '../examples/examples-note.tsx';
import { ExamplesOffer } from '../examples/examples-offer.tsx';
import { CollectionNamesDocument, type DocumentFilter, DocumentsDocument, FileLimitsDocument } from '../gql/graphql.ts';
import { isAtLeast } from '../lib/rights.ts';
import { Page } from '../ui/page.tsx';
import { useApi } from '../ui/use-api.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { DocumentPage } from './document-list.tsx';
import css from './documents-page.module.css';
import { droppedFiles } from './dropped-files.ts';
import { FilePicker } from './file-picker.tsx';
import { Filters } from './filters.tsx';
import { messages } from './messages.ts';
import { UploadTray } from './upload-tray.tsx';
import { uploadsOf } from './uploads.ts';
import { useFilter } from './use-filter.ts';

/** All documents, and the way to add some. */
export function DocumentsPage() {
  const uploads = uploadsOf(useApi());
  const viewer = useViewer();
  const [filter, setFilter] = useFilter();
  const [{ data: limits }] = useQuery({ query: FileLimitsDocument });
  const [{ data: collections }] = useQuery({ query: CollectionNamesDocument, requestPolicy: 'cache-and-network' });
  const mayAdd = isAtLeast('EDITOR', viewer);
  const [isOver, setIsOver] = useState(false);
  const add = (files: readonly File[]) => uploads.add(files, limits?.system.limits);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    if (mayAdd) void droppedFiles(event.dataTransfer).then(add);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way of three, the others are buttons.
    <div
      className={css.drop}
      data-over={isOver && mayAdd}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={(event) => event.currentTarget === event.target && setIsOver(false)}
      onDrop={drop}
    >
      <Page
        title={messages.title}
        aside={mayAdd && <FilePicker extensions={limits?.system.limits.fileExtensions ?? []} onFiles={add} />}
      >
        <UploadTray uploads={uploads} />
        <ExamplesNote>
          <Link href="/">{messages.askExamples}</Link>
        </ExamplesNote>
        <Filters filter={filter} collections={collections?.collections ?? []} onChange={setFilter} />
        <div className={css.list}>
          <Nothing filter={filter} mayAdd={mayAdd} />
          <DocumentPage key={JSON.stringify(filter)} filter={filter} />
        </div>
      </Page>
    </div>
  );
}

/** What stands where there are no rows. */
function Nothing({ filter, mayAdd }: { readonly filter: DocumentFilter; readonly mayAdd: boolean }) {
  const [{ data }] = useQuery({ query: DocumentsDocument, variables: { first: 50, after: null, filter } });
  if (data?.documents.totalCount !== 0) return null;
  if (Object.keys(filter).length > 0) return <p className={css.nothing}>{messages.noneFound}</p>;
  return (
    <div className={css.nothing}>
      <p>
        {mayAdd ? (
          <>
            {messages.empty} {messages.emptyHint}
          </>
        ) : (
          messages.emptyForReaders
        )}
      </p>
      <ExamplesOffer />
    </div>
  );
}
