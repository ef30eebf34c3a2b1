import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useStore } from '../../ui/use-store.ts';
import { useViewer, type Viewer } from '../../ui/use-viewer.ts';
import { type Metadata, NO_METADATA } from '../editing/metadata.ts';
import { MetadataFields } from '../editing/metadata-fields.tsx';
import { messages } from '../messages.ts';
import css from './metadata-of-new.module.css';
import type { Uploads } from './uploads.ts';

/** What is said of files that are added from now on, for all to see before they add some, and to change. */
export function MetadataOfNew({ uploads }: { readonly uploads: Uploads }) {
  const metadata = useMetadataOfNew(uploads);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className={css.line}>
      <span>
        {messages.newDocuments} {inWords(metadata)}
      </span>
      <Button look="quiet" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        {messages.change}
      </Button>
      {isOpen && <MetadataDialog uploads={uploads} metadata={metadata} onClose={() => setIsOpen(false)} />}
    </div>
  );
}

/** What was chosen; who is limited to collections begins with the first. */
export function useMetadataOfNew(uploads: Uploads): Metadata {
  const viewer = useViewer();
  return useStore(uploads.metadata) ?? metadataFor(viewer);
}

function metadataFor({ collections }: Viewer): Metadata {
  return { ...NO_METADATA, collection: collections?.[0] ?? null };
}

interface MetadataDialogProps {
  readonly uploads: Uploads;
  readonly metadata: Metadata;
  onClose(): void;
}

function MetadataDialog({ uploads, metadata, onClose }: MetadataDialogProps) {
  const [next, setNext] = useState(metadata);
  return (
    <Confirm
      title={messages.newDocumentsTitle}
      verb={messages.apply}
      onConfirm={async () => uploads.metadata.set(next)}
      onClose={onClose}
    >
      <MetadataFields value={next} onChange={setNext} mayChooseVisibility />
    </Confirm>
  );
}

function inWords({ collection, tags, containsPii, visibility }: Metadata): string {
  const said = [
    collection === null ? null : messages.inCollection(collection),
    ...tags.map((tag) => `#${tag}`),
    containsPii ? messages.pii : null,
    messages.visibilities[visibility],
  ];
  return said.filter((each) => each !== null).join(' · ');
}
