import type { DocumentId, TenantId } from '../../ids.ts';
import type { Abortable } from '../abortable.ts';
import type { Answers, KeptAnswers } from '../answers.ts';
import type { ApiTokens } from '../api-tokens.ts';
import type { AuditLog } from '../audit.ts';
import type {
  Candidates,
  ChunkSearch,
  Chunks,
  FoundChunks,
  RankedQuestion,
  RankedSearch,
  SearchedQuestion,
} from '../chunks.ts';
import type { Conversations } from '../conversations.ts';
import type { Counters } from '../counters.ts';
import type { Directory } from '../directory.ts';
import type { DocumentRecord, Documents, NewDocument, Original } from '../documents.ts';
import type { EmbedderStamp } from '../embedder-stamp.ts';
import type { IngestionAttempt, TenantIngestion } from '../ingestion.ts';
import type { IngestionQueue } from '../ingestion-queue.ts';
import type { Invitations } from '../invitations.ts';
import type { PasswordResets } from '../password-resets.ts';
import type { OutdatedTenant, TenantReembedding } from '../reembedding.ts';
import type { Sessions } from '../sessions.ts';
import type { ScopedTenant } from '../tenant-store.ts';
import type { StagedOriginal } from './originals-file.ts';
import type { Packed, WireChunk } from './wire.ts';

/** What the worker does: the ports themselves, but for what only the main thread can do, and chunks packed. */
export interface WorkerPorts {
  readonly store: {
    /** Once, when the process takes the folder. */
    start(): Promise<void>;
    outdated(options?: Abortable): Promise<OutdatedTenant[]>;
    /** @throws AppError `NOT_FOUND` for a tenant that was never registered */
    openTenant(id: TenantId): Promise<void>;
    removeTenant(id: TenantId): Promise<void>;
    ping(options?: Abortable): Promise<void>;
    close(): Promise<void>;
  };
  readonly directory: Omit<Directory, 'sessions' | 'passwordResets' | 'invitations' | 'apiTokens' | 'finish'>;
  readonly sessions: Sessions;
  readonly passwordResets: PasswordResets;
  readonly invitations: Invitations;
  readonly apiTokens: ApiTokens;
  readonly queue: IngestionQueue;
  readonly counters: Counters;
  readonly documents: Omit<Documents, 'changes' | 'create' | 'replace'> & {
    /** The one that `create` would give back instead. */
    findSame(document: NewDocument): Promise<DocumentRecord | null>;
    /** Stores a piece of an original that no document has yet, and gives that original's number. */
    addPiece(
      place: { documentId: DocumentId; original: number | null; piece: number },
      bytes: Uint8Array,
    ): Promise<number>;
    /** No document will have it. */
    giveUp(original: number): Promise<void>;
    create(document: NewDocument, original: StagedOriginal): ReturnType<Documents['create']>;
    replace(id: DocumentId, next: Original, original: StagedOriginal): ReturnType<Documents['replace']>;
  };
  readonly chunks: Omit<Chunks, 'search' | 'candidates' | 'embedder'> & {
    /** Null when the question's vector is of another embedder. */
    search(question: RankedQuestion, search: RankedSearch): Promise<FoundChunks | null>;
    /** The same. */
    candidates(question: SearchedQuestion, search: ChunkSearch): Promise<Candidates | null>;
  };
  readonly reembedding: TenantReembedding & { embedder(): Promise<EmbedderStamp> };
  readonly tenant: Pick<ScopedTenant, 'usage'>;
  readonly audit: AuditLog;
  readonly conversations: Conversations;
  readonly answers: Answers;
  readonly kept: KeptAnswers;
  readonly ingestion: Omit<TenantIngestion, 'write' | 'read' | 'embedder'> & {
    write(attempt: IngestionAttempt, chunks: Packed<WireChunk>): Promise<boolean>;
    read(attempt: IngestionAttempt, page: { from: number; limit: number } & Abortable): Promise<Packed<WireChunk>>;
  };
}

type Method = (...args: never[]) => Promise<unknown>;
type WithoutSignal<Arg> = Arg extends object ? ('signal' extends keyof Arg ? Omit<Arg, 'signal'> : Arg) : Arg;

/** A port as the worker implements it: the same methods, on what they work with (`On`), without signals. */
export type Implementation<Port, On extends readonly unknown[]> = {
  readonly [Name in keyof Port]: Port[Name] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: [...On, ...{ [At in keyof Args]: WithoutSignal<Args[At]> }]) => Result
    : never;
};

/** Calls `port.method` in the worker. What it throws is as the store's port says. */
export type RemoteCall = (method: string, args: readonly unknown[], options: Abortable) => Promise<unknown>;

/**
 * A port whose methods run in the worker, which gets the `bound` arguments before a call's own. A call's signal stays
 * here: the worker's own one aborts with it.
 */
export function createRemote<Name extends keyof WorkerPorts>(
  call: RemoteCall,
  port: Name,
  ...bound: readonly unknown[]
): WorkerPorts[Name] {
  const methods = new Map<string, Method>();
  const get = (name: string): Method => {
    const known = methods.get(name);
    if (known) return known;
    const method: Method = (...args) => {
      const { plain, signal } = takeSignal(args);
      return call(`${port}.${name}`, [...bound, ...plain], { signal });
    };
    methods.set(name, method);
    return method;
  };
  // The worker has a method for each of the port's: `Implementation` says so.
  // Without `then`, or whoever gives one back out of an async function would wait for it.
  const has = (name: string | symbol): name is string => typeof name === 'string' && name !== 'then';
  return new Proxy({}, { get: (_target, name) => (has(name) ? get(name) : undefined) }) as never;
}

/** A remote port with the methods that the main thread has itself, or does something for before or after. */
export function withLocal<Remote extends object, Local extends object>(
  remote: Remote,
  local: Local,
): Local & Omit<Remote, keyof Local> {
  // What the object itself doesn't have is looked up in its prototype.
  return Object.assign(Object.create(remote), local);
}

function takeSignal(args: readonly unknown[]): { plain: unknown[]; signal: AbortSignal | undefined } {
  let signal: AbortSignal | undefined;
  const plain = args.map((arg) => {
    if (typeof arg !== 'object' || arg === null || !('signal' in arg)) return arg;
    const { signal: own, ...rest } = arg as Abortable;
    signal = own;
    return rest;
  });
  return { plain, signal };
}
