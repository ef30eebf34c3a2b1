import { type DragEvent, type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { ExamplesNote } from '../examples/examples-note.tsx';
import { isAtLeast } from '../lib/rights.ts';
import { Page } from '../ui/page.tsx';
import { useApi } from '../ui/use-api.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { DocumentList } from './document-list.tsx';
import css from './documents-page.module.css';
import { Filters } from './filters.tsx';
import { messages } from './messages.ts';
import { type ChosenFiles, droppedFiles } from './uploads/chosen-files.ts';
import { FilePicker } from './uploads/file-picker.tsx';
import { MetadataOfNew, useMetadataOfNew } from './uploads/metadata-of-new.tsx';
import { UploadTray } from './uploads/upload-tray.tsx';
import { uploadsOf } from './uploads/uploads.ts';
import { useFilter } from './use-filter.ts';

/** All documents, and the way to add some. */
export function DocumentsPage() {
  const uploads = uploadsOf(useApi());
  const metadata = useMetadataOfNew(uploads);
  const mayAdd = isAtLeast('EDITOR', useViewer());
  const [filter, setFilter] = useFilter();
  const add = (files: ChosenFiles) => void uploads.add(files, metadata);
  return (
    <DropZone isOpen={mayAdd} onDropped={add}>
      <Page title={messages.title} aside={mayAdd && <FilePicker onChosen={add} />}>
        {mayAdd && <MetadataOfNew uploads={uploads} />}
        <UploadTray uploads={uploads} />
        <ExamplesNote>
          <Link href="/">{messages.askExamples}</Link>
        </ExamplesNote>
        <Filters filter={filter} onChange={setFilter} />
        <DocumentList key={JSON.stringify(filter)} filter={filter} />
      </Page>
    </DropZone>
  );
}

interface DropZoneProps {
  readonly isOpen: boolean;
  readonly children: ReactNode;
  onDropped(files: ChosenFiles): void;
}

/** All of the page takes what is dropped on it. */
function DropZone({ isOpen, children, onDropped }: DropZoneProps) {
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    if (isOpen) void droppedFiles(event.dataTransfer).then(onDropped);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way of three, the others are buttons.
    <div
      className={css.drop}
      data-over={isOver && isOpen}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={(event) => event.currentTarget === event.target && setIsOver(false)}
      onDrop={drop}
    >
      {children}
    </div>
  );
}
