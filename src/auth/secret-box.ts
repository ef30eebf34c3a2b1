import { AppError } from '../errors.ts';
import { keyIdOf, type Place, type SealingKey, seal, unseal } from '../lib/sealed.ts';
import type { SealingKeySource } from './sealing-keys.ts';

/** Seals secrets of organisations before they are stored, and opens them for their use. */
export interface SecretBox {
  /** With the key that is the first one now. @throws AppError `BAD_INPUT` where the deployment has none */
  seal(text: string, place: Place): Promise<string>;
  /** @throws AppError `MODEL_UNAVAILABLE` where the key is not there, or it was not sealed for this place */
  open(sealed: string, place: Place): Promise<string>;
  /** Whether the key that seals now has sealed it. */
  isCurrent(sealed: string): boolean;
  /**
   * Has a new key seal from now on; false where only the operator changes the keys, and those were read anew.
   * @throws AppError `BAD_INPUT` where there is none
   */
  renew(): Promise<boolean>;
}

/** Opens a box with the keys of a source. @throws StartupError when they can't be read or made */
export async function openSecretBox(source: SealingKeySource): Promise<SecretBox> {
  let keys: readonly SealingKey[] = await source.read();
  const find = (id: string) => keys.find((key) => key.id === id);
  /** As another process may have left them; where they can't be read, those that are known go on. */
  const readAnew = async () => {
    keys = await source.read().catch(() => keys);
  };
  const requireKey = (): SealingKey => {
    const [key] = keys;
    if (key) return key;
    throw new AppError(
      'BAD_INPUT',
      'This server has no key to keep an API key with. Ask its operator to set SECRETS_KEY_FILE or SECRETS_KEY.',
    );
  };

  return {
    seal: async (text, place) => {
      await readAnew();
      return seal(text, requireKey(), place);
    },
    open: async (sealed, place) => {
      const id = keyIdOf(sealed);
      if (!find(id)) await readAnew();
      const key = find(id);
      if (!key) {
        throw unreadable(
          "The key that this organisation's API key is kept with is not there. Ask the operator of this server to bring it back (SECRETS_KEY_FILE), or an owner to give the API key again.",
        );
      }
      const text = unseal(sealed, key, place);
      if (text !== null) return text;
      throw unreadable("What is stored of this organisation's API key was changed. Ask an owner to give it again.");
    },
    isCurrent: (sealed) => keyIdOf(sealed) === keys[0]?.id,
    renew: async () => {
      const isNew = await source.renew();
      keys = await source.read();
      requireKey();
      return isNew;
    },
  };
}

function unreadable(message: string): AppError {
  return new AppError('MODEL_UNAVAILABLE', message, { retryAfterSeconds: 60 });
}
