import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartupError } from '../../../errors.ts';
import type { Tesseract } from './tesseract.ts';

/** Text recognition takes 65 MB that most do without, so its packages are no dependencies: an operator adds them. */
const ENGINE = { name: 'tesseract.js', version: 7 } as const;
const LANGUAGE_VERSION = 1;
/** In a package of a language: the small model, or the only one. */
const MODELS = ['4.0.0_best_int', '4.0.0'] as const;

const require = createRequire(import.meta.url);

/** Loads the engine. */
export function loadTesseract(): Tesseract {
  return require(ENGINE.name) as Tesseract;
}

/** The file with a language's model, packed with gzip. @throws Error where its package is not installed */
export function languageFile(language: string): string {
  const folder = dirname(require.resolve(`${packageOf(language)}/package.json`));
  const file = MODELS.map((model) => join(folder, model, `${language}.traineddata.gz`)).find((path) =>
    existsSync(path),
  );
  if (file === undefined) throw new Error(`${packageOf(language)} holds no model.`);
  return file;
}

/** @throws StartupError that says what to install for these languages, if anything */
export function requireOcrPackages(languages: readonly string[]): void {
  const missing = [
    ...(isThere(() => require.resolve(ENGINE.name)) ? [] : [`${ENGINE.name}@${ENGINE.version}`]),
    ...languages
      .filter((language) => !isThere(() => languageFile(language)))
      .map((language) => `${packageOf(language)}@${LANGUAGE_VERSION}`),
  ];
  if (missing.length === 0) return;
  throw new StartupError(
    `OCR is on, but packages that it needs are not installed. In Carrel's folder run \`npm install --save ${missing.join(' ')}\`, or set OCR=off.`,
  );
}

function packageOf(language: string): string {
  return `@tesseract.js-data/${language}`;
}

function isThere(find: () => string): boolean {
  try {
    find();
    return true;
  } catch {
    return false;
  }
}
