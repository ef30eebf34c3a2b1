import { type DocumentNode, type ExecutionResult, type GraphQLError, getOperationAST, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Identity } from '../auth/identity.ts';
import type { AppError } from '../errors.ts';
import { abortable } from '../lib/abortable.ts';
import { observed } from '../lib/observed.ts';
import { codeOf, isUnexpected, toClientError } from './errors.ts';
import { expired, whenExpired } from './expiry.ts';
import type { Operation } from './operation.ts';

/** What Carrel adds to the initial context of every operation, over HTTP and WebSocket alike. */
export interface ServerContext {
  readonly operation: Operation;
  /** The caller's network address. */
  readonly address: string;
  /** The Authorization header, or the connection's parameter of that name. */
  readonly authorization: string | null;
}

/** Logs an error that is not expected, in full, under the request id that the client gets. */
export type LogUnexpected = (error: unknown, requestId: string) => void;

/** Counts a stream of this subscription field; called again when it ends. */
export type CountStream = (field: string) => () => void;

export interface OutcomeOptions {
  readonly log: LogUnexpected;
  readonly countStream: CountStream;
  now(): Date;
}

/**
 * What every result goes through on its way out: errors get a code and lose what must not leave, unexpected ones are
 * logged, and the operation learns how it went. Envelop hooks, so that it holds for WebSockets too.
 */
export function useOutcome({ log, countStream, now }: OutcomeOptions): Plugin<object, ServerContext> {
  const clean = (result: ExecutionResult, operation: Operation): ExecutionResult =>
    result.errors ? { ...result, errors: result.errors.map((error) => settle(error, operation, log)) } : result;

  return {
    onExecute({ args }) {
      const { operation } = args.contextValue as unknown as ServerContext;
      describe(operation, args);
      return {
        onExecuteDone({ result, setResult }) {
          if (!isStream(result)) setResult(clean(result as ExecutionResult, operation));
        },
      };
    },
    onSubscribe({ args }) {
      const { operation, request, caller } = args.contextValue as unknown as ServerContext & Partial<HttpContext>;
      describe(operation, args);
      return {
        onSubscribeResult({ result, setResult }) {
          if (!isStream(result)) return setResult(clean(result as ExecutionResult, operation));
          const ending = new AbortController();
          const expire = () => ending.abort(expired());
          setResult(
            observed(
              abortable(ending.signal, () => result as AsyncIterable<ExecutionResult>),
              {
                map: (event) => clean(event, operation),
                mapError: (error) => settle(error, operation, log),
                onStart: () => {
                  const uncount = countStream(fieldOf(args));
                  // A socket is closed as a whole.
                  const forget =
                    request && caller && 'expiresAt' in caller ? whenExpired(caller, now, expire) : () => {};
                  return () => {
                    uncount();
                    forget();
                  };
                },
              },
            ),
          );
        },
      };
    },
    // Over HTTP, what failed before the execution.
    onResultProcess({ result, setResult, serverContext }) {
      if (Array.isArray(result) || isStream(result)) return;
      setResult(clean(result, serverContext.operation));
    },
  };
}

/** What the context of an operation over HTTP holds beside. */
interface HttpContext {
  readonly request: Request;
  readonly caller: Identity | AppError;
}

/** An error as it may leave; the operation has failed with it, and one that is not expected is in the log. */
export function settle(error: unknown, operation: Operation, log: LogUnexpected): GraphQLError {
  if (isUnexpected(error)) log(error, operation.requestId);
  const client = toClientError(error, operation.requestId);
  operation.fail(codeOf(client));
  return client;
}

function isStream(result: unknown): result is AsyncIterable<unknown> {
  return typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
}

type Args = { document: DocumentNode; operationName?: string | null | undefined };

/** A subscription has one root field; GraphQL's validation says so. */
function fieldOf(args: Args): string {
  const [root] = getOperationAST(args.document, args.operationName)?.selectionSet.selections ?? [];
  return root?.kind === Kind.FIELD ? root.name.value : '';
}

function describe(operation: Operation, args: Args): void {
  const chosen = getOperationAST(args.document, args.operationName);
  operation.describe(chosen?.operation ?? 'none', chosen?.name?.value ?? null);
}
