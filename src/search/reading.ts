import { isReadBy, languageOf, latinShare } from '../lib/text/language.ts';
import type { Language } from '../lib/text/stop-words.ts';
import type { Embedder } from '../models/embedder.ts';
import type { Reading } from '../store/chunks.ts';

/** What a question can be compared by, with an embedder that may read English alone. */
export function readingOf(question: string, embedder: Pick<Embedder, 'language'>): Reading {
  if (isReadBy(embedder, question)) return 'MEANING';
  if (latinShare(question) < 1) return 'OTHER';
  return ROMANCE.has(languageOf(question)) ? 'ROMANCE' : 'LATIN';
}

const ROMANCE: ReadonlySet<Language> = new Set(['es', 'fr', 'it', 'pt']);
