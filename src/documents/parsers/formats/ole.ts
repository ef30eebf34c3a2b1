import { Unreadable } from './unreadable.ts';

const SIGNATURE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/**
 * Refuses the container that Office locks its files in (MS-OFFCRYPTO), which is no archive any more; the binary files of
 * old Office are the same.
 *
 * @throws Unreadable
 */
export function refuseOle(bytes: Buffer): void {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return;
  const holds = (name: string) => bytes.includes(name, 0, 'utf16le');
  if (holds('DRMEncrypted')) throw new Unreadable('RIGHTS_MANAGED');
  throw new Unreadable(holds('EncryptedPackage') ? 'ENCRYPTED' : 'DAMAGED', 'an OLE container');
}
