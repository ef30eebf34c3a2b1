import CircleAlert from 'lucide-react/icons/circle-alert';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleSlash from 'lucide-react/icons/circle-slash';
import type { DocumentPartsFragment } from '../gql/graphql.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';
import css from './document-status.module.css';
import { messages } from './messages.ts';

/** The state of a document. */
export function DocumentStatus({ document }: { readonly document: DocumentPartsFragment }) {
  const { status, progress, name } = document;
  if (isUnfinished(document)) {
    const { queuePosition, stage } = progress;
    return (
      <span className={css.going}>
        {queuePosition === null ? messages.stages[stage] : messages.inLine(queuePosition)}
        <ProgressBar done={partDone(progress)} label={name} />
      </span>
    );
  }
  return (
    <span className={css.status} data-status={status}>
      <span className={css.word}>
        {status === 'SEARCHABLE' && <CircleCheck size={16} aria-hidden="true" />}
        {status === 'FAILED' && <CircleAlert size={16} aria-hidden="true" />}
        {status === 'CANCELLED' && <CircleSlash size={16} aria-hidden="true" />}
        {messages.statuses[status]}
      </span>
    </span>
  );
}

/** Whether something of it is still on its way, be it its next version. */
export function isUnfinished({ status, progress }: DocumentPartsFragment): boolean {
  if (status === 'SEARCHABLE') return progress.stage !== 'DONE';
  return status === 'PENDING' || status === 'PROCESSING';
}

function partDone({
  stage,
  pagesParsed,
  pagesTotal,
  chunksEmbedded,
  chunksTotal,
}: DocumentPartsFragment['progress']): number | null {
  if (stage === 'PARSING' && pagesTotal) return (pagesParsed / pagesTotal) * 0.5;
  return chunksTotal ? 0.5 + (chunksEmbedded / chunksTotal) * 0.5 : null;
}
