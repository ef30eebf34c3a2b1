import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSigningKeys } from '../../src/auth/signing-keys.ts';
import { createTokens } from '../../src/auth/tokens.ts';
import { StartupError } from '../../src/errors.ts';
import { newId, type SessionId, type TenantId, type UserId } from '../../src/ids.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-keys-'));
  file = join(folder, 'data', 'signing-keys.json');
});

afterEach(() => rm(folder, { recursive: true }));

/** What the operator is told. */
async function startFailureOf(loading: Promise<unknown>): Promise<StartupError> {
  const error: unknown = await loading.catch((failure) => failure);
  if (error instanceof StartupError) return error;
  throw new Error('It was not refused.', { cause: error });
}

const tokensOf = async () =>
  createTokens({ keys: await loadSigningKeys(file), lifetimeMinutes: 15, now: () => new Date() });

describe('the signing keys', () => {
  it('are made on first start, for the owner of the file only, and stay', async () => {
    const subject = { userId: newId<UserId>(), tenantId: newId<TenantId>(), sessionId: newId<SessionId>() };
    const { accessToken } = await (await tokensOf()).issue(subject);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'data'))).toEqual(['signing-keys.json']);

    expect(await (await tokensOf()).verify(accessToken)).toMatchObject(subject);
  });

  it('are the same for all that start at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => loadSigningKeys(file)));
    expect(new Set(all.map(({ current }) => current.kid)).size).toBe(1);
  });

  it('are closed to others where the file was open', async () => {
    const { current } = await loadSigningKeys(file);
    await chmod(file, 0o644);
    expect((await loadSigningKeys(file)).current.kid).toBe(current.kid);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('keep older keys for the tokens that they signed', async () => {
    const subject = { userId: newId<UserId>(), tenantId: newId<TenantId>(), sessionId: newId<SessionId>() };
    const { accessToken } = await (await tokensOf()).issue(subject);
    const old = JSON.parse(await readFile(file, 'utf8'));
    await rm(file);
    await loadSigningKeys(file);
    const fresh = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ keys: [...fresh.keys, ...old.keys] }));

    const tokens = await tokensOf();
    expect(await tokens.verify(accessToken)).toMatchObject(subject);
    const [header = ''] = (await tokens.issue(subject)).accessToken.split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString()).kid).toBe(fresh.keys[0].kid);
  });

  it.each(['', '{', '[]', '{"keys":[]}', '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA","d":"AAAA","kid":"a"}]}'])(
    'that are damaged (%s) are refused by name, and left as they are',
    async (text) => {
      await loadSigningKeys(file);
      await writeFile(file, text);
      const error = await startFailureOf(loadSigningKeys(file));
      expect(error.message).toContain(`The signing keys in ${file} are damaged.`);
      expect(await readFile(file, 'utf8')).toBe(text);
    },
  );

  it('that cannot be made are refused with the reason', async () => {
    await writeFile(join(folder, 'data'), 'in the way');
    const error = await startFailureOf(loadSigningKeys(file));
    expect(error.message).toMatch(/can't be read or made \(.+\)\. Let Carrel/);
  });

  it('that are a folder are refused, and the folder stays open to those who could read it', async () => {
    await mkdir(file, { recursive: true, mode: 0o755 });
    const error = await startFailureOf(loadSigningKeys(file));
    expect(error.message).toMatch(/can't be read or made \(.+\)\. Let Carrel/);
    expect((await stat(file)).mode & 0o777).toBe(0o755);
  });
});
