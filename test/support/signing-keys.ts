import { createLocalJWKSet } from 'jose';
import {
  generateSigningKeySet,
  importSigningKey,
  publicKeysOf,
  type SigningKeySet,
  type SigningKeys,
} from '../../src/auth/signing-keys.ts';

/** New keys that stay as they are: the first one signs. */
export async function newSigningKeys(): Promise<{ set: SigningKeySet; keys: SigningKeys }> {
  const set = await generateSigningKeySet();
  const [first] = set.keys;
  if (!first) throw new TypeError('A set of signing keys holds one at least.');
  return {
    set,
    keys: { current: await importSigningKey(first), verify: createLocalJWKSet({ keys: publicKeysOf(set) }) },
  };
}
