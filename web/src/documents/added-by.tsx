import type { DocumentPartsFragment } from '../gql/graphql.ts';
import { isOwn } from '../lib/rights.ts';
import { useViewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';

interface AddedByProps {
  readonly document: DocumentPartsFragment;
  readonly className?: string | undefined;
}

/** Who added a document. */
export function AddedBy({ document, className }: AddedByProps) {
  const isMine = isOwn(document, useViewer());
  const { createdBy } = document;
  return (
    <span className={className}>
      {isMine ? messages.byYou : (createdBy?.name ?? createdBy?.email ?? messages.bySomebodyGone)}
    </span>
  );
}
