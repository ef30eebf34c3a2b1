import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

/** Schemas for settings, which come as text. The description of each completes "It must be …". */

/** How a setting's text becomes its value. */
export type SettingSchema<T> = z.ZodType<T, string>;

/** Text of a certain shape, kept as it is. */
export const matching = (expected: string, shape: RegExp): SettingSchema<string> =>
  z.string().regex(shape).describe(expected);

/** Digits only, as a number within the bounds. */
export const wholeNumber = (min: number, max: number): SettingSchema<number> =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .describe(`a whole number from ${min} to ${max}`);

/** A decimal number without sign and exponent, as a number within the range. */
export const decimal = (expected: string, range: z.ZodNumber): SettingSchema<number> =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number)
    .pipe(range)
    .describe(expected);

/** A decimal number of megabytes, as whole bytes. */
export const megabytes = (expected: string, range: z.ZodNumber): SettingSchema<number> =>
  decimal(expected, range)
    .transform((size) => Math.floor(size * 1024 * 1024))
    .describe(expected);

/** One of the words, in whatever case. */
export const oneOf = <const T extends readonly [string, ...string[]]>(words: T): SettingSchema<T[number]> =>
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(words))
    .describe(new Intl.ListFormat('en', { type: 'disjunction', style: 'long' }).format(words).replace(', or ', ' or '));

/** `on` or `off`, as a boolean. */
export const onOff: SettingSchema<boolean> = oneOf(['on', 'off'])
  .transform((word) => word === 'on')
  .describe('on or off');

/** Entries with commas between them; none where there is no text. */
export const listOf = <T>(expected: string, entry: SettingSchema<T>): SettingSchema<T[]> =>
  z.string().transform(splitList).pipe(z.array(entry)).describe(expected);

/** A web origin as browsers send it: scheme, host and port (unless it is the scheme's own), nothing more. */
export const origin: SettingSchema<string> = z.url({ protocol: /^https?$/ }).transform((text, context) => {
  const { origin, href } = new URL(text);
  if (href !== `${origin}/`) context.addIssue('not an origin');
  return origin;
});

/** A host name, without scheme and port, in lower case. */
export const hostName: SettingSchema<string> = z
  .string()
  .toLowerCase()
  .regex(/^[a-z\d_]([a-z\d_.-]*[a-z\d_])?$/);

/** A file or folder, which need not be there, as an absolute path. */
export const path = (expected: 'a file' | 'a folder'): SettingSchema<string> =>
  z
    .string()
    .transform((name) => resolve(name))
    .describe(expected);

/** The name of a file, as what the file holds: how containers are handed secrets. */
export const contentOf = <T>(content: SettingSchema<T>): SettingSchema<T> =>
  z
    .string()
    .transform((name, context) => {
      try {
        return readFileSync(name, 'utf8').trim();
      } catch {
        context.addIssue('not readable');
        return z.NEVER;
      }
    })
    .pipe(content)
    .describe(`a readable file with ${content.description}`);

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}
