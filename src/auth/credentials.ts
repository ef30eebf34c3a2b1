import { AppError } from '../errors.ts';

const MIN_PASSWORD = 8;
const MAX_PASSWORD = 256;
const MAX_EMAIL = 254;
const MAX_NAME = 200;

/** A part of a host name, in letters of any script. */
const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?';
/** Something without spaces, an `@`, and a host name. Whether it exists, only a mail could tell. */
const EMAIL = new RegExp(`^[^\\s@\\p{C}]{1,64}@${LABEL}(?:\\.${LABEL})*$`, 'u');

/** The one spelling of an e-mail address that the directory knows, or null for what is none. */
export function normalizeEmail(raw: string): string | null {
  // Normalising a megabyte takes its time, and no address comes out of it.
  if (raw.length > 4 * MAX_EMAIL) return null;
  const email = raw.trim().normalize('NFKC').toLowerCase();
  return email.length <= MAX_EMAIL && EMAIL.test(email) ? email : null;
}

/**
 * Like `normalizeEmail`, for who must give one.
 * @throws AppError `BAD_INPUT`
 */
export function parseEmail(raw: string): string {
  const email = normalizeEmail(raw);
  if (email !== null) return email;
  throw new AppError(
    'BAD_INPUT',
    `That is not an e-mail address. Give one like name@example.org, of at most ${MAX_EMAIL} characters.`,
  );
}

/**
 * A new password, as it is: no composition rules, and nothing trimmed.
 * @throws AppError `BAD_INPUT` unless it has 8 to 256 characters (Unicode code points), each a whole one
 */
export function parsePassword(raw: string): string {
  // At most two UTF-16 units a character: a megabyte is refused without counting it.
  const length = isTooLong(raw) ? Number.POSITIVE_INFINITY : [...raw].length;
  if (length >= MIN_PASSWORD && length <= MAX_PASSWORD) {
    if (isUnicode(raw)) return raw;
    throw new AppError('BAD_INPUT', 'The password holds half of a character (a lone surrogate). Choose another one.');
  }
  const fault = length < MIN_PASSWORD ? 'short' : 'long';
  throw new AppError(
    'BAD_INPUT',
    `The password is too ${fault}. Choose one of ${MIN_PASSWORD} to ${MAX_PASSWORD} characters.`,
  );
}

/** Whether a text has no lone surrogates: those have no UTF-8 of their own, so that a hash takes all of them for one. */
export function isUnicode(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/**
 * A name of a person or an organisation, trimmed. `what` begins the message: `The name`.
 * @throws AppError `BAD_INPUT` when it is blank, longer than 200 characters, or holds control characters
 */
export function parseName(raw: string, what: string): string {
  const name = raw.trim();
  if (name === '') throw new AppError('BAD_INPUT', `${what} is blank. Give one, or leave it out.`);
  if (name.length > 2 * MAX_NAME || [...name].length > MAX_NAME)
    throw new AppError('BAD_INPUT', `${what} is too long. Give at most ${MAX_NAME} characters.`);
  if (/\p{Cc}/u.test(name))
    throw new AppError('BAD_INPUT', `${what} holds a line break or another control character. Remove it.`);
  return name;
}

/** Whether a text is longer than any password, so that it need not be normalised, which takes the square of its length. */
export function isTooLong(password: string): boolean {
  return password.length > 2 * MAX_PASSWORD;
}
