import { posix } from 'node:path';
import { Unreadable } from './unreadable.ts';
import { collectXml, type XmlReader } from './xml.ts';
import type { Zip } from './zip.ts';

/** Where one part of an Office document points to another. */
export interface Relationship {
  readonly id: string;
  /** The last word of its type: `styles`, `slide`. */
  readonly type: string;
  /** The name of the part. */
  readonly target: string;
}

/** Those within the document: what is elsewhere is never asked for. A part may have none. */
export async function readRelationships(zip: Zip, part: string): Promise<Relationship[]> {
  const name = posix.join(posix.dirname(part), '_rels', `${posix.basename(part)}.rels`);
  return zip.has(name) ? await collectXml(zip.read(name), relationshipsReader(part)) : [];
}

/** The part that an Office document begins with, wherever it lies. */
export async function findMainPart(zip: Zip): Promise<string> {
  const main = (await readRelationships(zip, '')).find(({ type }) => type === 'officeDocument');
  if (!main) throw new Unreadable('DAMAGED', 'no main part');
  return main.target;
}

/** The part that a path means which stands in another part. */
export function resolvePart(path: string, base: string): string {
  const [file = ''] = path.split('#');
  return posix.join('/', file.startsWith('/') ? '' : posix.dirname(base), file).slice(1);
}

function relationshipsReader(part: string): XmlReader<Relationship> {
  const found: Relationship[] = [];
  return {
    found,
    open: (name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) => {
      if (name === 'Relationship' && mode !== 'External')
        found.push({ id, type: posix.basename(type), target: resolvePart(target, part) });
      return true;
    },
  };
}
