import { describe, expect, it } from 'vitest';
import { normalizeEmail, parseEmail, parseName, parsePassword } from '../../src/auth/credentials.ts';
import { refusalOf } from './errors.ts';

describe('e-mails', () => {
  it.each([
    ['ann@example.org', 'ann@example.org'],
    ['  Ann@Example.ORG\n', 'ann@example.org'],
    ['ａｎｎ＠example.org', 'ann@example.org'],
    ['first.last+tag@sub.example.org', 'first.last+tag@sub.example.org'],
    ['admin@localhost', 'admin@localhost'],
    ['jörg@müller.example', 'jörg@müller.example'],
  ])('%j is %s', (raw, email) => {
    expect(parseEmail(raw)).toBe(email);
  });

  it.each([
    '',
    'ann',
    'ann@',
    '@example.org',
    'ann@example..org',
    'ann@.example.org',
    'ann@-example.org',
    'a nn@example.org',
    'ann@exa mple.org',
    'ann@example.org, bob@example.org',
    'ann@bob@example.org',
    'an\u200bn@example.org',
    'ann\0@example.org',
    `${'a'.repeat(65)}@example.org`,
    `ann@${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}`,
    'a'.repeat(1_000_000),
  ])('%.40j is none', async (raw) => {
    expect(normalizeEmail(raw)).toBeNull();
    expect((await refusalOf(() => parseEmail(raw))).code).toBe('BAD_INPUT');
  });
});

describe('passwords', () => {
  it.each(['8 chars!', ' pass word ', '🦉'.repeat(8), '🦉'.repeat(256), 'x'.repeat(256)])('%.20j will do', (raw) => {
    expect(parsePassword(raw)).toBe(raw);
  });

  it.each([
    ['', 'short'],
    ['7 chars', 'short'],
    ['🦉'.repeat(7), 'short'],
    ['x'.repeat(257), 'long'],
    ['🦉'.repeat(257), 'long'],
    ['x'.repeat(1_000_000), 'long'],
  ])('%.20j will not, being too %s', async (raw, fault) => {
    const error = await refusalOf(() => parsePassword(raw));
    expect(error.code).toBe('BAD_INPUT');
    expect(error.message).toContain(`too ${fault}`);
    expect(error.message).toContain('8 to 256 characters');
  });

  it('are refused with half of a character, which no hash tells from another half', async () => {
    const error = await refusalOf(() => parsePassword('correct horse \ud83e'));
    expect(error).toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('half of a character') });
  });
});

describe('names', () => {
  it('are trimmed and may hold 200 characters of any script', () => {
    expect(parseName('  Œuvre & Søns 🦉 ', 'The name')).toBe('Œuvre & Søns 🦉');
    expect(parseName('🦉'.repeat(200), 'The name')).toHaveLength(400);
  });

  it.each(['', '   ', 'x'.repeat(201), 'a\nb', 'a\0b', 'x'.repeat(1_000_000)])('%.20j is refused', async (raw) => {
    const error = await refusalOf(() => parseName(raw, 'The organization'));
    expect(error.code).toBe('BAD_INPUT');
    expect(error.message).toMatch(/^The organization /);
  });
});
