import { type DocumentNode, type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { observed } from '../lib/observed.ts';
import type { Operation } from './operation.ts';
import type { ServerContext } from './server-context.ts';
import { type LogUnexpected, settle } from './settle.ts';
import { isStream } from './streams.ts';

/**
 * What every result goes through on its way out: errors get a code and lose what must not leave, unexpected ones are
 * logged, and the operation learns how it went. Envelop hooks, so that it holds for WebSockets too.
 */
export function useOutcome(log: LogUnexpected): Plugin<object, ServerContext> {
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
      const { operation } = args.contextValue as unknown as ServerContext;
      describe(operation, args);
      return {
        onSubscribeResult({ result, setResult }) {
          if (!isStream(result)) return setResult(clean(result as ExecutionResult, operation));
          setResult(
            observed(result as AsyncIterable<ExecutionResult>, {
              map: (event) => clean(event, operation),
              mapError: (error) => settle(error, operation, log),
            }),
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

function describe(operation: Operation, args: { document: DocumentNode; operationName?: string | null | undefined }) {
  const chosen = getOperationAST(args.document, args.operationName);
  operation.describe(chosen?.operation ?? 'none', chosen?.name?.value ?? null);
}
