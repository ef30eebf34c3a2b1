import { describe, expect, it } from 'vitest';
import { keyIdOf, newSealingKey, readSealingKey, type SealingKey, seal, unseal } from '../../src/lib/sealed.ts';

function newKey(): SealingKey {
  const key = readSealingKey(newSealingKey());
  if (!key) throw new TypeError('It is a key.');
  return key;
}

const KEY = newKey();
const PLACE = { tenantId: 'a', field: 'modelSettings.apiKey' };

describe('a sealed text', () => {
  it.each(['sk-1234', '', 'Schlüssel 🔑', 'x'.repeat(1_000)])('opens with its key, in its place: %s', (text) => {
    const sealed = seal(text, KEY, PLACE);
    expect(unseal(sealed, KEY, PLACE)).toBe(text);
    expect(sealed).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]{22,}$/);
    expect(keyIdOf(sealed)).toBe(KEY.id);
    if (text) expect(Buffer.from(sealed.split('.')[3] ?? '', 'base64url').includes(text)).toBe(false);
  });

  it('is another each time', () => {
    expect(seal('sk-1234', KEY, PLACE)).not.toBe(seal('sk-1234', KEY, PLACE));
  });

  it('does not open for another organisation, another field or another key', () => {
    const sealed = seal('sk-1234', KEY, PLACE);
    const other = newKey();
    expect(unseal(sealed, KEY, { ...PLACE, tenantId: 'b' })).toBeNull();
    expect(unseal(sealed, KEY, { ...PLACE, field: 'x' })).toBeNull();
    expect(unseal(sealed, other, PLACE)).toBeNull();
    expect(unseal(sealed, { ...other, id: KEY.id }, PLACE)).toBeNull();
    expect(unseal(sealed.replace(KEY.id, other.id), { ...KEY, id: other.id }, PLACE)).toBeNull();
  });

  it('does not open when any character of it is changed, added or missing', () => {
    const sealed = seal('sk-1234', KEY, PLACE);
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed[at] === 'A' ? 'B' : 'A';
      expect(unseal(sealed.slice(0, at) + changed + sealed.slice(at + 1), KEY, PLACE)).toBeNull();
      expect(unseal(sealed.slice(0, at) + sealed.slice(at + 1), KEY, PLACE)).toBeNull();
      expect(unseal(`${sealed.slice(0, at)}A${sealed.slice(at)}`, KEY, PLACE)).toBeNull();
    }
    for (const text of ['', 'v1', 'v1...', `${sealed}.`, `v1.${KEY.id}..`]) expect(unseal(text, KEY, PLACE)).toBeNull();
  });
});

describe('a key', () => {
  it('is the same in hex, base64 and base64url, and nothing else is one', () => {
    const bytes = Buffer.from(KEY.bytes);
    for (const text of [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]) {
      expect(readSealingKey(text)).toEqual(KEY);
    }
    for (const text of [
      '',
      'hunter2',
      bytes.toString('hex').slice(1),
      `${bytes.toString('base64url')}A`,
      'é'.repeat(43),
    ]) {
      expect(readSealingKey(text)).toBeNull();
    }
  });
});
