import RotateCcw from 'lucide-react/icons/rotate-ccw';
import X from 'lucide-react/icons/x';
import { useRef } from 'react';
import { formatBytes } from '../../lib/format-bytes.ts';
import { locale } from '../../lib/language.ts';
import { IconButton } from '../../ui/button.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { messages } from '../messages.ts';
import { isGoing, type Upload } from './upload.ts';
import css from './upload-tray.module.css';
import type { Uploads } from './uploads.ts';

const percent = new Intl.NumberFormat(locale, { style: 'percent' });

/** A file on its way, or what became of it. */
export function UploadRow({ upload, uploads }: { readonly upload: Upload; readonly uploads: Uploads }) {
  const { id, file, becomes, state } = upload;
  const row = useRef<HTMLLIElement>(null);
  useKeptFocus(row);
  return (
    <li ref={row} className={css.row}>
      <span className={css.name}>
        {file.name}
        {becomes.type === 'version' && <span className={css.of}>{messages.asVersionOf(becomes.of.name)}</span>}
      </span>
      <div className={css.state}>
        <State upload={upload} />
      </div>
      <div className={css.actions}>
        {state.type === 'failed' && (
          <IconButton label={messages.retryUpload(file.name)} onClick={() => uploads.retry(id)}>
            <RotateCcw size={17} />
          </IconButton>
        )}
        <IconButton
          label={isGoing(upload) ? messages.cancelUpload(file.name) : messages.removeUpload(file.name)}
          onClick={() => uploads.remove(id)}
        >
          <X size={17} />
        </IconButton>
      </div>
    </li>
  );
}

function State({ upload: { file, becomes, state } }: { readonly upload: Upload }) {
  switch (state.type) {
    case 'waiting':
      return messages.waiting;
    case 'sending':
      return (
        <>
          {messages.uploading(percent.format(state.sent), formatBytes(file.size))}
          <ProgressBar done={state.sent} label={file.name} />
        </>
      );
    case 'done':
      return messages.same[becomes.type];
    case 'refused':
      return <span className={css.refused}>{state.why}</span>;
    case 'failed':
      return <span className={css.refused}>{failureText(state.failure)}</span>;
  }
}
