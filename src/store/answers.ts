import type { ErrorCode } from '../errors.ts';
import type { AnswerId, ConversationId, DocumentId, OwnerId, TenantId } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { ShownChunk } from './chunks.ts';
import type { ConversationRecord } from './conversations.ts';
import type { LastPage, LastPageRequest, Page, PageRequest } from './pages.ts';

/** A passage as it was shown, with who could see its document at that moment. */
export interface ShownPassage extends Omit<ShownChunk, 'sentences'> {
  /** Opaque: names the chunk and the generation of its document. */
  readonly id: string;
  /** 0 to 1. */
  readonly relevance: number;
  /** Whether its document still says so: false once that was deleted or has a newer version. */
  readonly current: boolean;
}

/** A document that a text may have words of, and who could see it when it was written. */
export type Source = Pick<ShownPassage, 'documentId' | 'access'>;

/** `UNCITED`: the sentence names no passage. `UNSUPPORTED`: those that it names don't say so. */
export const SUPPORTS = ['SUPPORTED', 'PARTLY', 'UNSUPPORTED', 'UNCITED'] as const;
/** One of `SUPPORTS`. */
export type Support = (typeof SUPPORTS)[number];

/** A sentence of an answer, checked against what it cites. Offsets are UTF-16 code units, end exclusive. */
export interface Claim {
  /** In the answer's text. */
  readonly start: number;
  readonly end: number;
  /** Of the passages that it names, from 1. */
  readonly markers: readonly number[];
  readonly support: Support;
  readonly evidence: readonly Evidence[];
}

