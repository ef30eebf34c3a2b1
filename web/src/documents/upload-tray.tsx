import RotateCcw from 'lucide-react/icons/rotate-ccw';
import X from 'lucide-react/icons/x';
import { formatBytes } from '../lib/format-bytes.ts';
import { language } from '../lib/language.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { failureText } from '../ui/failure-text.ts';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { useStore } from '../ui/use-store.ts';
import { messages } from './messages.ts';
import css from './upload-tray.module.css';
import type { Upload, Uploads } from './uploads.ts';

const percent = new Intl.NumberFormat(language, { style: 'percent' });

/** What is being sent, and what was not taken; what has arrived is in the list below. */
export function UploadTray({ uploads }: { readonly uploads: Uploads }) {
  const list = useStore(uploads.store);
  const shown = list.filter(({ state }) => state.type !== 'done' || !state.isNew);
  if (shown.length === 0) return null;
  const done = list.filter(({ state }) => state.type === 'done').length;
  return (
    <section className={css.tray} aria-label={messages.uploads(done, list.length)}>
      <div className={css.top}>
        <strong>{messages.uploads(done, list.length)}</strong>
        <Button look="quiet" onClick={uploads.clear}>
          {messages.clear}
        </Button>
      </div>
      <ul>
        {shown.slice(0, 50).map((upload) => (
          <Row key={upload.id} upload={upload} uploads={uploads} />
        ))}
      </ul>
    </section>
  );
}

function Row({ upload: { id, file, state }, uploads }: { readonly upload: Upload; readonly uploads: Uploads }) {
  const isGoing = state.type === 'waiting' || state.type === 'sending';
  return (
    <li className={css.row}>
      <span className={css.name}>{file.name}</span>
      <div className={css.state}>
        {state.type === 'waiting' && messages.waiting}
        {state.type === 'sending' && (
          <>
            {messages.uploading(percent.format(state.sent), formatBytes(file.size))}
            <ProgressBar done={state.sent} label={file.name} />
          </>
        )}
        {state.type === 'done' && messages.same}
        {state.type === 'refused' && <span className={css.refused}>{state.why}</span>}
        {state.type === 'failed' && <span className={css.refused}>{failureText(state.failure)}</span>}
      </div>
      {state.type === 'failed' && (
        <IconButton label={messages.retryUpload(file.name)} onClick={() => uploads.retry(id)}>
          <RotateCcw size={17} />
        </IconButton>
      )}
      <IconButton
        label={isGoing ? messages.cancelUpload(file.name) : messages.removeUpload(file.name)}
        onClick={() => uploads.remove(id)}
      >
        <X size={17} />
      </IconButton>
    </li>
  );
}
