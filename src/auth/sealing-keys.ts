import { join } from 'node:path';
import { StartupError } from '../errors.ts';
import { createPrivateFile, readPrivateFile, replacePrivateFile } from '../lib/private-files.ts';
import { newSealingKey, readSealingKey, type SealingKey } from '../lib/sealed.ts';

/** Where the keys are that seal secrets of organisations: never beside what they seal. */
export interface SealingKeySource {
  /** The first one seals, all open. @throws StartupError when they can't be read or made */
  read(): Promise<readonly SealingKey[]>;
  /** Puts a new key before the others; false where the keys are not Carrel's to change. @throws StartupError */
  renew(): Promise<boolean>;
}

/** The keys that a configuration names; a data folder without them has a file of its own. */
export function chooseSealingKeys({
  keys,
  keyFile,
  dataDir,
}: {
  keys: readonly string[];
  keyFile: string | null;
  /** Null where the data is in a database. */
  dataDir: string | null;
}): SealingKeySource {
  const file = keyFile ?? (dataDir !== null && keys.length === 0 ? join(dataDir, 'secrets.key') : null);
  return file === null ? givenSealingKeys(keys) : sealingKeyFile(file);
}

/** Keys of the configuration, which only the operator changes; maybe none. */
export function givenSealingKeys(texts: readonly string[]): SealingKeySource {
  const keys = texts.flatMap((text) => readSealingKey(text) ?? []);
  return { read: async () => keys, renew: async () => false };
}

/** Keys in a file, one a line, which is made with a first one, for its owner alone, where it is not there. */
export function sealingKeyFile(file: string): SealingKeySource {
  const readText = async (): Promise<string> => {
    try {
      const text = await readPrivateFile(file);
      if (text !== null) return text;
      await createPrivateFile(file, `${newSealingKey()}\n`);
      return (await readPrivateFile(file)) ?? '';
    } catch (error) {
      throw new StartupError(
        `The keys in ${file} can't be read or made (${messageOf(error)}). Let Carrel read and write that folder.`,
        { cause: error },
      );
    }
  };
  const read = async (): Promise<readonly SealingKey[]> => parse(await readText(), file);
  return {
    read,
    renew: async () => {
      const text = await readText();
      parse(text, file);
      try {
        await replacePrivateFile(file, `${newSealingKey()}\n${text}`);
        return true;
      } catch (error) {
        // A Docker secret, or a folder of the operator's: whoever made the file changes it.
        if (error instanceof Error && 'code' in error && READ_ONLY.has(String(error.code))) return false;
        throw new StartupError(`The keys in ${file} can't be replaced (${messageOf(error)}).`, { cause: error });
      }
    },
  };
}

const READ_ONLY = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY']);

function parse(text: string, file: string): readonly SealingKey[] {
  const lines = text.split(/[\s,]+/).filter(Boolean);
  const keys = lines.flatMap((line) => readSealingKey(line) ?? []);
  if (keys.length > 0 && keys.length === lines.length) return keys;
  throw new StartupError(
    `The file ${file} must hold keys of 32 bytes in base64url, one a line, and does not. Restore it from a backup, or delete it: then a new key is made, and owners give the API keys of their models again.`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
