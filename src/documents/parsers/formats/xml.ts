import { SaxesParser, type SaxesTagNS } from 'saxes';
import { PACKED_LIMITS } from '../../../limits.ts';
import { utf16Of } from '../utf16.ts';
import { Unreadable } from './unreadable.ts';

/** By names as elements have them. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>;

/**
 * Gets the parts of an XML text in their order, and collects what it needs. Names have the usual prefix of their
 * namespace, whichever the file gives it (`w:p`); those without a namespace, or of another, have none.
 */
export interface XmlReader<T> {
  readonly found: T[];
  /** Whether to read what is inside; if not, its end is not told either. */
  open(name: string, attributes: XmlAttributes): boolean;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * Reads a part of a packed document. Entities are left as they are written, nothing is fetched, and no definition is
 * followed.
 *
 * @throws Unreadable `TOO_DEEP`, `OUTPUT` for a text without an end, or `DAMAGED` for what is no XML
 */
export async function* readXml<T>(pieces: AsyncIterable<Uint8Array>, reader: XmlReader<T>): AsyncGenerator<T> {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const progress = listen(parser, reader);
  let decoder: TextDecoder | null = null;
  const check = () => {
    if (progress.fault !== null) throw new Unreadable('DAMAGED', progress.fault);
  };
  for await (const piece of pieces) {
    progress.pending += piece.length;
    if (progress.pending > PACKED_LIMITS.pieceLength) throw new Unreadable('OUTPUT');
    decoder ??= decoderOf(piece);
    parser.write(decoder.decode(piece, { stream: true }));
    check();
    yield* reader.found.splice(0);
  }
  parser.write(decoder?.decode() ?? '').close();
  check();
  yield* reader.found.splice(0);
}

/** Everything of a small part. */
export async function collectXml<T>(pieces: AsyncIterable<Uint8Array>, reader: XmlReader<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const found of readXml(pieces, reader)) all.push(found);
  return all;
}

/** Finds one attribute, where it is given, of all elements of a name. */
export function attributeReader(element: string, attribute: string): XmlReader<string> {
  const found: string[] = [];
  return {
    found,
    open: (name, { [attribute]: value }) => {
      if (name === element && value !== undefined) found.push(value);
      return true;
    },
  };
}

interface Progress {
  /** The first one that matters. */
  fault: string | null;
  /** Bytes that came since the reader was told something. */
  pending: number;
}

function listen<T>(parser: SaxesParser<{ xmlns: true; position: false }>, reader: XmlReader<T>): Progress {
  const progress: Progress = { fault: null, pending: 0 };
  let depth = 0;
  /** Of the element that is left out. */
  let leftOut = Number.POSITIVE_INFINITY;
  parser.on('error', ({ message }) => {
    if (!HARMLESS.test(message)) progress.fault ??= message;
  });
  parser.on('opentag', (tag) => {
    progress.pending = 0;
    depth += 1;
    if (depth > PACKED_LIMITS.depth) throw new Unreadable('TOO_DEEP');
    if (depth < leftOut && !reader.open(nameOf(tag), attributesOf(tag))) leftOut = depth;
  });
  parser.on('closetag', (tag) => {
    progress.pending = 0;
    if (depth < leftOut) reader.close?.(nameOf(tag));
    else if (depth === leftOut) leftOut = Number.POSITIVE_INFINITY;
    depth -= 1;
  });
  const tell = (text: string) => {
    progress.pending = 0;
    if (depth < leftOut) reader.text?.(text);
  };
  parser.on('text', tell);
  parser.on('cdata', tell);
  return progress;
}

/** What real producers get wrong without harm; an entity that is not XML's own stays as it is written. */
const HARMLESS =
  /^(?:undefined entity|disallowed character|unbound namespace prefix.*|malformed character entity|an XML declaration must be at the start.*)\.$/;

function nameOf({ uri, local }: { uri: string; local: string }): string {
  const prefix = PREFIXES.get(uri);
  return prefix === undefined ? local : `${prefix}:${local}`;
}

function attributesOf({ attributes }: SaxesTagNS): XmlAttributes {
  const all = Object.create(null) as Record<string, string>;
  for (const attribute of Object.values(attributes)) all[nameOf(attribute)] = attribute.value;
  return all;
}

/**
 * How a part is encoded that begins so: by its own word where it gives one, else as XML is. What says UTF-16 and is not was
 * a string before it was a file.
 */
export function decoderOf(beginning: Uint8Array): TextDecoder {
  const declaration = Buffer.from(beginning.subarray(0, DECLARATION_BYTES)).toString('latin1');
  const [, declared = 'utf-8'] = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w-]+)/.exec(declaration) ?? [];
  const label = utf16Of(beginning) ?? (/utf-?16/i.test(declared) ? 'utf-8' : declared);
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}

const DECLARATION_BYTES = 200;

const OOXML = 'http://schemas.openxmlformats.org';
const STRICT = 'http://purl.oclc.org/ooxml';
const ODF = 'urn:oasis:names:tc:opendocument:xmlns';

/** Namespaces by what they are called everywhere. Those of Office have a second name, in files that are "strict". */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  [`${OOXML}/wordprocessingml/2006/main`, 'w'],
  [`${STRICT}/wordprocessingml/main`, 'w'],
  [`${OOXML}/drawingml/2006/main`, 'a'],
  [`${STRICT}/drawingml/main`, 'a'],
  [`${OOXML}/presentationml/2006/main`, 'p'],
  [`${STRICT}/presentationml/main`, 'p'],
  [`${OOXML}/officeDocument/2006/relationships`, 'r'],
  [`${STRICT}/officeDocument/relationships`, 'r'],
  [`${OOXML}/officeDocument/2006/math`, 'm'],
  [`${STRICT}/officeDocument/math`, 'm'],
  [`${OOXML}/markup-compatibility/2006`, 'mc'],
  [`${ODF}:office:1.0`, 'office'],
  [`${ODF}:text:1.0`, 'text'],
  [`${ODF}:table:1.0`, 'table'],
  [`${ODF}:drawing:1.0`, 'draw'],
  [`${ODF}:presentation:1.0`, 'presentation'],
  [`${ODF}:style:1.0`, 'style'],
  [`${ODF}:svg-compatible:1.0`, 'svg'],
  [`${ODF}:manifest:1.0`, 'manifest'],
]);
