import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { ERROR_CODES, type ErrorCode } from '../errors.ts';
import type { IngestionWork } from '../store/ingestion-queue.ts';

/** What an operation was and how it went; `none` where it was refused before that was known. */
export interface OperationOutcome {
  readonly type: 'query' | 'mutation' | 'subscription' | 'download' | 'none';
  readonly code: ErrorCode | 'OK';
  readonly durationMs: number;
}

/** How the ingestion of a document ended; `dropped` where it was deleted or cancelled meanwhile. */
export interface IngestionOutcome {
  readonly outcome: 'searchable' | 'failed' | 'dropped';
  readonly chunks: number;
}

/** How an answer ended. */
export interface AnswerOutcome {
  readonly outcome: 'answered' | 'refused' | 'failed' | 'abandoned';
  /** From the question's arrival; null without any token. */
  readonly firstTokenMs: number | null;
}

/** The streams that are counted apart. */
export type StreamKind = 'answer' | 'documentChanged';

/** What an operator sees of Carrel. All labels come from closed sets, so that no client can make new series. */
export interface Metrics {
  operationEnded(operation: OperationOutcome): void;
  ingestionEnded(ingestion: IngestionOutcome): void;
  answerEnded(answer: AnswerOutcome): void;
  /** Chunks were embedded by another embedder than before, and so many organisations wait for it. */
  reembedded(batch: { chunks: number; left: number }): void;
  crossTenantAttempted(): void;
  /** An entry of the audit log could not be written. */
  auditFailed(): void;
  /** Counts an open subscription until the function it returns is called; calling that twice is fine. */
  streamOpened(kind: StreamKind): () => void;
  /** Counts an open WebSocket likewise. */
  socketOpened(): () => void;
  /** Tells, once, how to learn when metrics are read how many documents wait for what; where that fails, it is NaN. */
  observeQueue(length: (work: IngestionWork) => number | Promise<number>): void;
  /** All of it in the text format of Prometheus. */
  render(): Promise<{ contentType: string; body: string }>;
}

const OPERATION_SECONDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300];
const FIRST_TOKEN_SECONDS = [0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60];

const QUEUES = [
  { name: 'carrel_ingestion_queue', help: 'Documents that wait for ingestion.', work: 'PASSAGES' },
  {
    name: 'carrel_sentences_queue',
    help: 'Searchable documents whose sentences wait to be embedded.',
    work: 'SENTENCES',
  },
] as const;

/** Metrics in a registry of their own, with those of the process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const operations = new Counter({
    name: 'carrel_operations_total',
    help: 'GraphQL operations and downloads, by type and outcome (ok, or the first error code).',
    labelNames: ['type', 'outcome'],
    registers,
  });
  const operationSeconds = new Histogram({
    name: 'carrel_operation_seconds',
    help: 'How long GraphQL operations and downloads took, streams to their end.',
    labelNames: ['type'],
    buckets: OPERATION_SECONDS,
    registers,
  });
  const errors = new Counter({
    name: 'carrel_errors_total',
    help: 'GraphQL operations that failed, by error code.',
    labelNames: ['code'],
    registers,
  });
  const documents = new Counter({
    name: 'carrel_documents_ingested_total',
    help: 'Documents whose ingestion ended, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const chunks = new Counter({
    name: 'carrel_ingestion_chunks_total',
    help: 'Chunks that became searchable.',
    registers,
  });
  const reembeddedChunks = new Counter({
    name: 'carrel_reembedded_chunks_total',
    help: 'Chunks that were embedded by another embedder than before.',
    registers,
  });
  const reembedding = new Gauge({
    name: 'carrel_reembedding_organizations',
    help: 'Organisations that are searched by their former embedder until they are embedded anew.',
    registers,
  });
  const answers = new Counter({
    name: 'carrel_answers_total',
    help: 'Answers that ended, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const firstToken = new Histogram({
    name: 'carrel_answer_first_token_seconds',
    help: 'From a question to the first token of its answer.',
    buckets: FIRST_TOKEN_SECONDS,
    registers,
  });
  const crossTenantAttempts = new Counter({
    name: 'carrel_cross_tenant_attempts_total',
    help: 'Rows of another tenant that were stopped on their way out. Anything above 0 is an alarm.',
    registers,
  });
  const auditFailures = new Counter({
    name: 'carrel_audit_failures_total',
    help: 'Entries of the audit log that could not be written; what they tell of was not answered.',
    registers,
  });
  const streams = new Gauge({
    name: 'carrel_streams',
    help: 'Open subscriptions, by field.',
    labelNames: ['kind'],
    registers,
  });
  const sockets = new Gauge({ name: 'carrel_sockets', help: 'Open WebSockets.', registers });

  /** What is under way: it takes milliseconds, and all who ask meanwhile get the same. */
  let rendering: ReturnType<Metrics['render']> | null = null;

  // A series that begins at 0 shows its first failure as a rise.
  for (const code of [...ERROR_CODES, 'INTERNAL']) errors.inc({ code }, 0);

  return {
    operationEnded: ({ type, code, durationMs }) => {
      operations.inc({ type, outcome: code === 'OK' ? 'ok' : code });
      operationSeconds.observe({ type }, durationMs / 1000);
      if (code !== 'OK') errors.inc({ code });
    },
    ingestionEnded: ({ outcome, chunks: count }) => {
      documents.inc({ outcome });
      chunks.inc(count);
    },
    answerEnded: ({ outcome, firstTokenMs }) => {
      answers.inc({ outcome });
      if (firstTokenMs !== null) firstToken.observe(firstTokenMs / 1000);
    },
    reembedded: ({ chunks: count, left }) => {
      reembeddedChunks.inc(count);
      reembedding.set(left);
    },
    crossTenantAttempted: () => crossTenantAttempts.inc(),
    auditFailed: () => auditFailures.inc(),
    streamOpened: (kind) => {
      streams.inc({ kind });
      return once(() => streams.dec({ kind }));
    },
    socketOpened: () => {
      sockets.inc();
      return once(() => sockets.dec());
    },
    observeQueue: (length) => {
      for (const { name, help, work } of QUEUES) {
        new Gauge({
          name,
          help,
          registers,
          async collect() {
            // A store that is away must not take all other metrics with it.
            this.set(
              await Promise.resolve(work)
                .then(length)
                .catch(() => Number.NaN),
            );
          },
        });
      }
    },
    render: () => {
      rendering ??= registry
        .metrics()
        .then((body) => ({ contentType: registry.contentType, body }))
        .finally(() => {
          rendering = null;
        });
      return rendering;
    },
  };
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (!done) run();
    done = true;
  };
}
