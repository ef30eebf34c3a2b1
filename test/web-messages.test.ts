import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../web/src');
const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll(sep, '/'));
const FEATURES = FILES.filter((name) => name.endsWith('/messages.en.ts')).map((name) => name.split('/')[0] ?? '');

/** Words that are the same in both languages: names, units, and those that German took over. */
const SHARED = new Set(
  'Carrel carrel_ English Deutsch Ollama Anthropic API Name Link Text Token Version Organisation in ms s'.split(' '),
);

/** Whether a text says something in one language alone. Of a function, the texts in it count. */
function isInOneLanguage(text: string): boolean {
  const said = text.includes('=>')
    ? (text.replace(/\$\{[^}]*\}/g, ' ').match(/[`'"][^`'"]*[`'"]/g) ?? []).join(' ')
    : text;
  return (said.match(/[\p{L}_]+/gu) ?? []).some((word) => !SHARED.has(word));
}

/** Attributes whose text is shown or read out. */
const SAID = /^(aria-label|title|label|hint|alt|placeholder)$/;

type Messages = { readonly [name: string]: unknown };

/** The texts of a language as name and text; of a function, what it is made of. */
function textsOf(messages: Messages, path = ''): [name: string, text: string][] {
  return Object.entries(messages).flatMap(([name, value]): [string, string][] =>
    typeof value === 'object' && value !== null
      ? textsOf(value as Messages, `${path}${name}.`)
      : [[`${path}${name}`, String(value)]],
  );
}

async function read(feature: string, language: 'en' | 'de'): Promise<Map<string, string>> {
  const file = (await import(join(SRC, feature, `messages.${language}.ts`))) as Record<string, Messages>;
  return new Map(textsOf(file[language] ?? {}));
}

/** Texts between tags, and in attributes that are shown or read out. */
function wordsIn(file: string): string[] {
  const words: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === 'object' && node !== null) {
      const { type, name, value } = node as { type?: string; name?: { name?: string }; value?: unknown };
      if (type === 'JSXText') words.push(String(value).trim());
      else if (type === 'JSXAttribute' && SAID.test(name?.name ?? '')) {
        const { value: text } = (value ?? {}) as { value?: unknown };
        if (typeof text === 'string') words.push(text);
      }
      Object.values(node).forEach(visit);
    }
  };
  visit(parseAst(readFileSync(join(SRC, file), 'utf8'), { lang: 'tsx' }));
  return words.filter(isInOneLanguage);
}

describe('the words of the browser client', () => {
  it.each(FEATURES)('are in German what they are in English, in %s (W30)', async (feature) => {
    const [en, de] = [await read(feature, 'en'), await read(feature, 'de')];
    // The server's sentences are English already.
    const needed = [...de.keys()].filter((name) => !name.startsWith('codes.'));
    expect(needed.sort()).toEqual([...en.keys()].sort());
    const untranslated = [...en].filter(([name, text]) => de.get(name) === text && isInOneLanguage(text));
    expect(untranslated).toEqual([]);
  });

  it('are all there', () => {
    expect(FEATURES.length).toBeGreaterThan(5);
  });

  it('stand in no component', () => {
    const found = FILES.filter((name) => name.endsWith('.tsx')).flatMap((file) =>
      wordsIn(file).map((text) => `${file}: ${text}`),
    );
    expect(found).toEqual([]);
  });
});
