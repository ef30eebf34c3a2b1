import FolderUp from 'lucide-react/icons/folder-up';
import UploadIcon from 'lucide-react/icons/upload';
import { useRef } from 'react';
import { useQuery } from 'urql';
import { FileLimitsDocument } from '../../gql/graphql.ts';
import { Button } from '../../ui/button.tsx';
import { messages } from '../messages.ts';
import { type ChosenFiles, filesOf, folderOf } from './chosen-files.ts';
import css from './file-picker.module.css';

/** Chooses files, or a folder. */
export function FilePicker({ onChosen }: { onChosen(files: ChosenFiles): void }) {
  const [{ data }] = useQuery({ query: FileLimitsDocument });
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement, chosenIn: typeof filesOf) => {
    onChosen(chosenIn(input));
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
        accept={data?.system.limits.fileExtensions.join()}
        onChange={({ target }) => take(target, filesOf)}
      />
      <input ref={folder} type="file" hidden {...OF_A_FOLDER} onChange={({ target }) => take(target, folderOf)} />
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
