import type { Source } from '../store/answers.ts';

/** The documents of sources, or of passages, each once. */
export function eachOnce(sources: readonly Source[]): readonly Source[] {
  return [...new Map(sources.map(({ documentId, access }) => [documentId, { documentId, access }])).values()];
}
