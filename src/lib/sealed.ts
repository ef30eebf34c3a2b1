import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** A key that seals, with the name by which what it has sealed is told apart. */
export interface SealingKey {
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

/** What a sealed text belongs to. In the place of another it does not open. */
export interface Place {
  readonly tenantId: string;
  /** Such as `modelSettings.apiKey`. */
  readonly field: string;
}

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** A new key, in base64url. */
export function newSealingKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** Reads a key of 32 bytes in base64, base64url or hex; null for what is none. */
export function readSealingKey(text: string): SealingKey | null {
  const isHex = /^[0-9a-f]{64}$/i.test(text);
  if (!isHex && !/^[\w+/-]{43}=?$/.test(text)) return null;
  const bytes = Buffer.from(text, isHex ? 'hex' : 'base64');
  const id = createHash('sha256').update('carrel sealing key\0').update(bytes).digest('base64url').slice(0, 8);
  return bytes.length === KEY_BYTES ? { id, bytes } : null;
}

/**
 * Seals a text with AES-256-GCM as `v1.KEYID.IV.BODY`, each part in base64url, the body with its tag. Version, key and
 * place are authenticated with it.
 */
export function seal(text: string, key: SealingKey, place: Place): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(associated(key, place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return [VERSION, key.id, iv.toString('base64url'), body.toString('base64url')].join('.');
}

/** The text in a sealed one, whose key this must be; null where it was changed, or was sealed for another place. */
export function unseal(sealed: string, key: SealingKey, place: Place): string | null {
  const [version, id, rawIv = '', rawBody = '', ...more] = sealed.split('.');
  const [iv, body] = [Buffer.from(rawIv, 'base64url'), Buffer.from(rawBody, 'base64url')];
  // Base64url spells some bytes in several ways.
  const isAsSealed = iv.toString('base64url') === rawIv && body.toString('base64url') === rawBody;
  if (version !== VERSION || id !== key.id || more.length > 0 || !isAsSealed) return null;
  if (iv.length !== IV_BYTES || body.length < TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key.bytes, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated(key, place));
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** The id of the key that sealed a text. */
export function keyIdOf(sealed: string): string {
  return sealed.split('.')[1] ?? '';
}

function associated(key: SealingKey, { tenantId, field }: Place): Buffer {
  return Buffer.from(JSON.stringify([VERSION, key.id, tenantId, field]));
}
