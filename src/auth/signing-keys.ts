import { readFile } from 'node:fs/promises';
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
} from 'jose';
import { z } from 'zod';
import { StartupError } from '../errors.ts';
import { createPrivateFile, readPrivateFile, replacePrivateFile } from '../lib/private-files.ts';

/** The one algorithm for signatures: EdDSA over Ed25519 (RFC 8037). */
export const SIGNING_ALGORITHM = 'EdDSA';

/** What signs access tokens, and what they are verified by. Both change as keys come and go. */
export interface SigningKeys {
  readonly current: { readonly kid: string; readonly privateKey: CryptoKey };
  /** The public keys, by `kid`. */
  readonly verify: JWTVerifyGetKey;
}

/** A JWK set with private Ed25519 keys. */
export interface SigningKeySet {
  readonly keys: readonly PrivateJwk[];
}

/** Where the keys are kept, as text, for all processes that share them. */
export interface KeySource {
  /** Those that are there, or a first one that is made. @throws StartupError when they can't be read or made */
  read(): Promise<string>;
  /** Puts others in their place. False where they are not those that were read. @throws StartupError */
  replace(known: string, next: string): Promise<boolean>;
}

const PRIVATE_JWK = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.base64url(),
  d: z.base64url(),
  kid: z.string().min(1),
  /** When it was made, in ms since 1970; those of earlier versions don't say. */
  createdAt: z.number().default(0),
});

/** A key with its private part (RFC 8037). */
export type PrivateJwk = z.infer<typeof PRIVATE_JWK>;

const KEY_SET = z.object({ keys: z.array(PRIVATE_JWK).min(1) });

/** A new key, named by its thumbprint (RFC 7638). */
export async function generateSigningKey(createdAt: Date): Promise<PrivateJwk> {
  const { privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return PRIVATE_JWK.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk), createdAt: createdAt.getTime() });
}

/** A set with one new key. */
export async function generateSigningKeySet(): Promise<SigningKeySet> {
  // The first of all need not be known anywhere before it signs.
  return { keys: [await generateSigningKey(new Date(0))] };
}

/** A key ready to sign. */
export async function importSigningKey(key: PrivateJwk): Promise<SigningKeys['current']> {
  const privateKey = await importJWK(key, SIGNING_ALGORITHM);
  if (privateKey instanceof Uint8Array) throw new TypeError('A signing key is no shared secret.');
  return { kid: key.kid, privateKey };
}

/** What others may know of keys: enough to verify by. */
export function publicKeysOf({ keys }: SigningKeySet): JWK[] {
  return keys.map(({ d: _, createdAt: __, ...key }) => ({ ...key, use: 'sig', alg: SIGNING_ALGORITHM }));
}

/** Reads a set. @throws ZodError or SyntaxError for what is none */
export function parseKeySet(text: string): SigningKeySet {
  return KEY_SET.parse(JSON.parse(text));
}

/** Writes a set as `parseKeySet` reads it. */
export function formatKeySet(set: SigningKeySet): string {
  return `${JSON.stringify(set, null, 2)}\n`;
}

/**
 * Keys in a file, which is made with mode 0600, with its folder, where it is not there. Two starts at once end with the
 * same keys. A file that others may read is closed to them.
 */
export function fileKeySource(file: string): KeySource {
  const read = async (): Promise<string> => {
    try {
      const text = await readPrivateFile(file);
      if (text !== null) return await checked(text);
      await createPrivateFile(file, formatKeySet(await generateSigningKeySet()));
      return await checked(await readFile(file, 'utf8'));
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
  };
  return {
    read,
    replace: async (known, next) => {
      if ((await read()) !== known) return false;
      await replacePrivateFile(file, next).catch((error: Error) => {
        throw new StartupError(
          `The signing keys in ${file} can't be replaced (${error.message}). Let Carrel write that folder, or set KEY_ROTATION_DAYS=0 and replace the file yourself.`,
          { cause: error },
        );
      });
      return true;
    },
  };
}

/** Keys that all processes on one database share: those that were claimed first, or a new set. */
export function sharedKeySource(shared: {
  claim(make: () => Promise<string>): Promise<string>;
  replace(known: string, next: string): Promise<boolean>;
}): KeySource {
  return {
    read: async () => {
      const text = await shared.claim(async () => formatKeySet(await generateSigningKeySet()));
      try {
        return await checked(text);
      } catch (error) {
        throw new StartupError(
          'The signing keys in the database are damaged. Restore them from a backup, or delete them: then a new key is made, and everybody has to log in again.',
          { cause: error },
        );
      }
    },
    replace: shared.replace,
  };
}

class Damaged extends Error {}

/** @throws Damaged */
async function checked(text: string): Promise<string> {
  try {
    for (const key of parseKeySet(text).keys) await importSigningKey(key);
    return text;
  } catch (error) {
    throw new Damaged('damaged', { cause: error });
  }
}
