import { randomUUID } from 'node:crypto';
import type { Identity } from '../auth/identity.ts';
import { AppError, type ErrorCode } from '../errors.ts';

/** `none` where it was refused before that was known. A download is no operation of GraphQL's, and told like one. */
export type OperationType = 'query' | 'mutation' | 'subscription' | 'download' | 'none';

/** What one operation was, for one line in the log; no content, no variables. */
export interface OperationSummary {
  readonly requestId: string;
  readonly type: OperationType;
  /** As the client named it, at most 64 characters; null without a name. */
  readonly name: string | null;
  readonly tenantId: string | null;
  readonly userId: string | null;
  readonly code: ErrorCode | 'OK';
  readonly durationMs: number;
}

/** Follows one operation from its arrival to its end. */
export interface Operation {
  readonly requestId: string;
  identify(caller: Identity | AppError): void;
  describe(type: OperationType, name: string | null): void;
  /** The first failure counts. */
  fail(code: ErrorCode): void;
  /** Calls back when the operation ends, at once where it has. */
  whenEnded(onEnd: () => void): void;
  /** Reports the operation, once. */
  end(): void;
}

/** Begins to follow an operation; `onEnd` gets its summary. */
export function beginOperation(onEnd: (summary: OperationSummary) => void): Operation {
  const requestId = randomUUID();
  const begin = performance.now();
  let caller: Identity | null = null;
  let type: OperationType = 'none';
  let name: string | null = null;
  let code: ErrorCode | 'OK' = 'OK';
  let ended = false;
  const waiting: (() => void)[] = [];
  return {
    requestId,
    identify(who) {
      caller = who instanceof AppError ? null : who;
    },
    describe(operationType, operationName) {
      type = operationType;
      name = operationName?.slice(0, 64) ?? null;
    },
    fail(failure) {
      if (code === 'OK') code = failure;
    },
    whenEnded(callback) {
      if (ended) callback();
      else waiting.push(callback);
    },
    end() {
      if (ended) return;
      ended = true;
      for (const callback of waiting.splice(0)) callback();
      const durationMs = Math.round((performance.now() - begin) * 10) / 10;
      onEnd({
        requestId,
        type,
        name,
        tenantId: caller?.tenantId ?? null,
        userId: caller?.userId ?? null,
        code,
        durationMs,
      });
    },
  };
}
