import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { languageFile, loadTesseract } from './ocr-packages.ts';
import type { RecognizedLine } from './tesseract.ts';

/** Recognizes the text in pictures, one at a time. */
export interface Recognizer extends AsyncDisposable {
  /** The lines in the order of reading; null for what is no picture. */
  recognize(image: Uint8Array): Promise<readonly RecognizedLine[] | null>;
}

/** The engine that the packages' small models are made for. */
const LSTM = 1;

const unzip = promisify(gunzip);

/** Takes all that it needs from installed packages, and nothing from the network. */
export async function openRecognizer(languages: readonly string[]): Promise<Recognizer> {
  const [first = '', ...others] = languages;
  const worker = await loadTesseract().createWorker(first, LSTM, {
    langPath: dirname(languageFile(first)),
    cacheMethod: 'none',
    // Without one, a picture that can't be read is an uncaught exception; the promise tells of it as well.
    errorHandler: () => {},
  });
  if (others.length > 0) {
    // It takes all languages from one folder, and each package has its own.
    for (const language of others) {
      await worker.FS('writeFile', [`./${language}.traineddata`, await unzip(await readFile(languageFile(language)))]);
    }
    await worker.reinitialize(first, LSTM, { tessedit_load_sublangs: others.join('+') });
  }
  return {
    async recognize(image) {
      const answer = await worker.recognize(image, {}, { text: false, blocks: true }).catch(() => null);
      if (!answer) return null;
      return (answer.data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines));
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
