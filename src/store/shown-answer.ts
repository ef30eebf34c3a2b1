import type { DocumentId, Generation } from '../ids.ts';
import { type DocumentAccess, isVisible, type Scope } from './access.ts';
import type { AnswerRecord, ShownPassage } from './answers.ts';

/** What is to be known of a document, whoever may see it. */
export interface PresentDocument {
  /** Now, or when it was deleted. */
  readonly access: DocumentAccess;
  /** Null where it is not searchable, or deleted. */
  readonly generation: Generation | null;
}

/**
 * Passages as a scope may see them now: by who may see their documents now, or could when they were deleted. Of documents
 * of which nothing is known any more, by who could when they were shown.
 */
export function showPassages(
  scope: Scope,
  passages: readonly ShownPassage[],
  documents: ReadonlyMap<DocumentId, PresentDocument>,
): ShownPassage[] {
  return passages.flatMap((passage) => {
    const document = documents.get(passage.documentId);
    if (!isVisible(scope, document?.access ?? passage.access)) return [];
    return [{ ...passage, current: document?.generation === passage.generation }];
  });
}

/** An answer as a scope may see it: what was written from a passage that it doesn't see is withheld. */
export function showAnswer(
  scope: Scope,
  answer: AnswerRecord,
  documents: ReadonlyMap<DocumentId, PresentDocument>,
): AnswerRecord {
  const passages = showPassages(scope, answer.passages, documents);
  if (passages.length === answer.passages.length) return { ...answer, passages };
  // A model's own searches have words of what it had read.
  const searchedFor = [answer.question];
  return { ...answer, passages, searchedFor, text: '', cited: [], claims: [], withheld: true };
}
