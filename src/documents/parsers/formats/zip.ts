import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { PACKED_LIMITS } from '../../../limits.ts';
import { refuseOle } from './ole.ts';
import { Unreadable } from './unreadable.ts';

/** The parts of a packed document. Their names are looked up as `partKey` tells, as producers write them in several ways. */
export interface Zip {
  has(name: string): boolean;
  /**
   * Unpacks a part piece by piece. What becomes longer than the archive says is ended.
   *
   * @throws Unreadable `DAMAGED` where there is no such part, or it is not what the archive says; `ENCRYPTED`;
   *   `TOO_LARGE_UNPACKED` when all that was read of the document becomes too much
   */
  read(name: string): AsyncGenerator<Buffer>;
}

/** @throws Unreadable `ENCRYPTED`, `RIGHTS_MANAGED`, `TOO_MANY_PARTS`, or `DAMAGED` for what is no archive */
export async function openZip(bytes: Uint8Array): Promise<Zip> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  refuseOle(buffer);
  const parts = new Map<string, yauzl.Entry>();
  const archive = await orDamaged(async () => {
    // The names are decoded here: none is a path to write to, and a strange one is no reason to refuse the rest.
    const opened = await yauzl.fromBufferPromise(withoutTail(buffer), { lazyEntries: true, decodeStrings: false });
    if (opened.entryCount > PACKED_LIMITS.parts) throw new Unreadable('TOO_MANY_PARTS');
    for await (const entry of opened.eachEntry()) parts.set(partKey(nameOf(entry)), entry);
    return opened;
  });
  let left: number = PACKED_LIMITS.unpackedBytes;

  return {
    has: (name) => parts.has(partKey(name)),
    read: async function* (name) {
      const entry = parts.get(partKey(name));
      if (!entry) throw new Unreadable('DAMAGED', `no part ${name}`);
      if (entry.isEncrypted()) throw new Unreadable('ENCRYPTED');
      if (entry.uncompressedSize > left) throw new Unreadable('TOO_LARGE_UNPACKED');
      const pieces = (await orDamaged(() => archive.openReadStreamPromise(entry)))[Symbol.asyncIterator]();
      let checksum = 0;
      try {
        for (;;) {
          const { value, done } = await orDamaged<IteratorResult<Buffer, undefined>>(() => pieces.next());
          if (done) break;
          left -= value.length;
          checksum = crc32(value, checksum);
          // What is stored as it is comes in one piece.
          for (let from = 0; from < value.length; from += PIECE) yield value.subarray(from, from + PIECE);
        }
      } finally {
        await pieces.return?.();
      }
      if (checksum !== entry.crc32) throw new Unreadable('DAMAGED', `checksum of ${name}`);
    },
  };
}

/** What two names of a part have in common: letters' case and percent encoding differ between archives and what points into them. */
export function partKey(name: string): string {
  const path = name.replace(/^\/+/, '').toLowerCase();
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: yauzl.Entry): string {
  return yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

const PIECE = 65_536;

const END_RECORD = 'PK\x05\x06';
const END_RECORD_BYTES = 22;

/** Some producers leave bytes behind the archive's end. */
function withoutTail(buffer: Buffer): Buffer {
  const end = buffer.lastIndexOf(END_RECORD, undefined, 'latin1');
  if (end < 0 || end + END_RECORD_BYTES > buffer.length) return buffer;
  return buffer.subarray(0, end + END_RECORD_BYTES + buffer.readUInt16LE(end + END_RECORD_BYTES - 2));
}

async function orDamaged<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    const detail = error instanceof Error ? error.message : '';
    throw new Unreadable(/encrypt/.test(detail) ? 'ENCRYPTED' : 'DAMAGED', detail);
  }
}
