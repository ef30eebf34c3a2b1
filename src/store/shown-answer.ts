import type { DocumentId, Generation } from '../ids.ts';
import { type DocumentAccess, isVisible, type Scope } from './access.ts';
import type { AnswerRecord, ShownPassage, Source } from './answers.ts';

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
    if (!sees(scope, passage, documents)) return [];
    return [{ ...passage, current: documents.get(passage.documentId)?.generation === passage.generation }];
  });
}

/** Whether a scope sees all of these documents now, or could when they were deleted. */
export function seesAll(
  scope: Scope,
  sources: readonly Source[],
  documents: ReadonlyMap<DocumentId, PresentDocument>,
): boolean {
  return sources.every((source) => sees(scope, source, documents));
}

function sees(
  scope: Scope,
  { documentId, access }: Source,
  documents: ReadonlyMap<DocumentId, PresentDocument>,
): boolean {
  return isVisible(scope, documents.get(documentId)?.access ?? access);
}

/** An answer as a scope may see it: what was written from what it doesn't see is withheld. */
export function showAnswer(
  scope: Scope,
  answer: AnswerRecord,
  documents: ReadonlyMap<DocumentId, PresentDocument>,
): AnswerRecord {
  const passages = showPassages(scope, answer.passages, documents);
  const isWhole = passages.length === answer.passages.length;
  if (isWhole && seesAll(scope, answer.told, documents)) return { ...answer, passages };
  // A model's own searches have words of what it had read.
  const searchedFor = [answer.question];
  return { ...answer, passages, searchedFor, text: '', cited: [], claims: [], withheld: true };
}
