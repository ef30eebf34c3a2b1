import { randomBytes } from 'node:crypto';
import { chmod, link, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
} from 'jose';
import { z } from 'zod';
import { StartupError } from '../errors.ts';
import { makeFolder } from '../lib/make-folder.ts';

/** The one algorithm for signatures: EdDSA over Ed25519 (RFC 8037). */
export const SIGNING_ALGORITHM = 'EdDSA';

/** What signs access tokens, and what they are verified by. */
export interface SigningKeys {
  readonly current: { readonly kid: string; readonly privateKey: CryptoKey };
  /** The public keys, by `kid`. */
  readonly verify: JWTVerifyGetKey;
}

/** A JWK set with private Ed25519 keys. The first one signs. */
export interface SigningKeySet {
  readonly keys: readonly PrivateJwk[];
}

const PRIVATE_JWK = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.base64url(),
  d: z.base64url(),
  kid: z.string().min(1),
});

type PrivateJwk = z.infer<typeof PRIVATE_JWK>;

const KEY_SET = z.object({ keys: z.array(PRIVATE_JWK).min(1) });

/** A new set with one new key, named by its thumbprint (RFC 7638). */
export async function generateSigningKeySet(): Promise<SigningKeySet> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return KEY_SET.parse({ keys: [{ ...jwk, kid: await calculateJwkThumbprint(jwk) }] });
}

/** Makes keys ready for use. */
export async function importSigningKeys({ keys }: SigningKeySet): Promise<SigningKeys> {
  const [first] = keys;
  if (!first) throw new TypeError('A set of signing keys holds one at least.');
  const privateKey = await importJWK(first, SIGNING_ALGORITHM);
  if (privateKey instanceof Uint8Array) throw new TypeError('A signing key is no shared secret.');
  const publicKeys = keys.map(({ d: _, ...key }): JWK => ({ ...key, use: 'sig', alg: SIGNING_ALGORITHM }));
  const find = createLocalJWKSet({ keys: publicKeys });
  return { current: { kid: first.kid, privateKey }, verify: find };
}

/**
 * The signing keys of a file, which is made with mode 0600, with its folder, where it is not there. Two starts at once
 * end with the same keys. A file that others may read is closed to them.
 * @throws StartupError when the file is damaged, or can't be read or written
 */
export async function loadSigningKeys(file: string): Promise<SigningKeys> {
  try {
    const text = await readIfThere(file);
    if (text !== null) return await parse(text);
    await createFile(file, `${JSON.stringify(await generateSigningKeySet(), null, 2)}\n`);
    return await parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Damaged)
      throw new StartupError(
        `The signing keys in ${file} are damaged. Restore the file from a backup, or delete it: then a new key is made, and everybody has to log in again.`,
        { cause: error.cause },
      );
    const why = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `The signing keys in ${file} can't be read or made (${why}). Let Carrel read and write that folder.`,
      { cause: error },
    );
  }
}

/**
 * The signing keys that all processes on one store share: those that were claimed first, or a new set.
 * @throws StartupError when what is stored is damaged
 */
export async function claimSigningKeys(claim: (make: () => Promise<string>) => Promise<string>): Promise<SigningKeys> {
  const text = await claim(async () => JSON.stringify(await generateSigningKeySet()));
  try {
    return await parse(text);
  } catch (error) {
    throw new StartupError(
      'The signing keys in the database are damaged. Restore them from a backup, or delete them: then a new key is made, and everybody has to log in again.',
      { cause: error },
    );
  }
}

class Damaged extends Error {}

async function readIfThere(file: string): Promise<string | null> {
  try {
    const found = await stat(file);
    if (found.isFile() && (found.mode & 0o077) !== 0) await chmod(file, 0o600);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function parse(text: string): Promise<SigningKeys> {
  try {
    return await importSigningKeys(KEY_SET.parse(JSON.parse(text)));
  } catch (error) {
    throw new Damaged('damaged', { cause: error });
  }
}

/** A link appears with the whole content or not at all, and never over another's. */
async function createFile(file: string, text: string): Promise<void> {
  makeFolder(dirname(file));
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await unlink(draft).catch(() => {});
  }
}
