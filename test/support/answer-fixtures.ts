import { type AnswerId, type DocumentId, type Generation, newId, type TenantId } from '../../src/ids.ts';
import type { AnswerRecord, ShownPassage } from '../../src/store/answers.ts';

/** A passage of a document that is there only if `change` says which. */
export function newPassage(tenantId: TenantId, change: Partial<ShownPassage> = {}): ShownPassage {
  return {
    id: newId(),
    tenantId,
    documentId: newId<DocumentId>(),
    generation: newId<Generation>(),
    index: 0,
    documentName: 'notes.txt',
    text: 'So \u0000\ud800 it is.',
    headings: ['Part', 'Section'],
    page: null,
    start: 0,
    end: 12,
    access: { collection: null, visibility: 'ORGANIZATION', containsPii: false, createdBy: null },
    relevance: 0.75,
    current: true,
    ...change,
  };
}

/** An answer that was completed. */
export function newAnswer(tenantId: TenantId, change: Partial<AnswerRecord> = {}): AnswerRecord {
  return {
    id: newId<AnswerId>(),
    tenantId,
    conversationId: null,
    createdAt: new Date('2026-04-01T12:00:00.123Z'),
    question: 'What is it?',
    filter: { collection: 'facts', tags: ['a "tag"'], documentIds: [newId<DocumentId>()] },
    searchedFor: ['What is it?', 'its colour'],
    text: 'So it is [1].',
    answered: true,
    cited: [1],
    passages: [],
    told: [],
    claims: [{ start: 0, end: 13, markers: [1], support: 'SUPPORTED', evidence: [] }],
    model: 'scripted',
    finishReason: 'STOP',
    usage: { promptTokens: 20, completionTokens: null, retrievalMs: 3, firstTokenMs: 5, totalMs: 8.5 },
    rating: null,
    withheld: false,
    ...change,
  };
}
