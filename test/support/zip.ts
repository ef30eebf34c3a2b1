import { crc32, deflateRawSync } from 'node:zlib';

/** How a part lies in an archive, and what that says of it. */
export interface PartOptions {
  /** Not deflated. */
  readonly isStored?: boolean;
  readonly isEncrypted?: boolean;
  /** Where it is not the truth. */
  readonly size?: number;
  readonly checksum?: number;
}

/** An archive of parts by their names. */
export function makeZip(
  parts: Readonly<Record<string, string | Uint8Array>>,
  options: Readonly<Record<string, PartOptions>> = {},
): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(parts)) {
    const name = Buffer.from(path);
    const data = Buffer.from(content);
    const { isStored = false, isEncrypted = false, size = data.length, checksum = crc32(data) } = options[path] ?? {};
    const packed = isStored ? data : deflateRawSync(data);
    // Names are UTF-8; the first bit says that the part is encrypted.
    const flags = 0x800 | (isEncrypted ? 1 : 0);
    const sums = u32(checksum, packed.length, size);
    const common = Buffer.concat([u16(20, flags, isStored ? 0 : 8, 0, 0), sums, u16(name.length, 0)]);
    const file = Buffer.concat([u32(0x04034b50), common, name, packed]);
    directory.push(u32(0x02014b50), u16(20), common, u16(0, 0, 0), u32(0, offset), name);
    files.push(file);
    offset += file.length;
  }
  const entries = Buffer.concat(directory);
  const count = Object.keys(parts).length;
  const end = [u32(0x06054b50), u16(0, 0, count, count), u32(entries.length, offset), u16(0)];
  return Buffer.concat([...files, entries, ...end]);
}

function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [at, value] of values.entries()) bytes.writeUInt16LE(value, at * 2);
  return bytes;
}

function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32LE(value, at * 4);
  return bytes;
}
