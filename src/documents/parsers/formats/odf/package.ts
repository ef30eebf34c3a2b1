import { Unreadable } from '../unreadable.ts';
import { collectXml, type XmlReader } from '../xml.ts';
import { openZip, type Zip } from '../zip.ts';

/** An OpenDocument file that can be read. */
export interface OdfPackage {
  readonly zip: Zip;
  readonly kind: 'text' | 'sheet' | 'slides';
}

/** @throws Unreadable `ENCRYPTED`, and what `openZip` throws */
export async function openOdf(bytes: Uint8Array): Promise<OdfPackage> {
  const zip = await openZip(bytes);
  const entries = zip.has(MANIFEST) ? await collectXml(zip.read(MANIFEST), manifestReader()) : [];
  if (entries.some(({ isEncrypted }) => isEncrypted)) throw new Unreadable('ENCRYPTED');
  const mediaType = entries.find(({ path }) => path === '/')?.mediaType ?? '';
  if (/spreadsheet/.test(mediaType)) return { zip, kind: 'sheet' };
  return { zip, kind: /presentation|graphics/.test(mediaType) ? 'slides' : 'text' };
}

const MANIFEST = 'META-INF/manifest.xml';

interface ManifestEntry {
  readonly path: string;
  readonly mediaType: string;
  isEncrypted: boolean;
}

function manifestReader(): XmlReader<ManifestEntry> {
  const found: ManifestEntry[] = [];
  let entry: ManifestEntry | null = null;
  return {
    found,
    open: (name, attributes) => {
      if (name === 'manifest:file-entry') {
        const { 'manifest:full-path': path = '', 'manifest:media-type': mediaType = '' } = attributes;
        entry = { path, mediaType, isEncrypted: false };
      } else if (name === 'manifest:encryption-data' && entry) entry.isEncrypted = true;
      return true;
    },
    close: (name) => {
      if (name === 'manifest:file-entry' && entry) found.push(entry);
    },
  };
}
