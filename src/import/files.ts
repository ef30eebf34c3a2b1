import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { withoutInvisible } from '../lib/text/visible.ts';

/** A file of the folder. */
export interface LocalFile {
  readonly path: string;
  /** Its path within the folder, with slashes on every system: what the document is called. */
  readonly name: string;
}

/** What a folder holds: files of the known kinds, how many there are of others, and what can't be brought in. */
export interface Listing {
  readonly files: readonly LocalFile[];
  readonly leftOut: number;
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
}

/** Each would replace the other, in every run. */
const SAME_NAME = "Another file has the same name, but for what can't be seen in it. Rename one of them.";

/** Hidden ones and links are passed over: what they hold was not meant, or is somewhere else. */
export async function listFiles(folder: string, extensions: readonly string[]): Promise<Listing> {
  const files: LocalFile[] = [];
  const names = new Set<string>();
  const refused: { name: string; reason: string }[] = [];
  let leftOut = 0;
  const visit = async (within: string): Promise<void> => {
    const entries = await readdir(join(folder, within), { withFileTypes: true }).catch((error: Error) => {
      if (within === '') throw error;
      refused.push({ name: `${nameOf(within)}/`, reason: error.message });
      return [];
    });
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      const path = join(within, entry.name);
      const name = nameOf(path);
      if (entry.isDirectory()) await visit(path);
      else if (!entry.isFile()) continue;
      else if (!extensions.includes(extname(entry.name).toLowerCase())) leftOut += 1;
      else if (names.has(name)) refused.push({ name, reason: SAME_NAME });
      else {
        names.add(name);
        files.push({ path: join(folder, path), name });
      }
    }
  };
  await visit('');
  return { files, leftOut, refused };
}

/** As the server keeps it, by which it is found again. Some systems take letters and their accents apart. */
function nameOf(path: string): string {
  return withoutInvisible(path.replaceAll('\\', '/').normalize('NFC'));
}

/** How large a file is, and the SHA-256 of its bytes in hex. */
export type Fingerprint = (path: string) => Promise<{ readonly sizeBytes: number; readonly sha256: string }>;

/** Reads a file again only where its size or time has changed. */
export function createFingerprint(): Fingerprint {
  const known = new Map<string, { readonly mtimeMs: number; readonly sizeBytes: number; readonly sha256: string }>();
  return async (path) => {
    const { size: sizeBytes, mtimeMs } = await stat(path);
    const before = known.get(path);
    if (before?.mtimeMs === mtimeMs && before.sizeBytes === sizeBytes) return before;
    const hash = createHash('sha256');
    for await (const piece of createReadStream(path)) hash.update(piece);
    const now = { mtimeMs, sizeBytes, sha256: hash.digest('hex') };
    known.set(path, now);
    return now;
  };
}
