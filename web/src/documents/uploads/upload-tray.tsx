import { useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { useKeptFocus } from '../../ui/use-kept-focus.ts';
import { useStore } from '../../ui/use-store.ts';
import { messages } from '../messages.ts';
import { isGoing, type LeftOut, type Upload, type UploadState } from './upload.ts';
import { UploadRow } from './upload-row.tsx';
import css from './upload-tray.module.css';
import { countDone, type Uploads } from './uploads.ts';

interface UploadTrayProps {
  readonly uploads: Uploads;
  /** Shows new versions of this document alone. */
  readonly of?: string;
}

/** Whether it has ended, and is in the list below. */
const isListed = ({ state }: Upload) => state.type === 'done' && state.isNew;

/** In this order, and of each so many rows: the rest is counted. */
const GROUPS: readonly Group[] = [
  { name: 'sending', types: ['sending'], rows: 10 },
  { name: 'notTaken', types: ['refused', 'failed'], rows: 20 },
  { name: 'same', types: ['done'], rows: 3 },
  { name: 'waiting', types: ['waiting'], rows: 3 },
];

interface Group {
  readonly name: keyof typeof messages.moreUploads;
  readonly types: readonly UploadState['type'][];
  readonly rows: number;
}

/** What is being sent, and what was not taken; what has arrived is in the list below. */
export function UploadTray({ uploads, of }: UploadTrayProps) {
  const all = useStore(uploads.store);
  const leftOut = useStore(uploads.leftOut);
  const own = of === undefined ? all : all.filter(({ becomes }) => becomes.type === 'version' && becomes.of.id === of);
  const shown = own.filter((upload) => !isListed(upload));
  const isLeftOutShown = of === undefined && leftOut.hidden + leftOut.unread.length > 0;
  if (shown.length === 0 && !isLeftOutShown) return null;
  return <Tray uploads={uploads} all={own} shown={shown} leftOut={isLeftOutShown ? leftOut : null} />;
}

interface TrayProps {
  readonly uploads: Uploads;
  readonly all: readonly Upload[];
  readonly shown: readonly Upload[];
  readonly leftOut: LeftOut | null;
}

function Tray({ uploads, all, shown, leftOut }: TrayProps) {
  const section = useRef<HTMLElement>(null);
  useKeptFocus(section);
  const title = messages.uploads(countDone(all), all.length);
  const waiting = shown.filter(({ state }) => state.type === 'waiting').length;
  const failed = shown.filter(({ state }) => state.type === 'failed').length;
  const hasEnded = leftOut !== null || !shown.every(isGoing);
  return (
    <section ref={section} className={css.tray} aria-label={title}>
      <div className={css.top}>
        <strong>{title}</strong>
        {failed > 1 && (
          <Button look="quiet" onClick={uploads.retryAll}>
            {messages.retryAll}
          </Button>
        )}
        {waiting > 1 && (
          <Button look="quiet" onClick={uploads.cancelWaiting}>
            {messages.cancelWaiting}
          </Button>
        )}
        {hasEnded && (
          <Button look="quiet" onClick={uploads.clear}>
            {messages.clear}
          </Button>
        )}
      </div>
      {leftOut && <LeftOutRow leftOut={leftOut} />}
      {GROUPS.map((group) => (
        <Rows
          key={group.name}
          group={group}
          uploads={uploads}
          list={shown.filter(({ state }) => group.types.includes(state.type))}
        />
      ))}
    </section>
  );
}

interface RowsProps {
  readonly group: Group;
  readonly uploads: Uploads;
  readonly list: readonly Upload[];
}

function Rows({ group: { name, rows }, uploads, list }: RowsProps) {
  if (list.length === 0) return null;
  return (
    <>
      <ul>
        {list.slice(0, rows).map((upload) => (
          <UploadRow key={upload.id} upload={upload} uploads={uploads} />
        ))}
      </ul>
      {list.length > rows && <p className={css.more}>{messages.moreUploads[name](list.length - rows)}</p>}
    </>
  );
}

/** Named once, however many they are. */
function LeftOutRow({ leftOut: { hidden, unread } }: { readonly leftOut: LeftOut }) {
  return (
    <p className={css.more}>
      {hidden > 0 && messages.hiddenFiles(hidden)}{' '}
      {unread.length > 0 && messages.unreadFiles(unread.length, kindsOf(unread))}
    </p>
  );
}

const KINDS = 8;

/** The kinds of files, as people know them: by their endings. */
function kindsOf(names: readonly string[]): string {
  const kinds = new Set(names.map((name) => /\.[^.]+$/.exec(name)?.[0].toLowerCase() ?? name));
  return [...[...kinds].slice(0, KINDS), ...(kinds.size > KINDS ? ['…'] : [])].join(', ');
}
