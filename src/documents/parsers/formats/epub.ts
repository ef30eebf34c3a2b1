import { complete } from './complete.ts';
import { htmlBlocks } from './html.ts';
import type { ParsedPart } from './parsed.ts';
import { resolvePart } from './relationships.ts';
import { Unreadable } from './unreadable.ts';
import { attributeReader, collectXml, decoderOf, type XmlReader } from './xml.ts';
import { openZip, partKey, type Zip } from './zip.ts';

/** Reads a book: what stands in its spine, each place of which is a page. The table of contents is left out. */
export function readEpub(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  return complete(partsOf(bytes));
}

async function* partsOf(bytes: Uint8Array): AsyncGenerator<ParsedPart> {
  const zip = await openZip(bytes);
  const spine = await readSpine(zip);
  const encrypted = await readEncrypted(zip);
  if (spine.some((item) => item && encrypted.has(partKey(item.path)))) throw new Unreadable('RIGHTS_MANAGED');
  yield { kind: 'pages', count: spine.length };
  for (const [at, item] of spine.entries()) {
    if (!item?.isChapter || !zip.has(item.path)) continue;
    for (const block of htmlBlocks(asPage(await readText(zip, item.path)))) yield { ...block, page: at + 1 };
  }
}

async function readText(zip: Zip, path: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of zip.read(path)) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  return decoderOf(bytes).decode(bytes);
}

/** What stands aside in a book is a note, and no advertisement; the signs that lead to notes and back are no text. */
function asPage(chapter: string): string {
  return chapter.replace(NOTE_LINK, '').replace(/<(\/?)aside\b/gi, '<$1div');
}

const NOTE_LINK =
  /<a\s[^<>]*(?:epub:type=["']noteref|role=["']doc-(?:noteref|backlink))[^<>]*>(?:<sup[^<>]*>)?[^<>]*(?:<\/sup>)?<\/a>/gi;

interface Item {
  readonly id: string;
  readonly path: string;
  /** Text, and not the table of contents. */
  readonly isChapter: boolean;
}

/** What the book consists of, in its order; null where that is not in the file. */
async function readSpine(zip: Zip): Promise<(Item | null)[]> {
  const [path] = await collectXml(zip.read('META-INF/container.xml'), attributeReader('rootfile', 'full-path'));
  if (path === undefined) throw new Unreadable('DAMAGED', 'no package');
  const items = new Map((await collectXml(zip.read(path), itemsReader(path))).map((item) => [item.id, item]));
  const order = await collectXml(zip.read(path), attributeReader('itemref', 'idref'));
  return order.map((id) => items.get(id) ?? null);
}

/** The keys of the parts that only a certain program can read; fonts may be among them in every book. */
async function readEncrypted(zip: Zip): Promise<ReadonlySet<string>> {
  if (!zip.has(ENCRYPTION)) return new Set();
  return new Set((await collectXml(zip.read(ENCRYPTION), attributeReader('CipherReference', 'URI'))).map(partKey));
}

const ENCRYPTION = 'META-INF/encryption.xml';

function itemsReader(path: string): XmlReader<Item> {
  const found: Item[] = [];
  return {
    found,
    open: (name, { id = '', href = '', 'media-type': type = '', properties = '' }) => {
      if (name !== 'item') return true;
      const isChapter = /html|oeb1/.test(type) && !/\bnav\b/.test(properties);
      found.push({ id, path: resolvePart(href, path), isChapter });
      return true;
    },
  };
}
