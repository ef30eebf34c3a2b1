import { randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What API tokens begin with, so that people and secret scanners know one when they see it. */
const SCHEME = 'carrel_';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Digits of more than 256 random bits. */
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(`^${SCHEME}[0-9A-Za-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`);

/** How many characters of a token are shown, to tell it from others. */
const PREFIX_LENGTH = 8;

/** A new API token: `carrel_`, 43 random digits of base 62, and 6 that check them (CRC-32, as GitHub's tokens do). */
export function newApiToken(): string {
  const secret = Array.from({ length: SECRET_LENGTH }, () => DIGITS.charAt(randomInt(DIGITS.length))).join('');
  return `${SCHEME}${secret}${checksumOf(secret)}`;
}

/** Whether a text looks like an API token, good or not. */
export function isApiToken(text: string): boolean {
  return text.startsWith(SCHEME);
}

/** Whether the checksum is right: one that is mistyped needs no look-up. */
export function isWellFormed(token: string): boolean {
  if (!SHAPE.test(token)) return false;
  const secret = token.slice(SCHEME.length, -CHECKSUM_LENGTH);
  return token.endsWith(checksumOf(secret));
}

/** The 8 characters behind `carrel_`. */
export function prefixOf(token: string): string {
  return token.slice(SCHEME.length, SCHEME.length + PREFIX_LENGTH);
}

function checksumOf(secret: string): string {
  let rest = crc32(secret);
  let digits = '';
  while (digits.length < CHECKSUM_LENGTH) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits;
    rest = Math.floor(rest / DIGITS.length);
  }
  return digits;
}
