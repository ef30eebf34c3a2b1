import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeyRing, openKeyRing } from '../../src/auth/key-ring.ts';
import { fileKeySource, type KeySource } from '../../src/auth/signing-keys.ts';
import { createTokens } from '../../src/auth/tokens.ts';
import { StartupError } from '../../src/errors.ts';
import { newId, type SessionId, type TenantId, type UserId } from '../../src/ids.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carrel-keys-'));
  file = join(folder, 'data', 'signing-keys.json');
});

afterEach(async () => {
  for (const ring of rings.splice(0)) ring.close();
  await rm(folder, { recursive: true });
});

/** What the operator is told. */
async function startFailureOf(loading: Promise<unknown>): Promise<StartupError> {
  const error: unknown = await loading.catch((failure) => failure);
  if (error instanceof StartupError) return error;
  throw new Error('It was not refused.', { cause: error });
}

const DAY_MS = 86_400_000;
const rings: KeyRing[] = [];
const loadSigningKeys = async (
  path: string,
  change: { source?: KeySource; now?: () => Date; rotationDays?: number } = {},
) => {
  const ring = await openKeyRing({
    source: fileKeySource(path),
    tokenMs: 15 * 60_000,
    rotationDays: 90,
    now: () => new Date(),
    onUnexpected: () => {},
    ...change,
  });
  rings.push(ring);
  return ring;
};

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

describe('the ring of keys', () => {
  let time: number;
  const now = () => new Date(time);
  beforeEach(() => {
    time = Date.parse('2026-05-01T12:00:00Z');
  });
  const subject = () => ({ userId: newId<UserId>(), tenantId: newId<TenantId>(), sessionId: newId<SessionId>() });
  const open = async () => {
    const keys = await loadSigningKeys(file, { now });
    return { keys, tokens: createTokens({ keys, lifetimeMinutes: 15, now }) };
  };

  it('signs with a new key once every process had time to learn of it, and logs nobody out', async () => {
    const [one, other] = [await open(), await open()];
    const before = await one.tokens.issue(subject());
    const kid = await one.keys.rotate();
    expect(one.keys.current.kid).not.toBe(kid);
    expect(one.keys.publicKeys().keys.map((key) => key.kid)).toContain(kid);
    time += 60_000;
    expect(one.keys.current.kid).toBe(kid);
    const { accessToken } = await one.tokens.issue(subject());
    // The other process has not looked since, and meets the key in a token.
    expect(await other.tokens.verify(accessToken)).toBeTruthy();
    for (const { tokens } of [one, other]) expect(await tokens.verify(before.accessToken)).toBeTruthy();
  });

  it('tells others what they need to verify by, and no more', async () => {
    const { keys } = await open();
    await keys.rotate();
    for (const key of keys.publicKeys().keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    }
  });

  it('keeps an old key until its last token has ended, and drops it with the next change', async () => {
    const { keys, tokens } = await open();
    const old = keys.current.kid;
    const { accessToken } = await tokens.issue(subject());
    await keys.rotate();
    time += 10 * 60_000;
    await keys.rotate();
    expect(keys.publicKeys().keys.map((key) => key.kid)).toContain(old);
    expect(await tokens.verify(accessToken)).toBeTruthy();
    time += 20 * 60_000;
    await keys.rotate();
    expect(keys.publicKeys().keys.map((key) => key.kid)).not.toContain(old);
    expect(keys.publicKeys().keys).toHaveLength(2);
  });

  it('rotates by itself when it is time, however often processes were restarted, and once for all of them', async () => {
    const first = await open();
    await first.keys.follow();
    const old = first.keys.current.kid;
    time += 89 * DAY_MS;
    const [one, other] = [await open(), await open()];
    await one.keys.follow();
    expect(one.keys.publicKeys().keys).toHaveLength(1);
    time += DAY_MS;
    await one.keys.follow();
    await other.keys.follow();
    expect(other.keys.publicKeys()).toEqual(one.keys.publicKeys());
    expect(one.keys.publicKeys().keys).toHaveLength(2);
    expect(other.keys.current.kid).toBe(old);
    time += 60_000;
    expect(other.keys.current.kid).not.toBe(old);
    time += 20 * 60_000;
    await other.keys.follow();
    expect(other.keys.publicKeys().keys.map((key) => key.kid)).toEqual([other.keys.current.kid]);
  });

  it('goes on where keys can only be read, and tells the operator once an hour', async () => {
    const source = fileKeySource(file);
    const refusal = new StartupError('Read only.');
    let tries = 0;
    const readOnly: KeySource = {
      ...source,
      replace: () => {
        tries += 1;
        return Promise.reject(refusal);
      },
    };
    const keys = await loadSigningKeys(file, { source: readOnly, now });
    await expect(keys.follow()).rejects.toBe(refusal);
    await keys.follow();
    time += 3_600_000;
    await expect(keys.follow()).rejects.toBe(refusal);
    expect(tries).toBe(2);
    expect(keys.current.kid).toBeTruthy();
  });

  it('loses no key when two processes make one at once', async () => {
    const [one, other] = [await open(), await open()];
    const source = fileKeySource(file);
    const first = await source.read();
    const kid = await one.keys.rotate();
    expect(await source.replace(first, first)).toBe(false);
    const another = await other.keys.rotate();
    expect(other.keys.publicKeys().keys.map((key) => key.kid)).toEqual(expect.arrayContaining([kid, another]));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('asks for keys that nobody knows no more than now and then', async () => {
    const source = fileKeySource(file);
    let reads = 0;
    const counting: KeySource = {
      ...source,
      read: () => {
        reads += 1;
        return source.read();
      },
    };
    const keys = await loadSigningKeys(file, { source: counting, now });
    const tokens = createTokens({ keys, lifetimeMinutes: 15, now });
    const { accessToken } = await tokens.issue(subject());
    const [, payload = '', signature = ''] = accessToken.split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', typ: 'at+jwt', kid: 'unknown' })).toString('base64url');
    const forged = `${header}.${payload}.${signature}`;
    for (let at = 0; at < 20; at += 1)
      await expect(tokens.verify(forged)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(reads).toBe(2);
    time += 5_000;
    await expect(tokens.verify(forged)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(reads).toBe(3);
  });
});
