/** What somebody chose or dropped. */
export interface ChosenFiles {
  /** Each by itself: whoever did that wants to know of each what became of it. */
  readonly single: readonly File[];
  /** In folders, at any depth, with all that happens to be there. */
  readonly inFolders: readonly File[];
  /** How many files and folders the system hides: they are no documents. */
  readonly hidden: number;
}

/** Those of a dialog for files. */
export function filesOf(input: HTMLInputElement): ChosenFiles {
  return { single: [...(input.files ?? [])], inFolders: [], hidden: 0 };
}

/** Those of a dialog for a folder. */
export function folderOf(input: HTMLInputElement): ChosenFiles {
  const files = [...(input.files ?? [])];
  const inFolders = files.filter(({ webkitRelativePath }) => !webkitRelativePath.split('/').some(isHidden));
  return { single: [], inFolders: byName(inFolders), hidden: files.length - inFolders.length };
}

/** Those that were dropped. */
export async function droppedFiles({ items }: DataTransfer): Promise<ChosenFiles> {
  // Read at once: after the event the list is empty.
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const single: File[] = [];
  const inFolders: File[] = [];
  let hidden = 0;
  const walk = async (entry: FileSystemEntry, into: File[]): Promise<void> => {
    if (isHidden(entry.name)) hidden++;
    else if (isFile(entry)) into.push(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)));
    else if (isFolder(entry)) for (const each of await entriesOf(entry)) await walk(each, inFolders);
  };
  for (const entry of entries) await walk(entry, single);
  return { single, inFolders: byName(inFolders), hidden };
}

/** A reader gives a hundred at a time, until it gives none. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const more = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (more.length === 0) return entries;
    entries.push(...more);
  }
}

const collator = new Intl.Collator(undefined, { numeric: true });
/** A system gives them in no order. */
const byName = (files: readonly File[]) => [...files].sort((one, other) => collator.compare(one.name, other.name));
const isHidden = (name: string) => name.startsWith('.');
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
