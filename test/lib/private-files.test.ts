import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPrivateFile, replacePrivateFile } from '../../src/lib/private-files.ts';

describe('a file of secrets', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carrel-private-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is as it was, with nothing beside it, where the disk is full', async () => {
    const file = join(folder, 'keys.json');
    await createPrivateFile(file, 'old');
    const handle = await open(file);
    const full = vi.spyOn(Object.getPrototypeOf(handle), 'sync');
    full.mockRejectedValue(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
    try {
      await expect(replacePrivateFile(file, 'new')).rejects.toMatchObject({ code: 'ENOSPC' });
      await expect(createPrivateFile(join(folder, 'other.json'), 'new')).rejects.toMatchObject({ code: 'ENOSPC' });
    } finally {
      full.mockRestore();
      await handle.close();
    }
    expect(await readdir(folder)).toEqual(['keys.json']);
    expect(await readFile(file, 'utf8')).toBe('old');
  });
});
