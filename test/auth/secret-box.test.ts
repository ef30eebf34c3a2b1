import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenSealingKeys, sealingKeyFile } from '../../src/auth/sealing-keys.ts';
import { openSecretBox } from '../../src/auth/secret-box.ts';
import { newSealingKey } from '../../src/lib/sealed.ts';

const PLACE = { tenantId: 'a', field: 'modelSettings.apiKey' };

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-secrets-'));
  file = join(folder, 'data', 'secrets.key');
});
afterEach(() => rm(folder, { recursive: true }));

const open = () => openSecretBox(sealingKeyFile(file));

describe('secrets', () => {
  it('are sealed with a key that is made on first start, for its owner alone, and stays', async () => {
    const sealed = await (await open()).seal('sk-1234', PLACE);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await (await open()).open(sealed, PLACE)).toBe('sk-1234');
  });

  it('get one key, however many starts make it at once', async () => {
    const boxes = await Promise.all(Array.from({ length: 8 }, open));
    const sealed = await Promise.all(boxes.map((box) => box.seal('sk-1234', PLACE)));
    for (const box of boxes) for (const each of sealed) expect(await box.open(each, PLACE)).toBe('sk-1234');
  });

  it('close their file to others', async () => {
    await open();
    await chmod(file, 0o644);
    await open();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('are sealed with a new key after a renewal, which other processes learn of, and the old ones still open', async () => {
    const [box, other, third] = [await open(), await open(), await open()];
    const old = await box.seal('old', PLACE);
    expect(box.isCurrent(old)).toBe(true);
    expect(await box.renew()).toBe(true);
    expect(box.isCurrent(old)).toBe(false);
    const sealed = await box.seal('new', PLACE);
    expect(await other.open(sealed, PLACE)).toBe('new');
    expect(box.isCurrent(await third.seal('x', PLACE))).toBe(true);
    expect(await box.open(old, PLACE)).toBe('old');
    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(2);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('are sealed with the first of the keys that the operator gives, and opened with all', async () => {
    const [first, second] = [newSealingKey(), newSealingKey()];
    const sealed = await (await openSecretBox(givenSealingKeys([second]))).seal('sk-1234', PLACE);
    const box = await openSecretBox(givenSealingKeys([first, second]));
    expect(await box.open(sealed, PLACE)).toBe('sk-1234');
    expect(box.isCurrent(sealed)).toBe(false);
    expect(await box.renew()).toBe(false);
    const without = await openSecretBox(givenSealingKeys([first]));
    await expect(without.open(sealed, PLACE)).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      message: expect.stringContaining('SECRETS_KEY_FILE'),
    });
  });

  it('are not taken without a key', async () => {
    const box = await openSecretBox(givenSealingKeys([]));
    await expect(box.seal('sk-1234', PLACE)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(box.renew()).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('that belong elsewhere do not open', async () => {
    const box = await open();
    const sealed = await box.seal('sk-1234', PLACE);
    await expect(box.open(sealed, { ...PLACE, tenantId: 'b' })).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  });

  it('keep Carrel from starting with a file that holds something else, which stays as it is', async () => {
    await open();
    for (const text of ['', 'hunter2\n', `${newSealingKey()}\nhunter2\n`]) {
      await writeFile(file, text);
      const error: unknown = await open().catch((failure) => failure);
      expect(error).toMatchObject({ name: 'StartupError', message: expect.stringContaining(file) });
      expect((error as Error).message).not.toContain('hunter2');
      expect(await readFile(file, 'utf8')).toBe(text);
    }
  });
});
