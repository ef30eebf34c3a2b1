import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

/** Schemas for settings, which come as text. What they say of a wrong value is not for readers. */

/** Text of a certain shape, kept as it is. */
export const matching = (shape: RegExp) => z.string().regex(shape);

/** Digits only, as a number within the bounds. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(min).max(max));

/** A decimal number without sign and exponent, as a number within the range. */
export const decimal = (range: z.ZodNumber) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number)
    .pipe(range);

/** One of the words, in whatever case. */
export const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.string().toLowerCase().pipe(z.enum(words));

/** `on` or `off`, as a boolean. */
export const onOff = oneOf(['on', 'off']).transform((word) => word === 'on');

/** Entries with commas between them; none where there is no text. */
export const listOf = <T>(entry: z.ZodType<T, string>) => z.string().transform(splitList).pipe(z.array(entry));

/** A web origin as browsers send it: scheme, host and port (unless it is the scheme's own), nothing more. */
export const origin = z.url({ protocol: /^https?$/ }).transform((text, context) => {
  const { origin, href } = new URL(text);
  if (href !== `${origin}/`) context.addIssue('not an origin');
  return origin;
});

/** A file or folder, which need not be there, as an absolute path. */
export const path = z.string().transform((name) => resolve(name));

/** The name of a file, as what the file holds: how containers are handed secrets. */
export const contentOf = <T>(content: z.ZodType<T, string>) =>
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
    .pipe(content);

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
}