/** What of a cited passage says so. */
export interface Evidence {
  readonly marker: number;
  readonly documentId: DocumentId;
  /** In the document's text. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** `REFUSED`: the documents don't hold the answer. `LENGTH`: it was cut at the limit of tokens. */
export const FINISH_REASONS = ['STOP', 'LENGTH', 'REFUSED'] as const;
/** One of `FINISH_REASONS`. */
export type FinishReason = (typeof FINISH_REASONS)[number];

/** What an answer took. */
export interface AnswerUsage {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly retrievalMs: number;
  /** From the beginning; null where there was no text. */
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
}

/** What who asked thinks of an answer. */
export interface Rating {
  readonly helpful: boolean;
  readonly comment: string | null;
}

/** Which documents an answer was looked for in, as far as it is kept; what is empty is no condition. */
export interface AnswerFilter {
  readonly collection: string | null;
  readonly tags: readonly string[];
  readonly documentIds: readonly DocumentId[];
}

/** All documents. */
export const NO_FILTER: AnswerFilter = { collection: null, tags: [], documentIds: [] };

/** An answer that was completed. */
export interface AnswerRecord {
  readonly id: AnswerId;
  readonly tenantId: TenantId;
  /** The conversation that it is part of, if any. */
  readonly conversationId: ConversationId | null;
  readonly createdAt: Date;
  readonly question: string;
  readonly filter: AnswerFilter;
  /** The questions that were searched for. */
  readonly searchedFor: readonly string[];
  /** With markers such as [1]. */
  readonly text: string;
  readonly answered: boolean;
  /** The markers in the text, each once, in the order in which they first appear: places in `passages`, from 1. */
  readonly cited: readonly number[];
  readonly passages: readonly ShownPassage[];
  /**
   * What it may have words of beside its passages: what the earlier answers were written from that its model was told of,
   * what was looked up on the way, and the documents that it outlines or names.
   */
  readonly told: readonly Source[];
  readonly claims: readonly Claim[];
  readonly model: string;
  readonly finishReason: FinishReason;
  readonly usage: AnswerUsage;
  readonly rating: Rating | null;
  /**
   * Whether its text, claims and citations are left out (empty), as it may have words of a document that its reader may
   * not see any more.
   */
  readonly withheld: boolean;
}

/** The states of a run. The last three are final. */
export const RUN_STATUSES = ['QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'STOPPED'] as const;
/** One of `RUN_STATUSES`. */
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Why an answer failed, for its reader. */
export interface RunFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

/** A run: an answer that is being written, or how that ended. */
export interface RunRecord {
  readonly id: AnswerId;
  readonly tenantId: TenantId;
  readonly conversationId: ConversationId | null;
  readonly createdAt: Date;
  readonly question: string;
  readonly status: RunStatus;
  /** Place in the model's queue, from 1, while it waits there. */
  readonly position: number | null;
  /** The text when it ended; empty before, and where it is withheld as an answer's is. */
  readonly text: string;
  /** Null unless the run is FAILED. */
  readonly failure: RunFailure | null;
}

/** The text of an answer that was not completed, and its sources. */
export interface RunRest {
  readonly text: string;
  readonly passages: readonly ShownPassage[];
  /** As in an answer. */
  readonly told: readonly Source[];
}

/** How a run ends. */
export type RunEnd =
  | { readonly status: 'COMPLETED'; readonly answer: AnswerRecord }
  | ({ readonly status: 'FAILED'; readonly failure: RunFailure } & RunRest)
  | ({ readonly status: 'STOPPED' } & RunRest);

/** What has come of a run since the last write. Events are numbered from 0, and opaque to the store. */
export interface RunProgress {
  readonly status: 'QUEUED' | 'RUNNING';
  readonly position: number | null;
  /** The number of the first of the events. */
  readonly from: number;
  readonly events: readonly string[];
  /** When the lease of the process that writes it ends, unless it is renewed. */
  readonly leaseUntil: Date;
}

/** What readers and callers in other processes have recorded about a run, for the process that writes it. */
export interface RunSignals {
  readonly stopAsked: boolean;
  /** Until when it is read in another process; null where it is not. */
  readonly readUntil: Date | null;
  /** How often a reader in another process has left it for good. */
  readonly leavings: number;
}

/** A run as it is stored. */
export interface KeptRun extends RunRecord, Pick<RunSignals, 'readUntil'> {}

/**
 * What somebody was answered: only their own, and of that only what the scope sees. A passage whose document the scope
 * doesn't see (now, or as it was when it was deleted) is left out, and the text that was written from it withheld.
 * What belongs to nobody (`owner` null) can't be written, and nothing is there to read.
 */
export interface Answers {
  /**
   * Keeps an answer, durably. One of a conversation makes that the last used, and names it by `title` if it has no name.
   * @returns false, and keeps nothing, where its conversation is not there (any more)
   */
  keep(answer: AnswerRecord, options: { title: string }): Promise<boolean>;
  /** Those that were completed, in no order. */
  findMany(ids: readonly AnswerId[], options?: Abortable): Promise<AnswerRecord[]>;
  /** Those of a conversation, oldest first, ties by ascending id; none where there is no such conversation. */
  list(conversationId: ConversationId, page: PageRequest & Abortable): Promise<Page<AnswerRecord>>;
  /** The same from the newest on: the last of them, oldest first. */
  last(conversationId: ConversationId, page: LastPageRequest & Abortable): Promise<LastPage<AnswerRecord>>;
  /** Null where there is no such completed answer. */
  rate(id: AnswerId, rating: Rating): Promise<AnswerRecord | null>;
  /** Whether the scope sees all of these documents now, or did when they were deleted. */
  sees(sources: readonly Source[], options?: Abortable): Promise<boolean>;

  /** Notes, durably, an answer that has begun: QUEUED. False where its conversation is not there. */
  begin(run: Pick<RunRecord, 'id' | 'conversationId' | 'createdAt' | 'question'>, leaseUntil: Date): Promise<boolean>;
  /** Adds to a run; need not survive a crash of the machine. Null where it has ended or is gone, and its work should stop. */
  progress(id: AnswerId, progress: RunProgress): Promise<RunSignals | null>;
  /** Ends a run, durably; `title` as for `keep`. False where it had ended before, or its conversation is gone. */
  end(id: AnswerId, end: RunEnd, options: { title: string }): Promise<boolean>;
  /** A run or an answer that was kept. One whose lease has run out by `now` becomes FAILED, retryable, for good. */
  run(id: AnswerId, options: { now: Date } & Abortable): Promise<KeptRun | null>;
  /** A run's events from a number on, in order, as far as they are kept. */
  events(id: AnswerId, options: { from: number } & Abortable): Promise<{ number: number; event: string }[]>;
  /** Records that a run is to stop. False where it is not running. */
  requestStop(id: AnswerId): Promise<boolean>;
  /** Records that a run is read in another process until then. False where it is not running. */
  noteReader(id: AnswerId, until: Date): Promise<boolean>;
  /**
   * Records that such a reader has left for good. Other readers are forgotten with it, until they call `noteReader` again.
   * False where it is not running.
   */
  noteReaderLeft(id: AnswerId): Promise<boolean>;
}

/** An answer that somebody rated, with what the rating is worth to others. */
export interface RatedAnswer
  extends Pick<AnswerRecord, 'id' | 'createdAt' | 'question' | 'searchedFor' | 'text' | 'answered' | 'model'> {
  readonly rating: Rating;
  readonly passages: readonly ShownPassage[];
}

/** A conversation, and whose it is. */
export interface OwnedConversation {
  readonly owner: OwnerId;
  readonly conversation: ConversationRecord;
}

/** An answer, and whose it is. */
export interface OwnedAnswer {
  readonly owner: OwnerId;
  readonly answer: AnswerRecord;
}

/** From when on what is kept stays. */
export interface SweepTimes {
  readonly now: Date;
  readonly answersBefore: Date;
  readonly eventsBefore: Date;
  /** No answer that was begun before is still being written. */
  readonly deletedBefore: Date;
}

/** What is kept of everybody's answers and conversations, for who looks after the store. Requests never have it. */
export interface KeptAnswers {
  /** Removes all that belongs to somebody, and the audit's texts of their answers. */
  forget(owner: OwnerId): Promise<void>;
  /**
   * Removes answers outside conversations from before `answersBefore`, ended runs without an answer from before that, and
   * the events of runs that ended before `eventsBefore`; ends runs whose lease has run out by `now`. Forgets who could see
   * documents that were deleted before `deletedBefore`, and that nothing which is kept was written from.
   */
  sweep(options: SweepTimes): Promise<void>;
  /** Rated answers by ascending id, from behind `after` on. */
  rated(page: { after: AnswerId | null; limit: number } & Abortable): Promise<RatedAnswer[]>;
  /** All conversations by ascending id, from behind `after` on, with whom they belong to. */
  conversations(page: { after: ConversationId | null; limit: number } & Abortable): Promise<OwnedConversation[]>;
  /** The same of all answers that were completed, nothing withheld. */
  answers(page: { after: AnswerId | null; limit: number } & Abortable): Promise<OwnedAnswer[]>;
}
