import FolderUp from 'lucide-react/icons/folder-up';
import UploadIcon from 'lucide-react/icons/upload';
import { useRef } from 'react';
import { Button } from '../ui/button.tsx';
import css from './file-picker.module.css';
import { messages } from './messages.ts';

interface FilePickerProps {
  /** What can be read, with dots. */
  readonly extensions: readonly string[];
  onFiles(files: readonly File[]): void;
}

/** Chooses files, or a folder. */
export function FilePicker({ extensions, onFiles }: FilePickerProps) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    onFiles([...(input.files ?? [])].filter(({ name }) => !name.startsWith('.')));
    // The same file may be chosen again.
    input.value = '';
  };
  return (
    <div className={css.picker}>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        accept={extensions.join()}
        onChange={({ target }) => take(target)}
      />
      <input ref={folder} type="file" hidden {...OF_A_FOLDER} onChange={({ target }) => take(target)} />
      <Button icon={<FolderUp size={18} />} onClick={() => folder.current?.click()}>
        {messages.addFolder}
      </Button>
      <Button look="primary" icon={<UploadIcon size={18} />} onClick={() => files.current?.click()}>
        {messages.add}
      </Button>
    </div>
  );
}

/** What all browsers know, and React's types do not. */
const OF_A_FOLDER = { webkitdirectory: '' };
