import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST, Kind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { abortable } from '../lib/abortable.ts';
import { observed } from '../lib/observed.ts';
import { createSlots } from '../lib/slots.ts';
import type { AccessWatch } from './access-end.ts';
import type { ServerContext } from './server-context.ts';

/** Counts a stream of this subscription field; called again when it ends. */
export type CountStream = (field: string) => () => void;

/** How subscriptions are counted, and when they end. */
export interface StreamOptions {
  readonly access: AccessWatch;
  readonly countStream: CountStream;
  /** How many a user may hold at once, over all sockets and SSE together. */
  readonly perUser: number;
}

/** A stream whose caller's access has ended gets this long to end by itself. */
const GOODBYE_MS = 250;

/** Streams over SSE and WebSocket alike: how many a user holds, and that each ends when its caller's access does. */
export function useStreams({ access, countStream, perUser }: StreamOptions): Plugin {
  const slots = createSlots({ perKey: perUser });
  return {
    onSubscribe({ subscribeFn, setSubscribeFn }) {
      setSubscribeFn(async (args) => {
        const { operation, caller } = args.contextValue as ServerContext & Pick<Context, 'caller'>;
        // Who is not known has no streams: the field says so.
        if (caller instanceof AppError) return subscribeFn(args);
        const giveBack = slots.take(caller.userId);
        if (!giveBack) return tooMany(perUser);
        operation.whenEnded(giveBack);

        const accessEnd = new AbortController();
        (args.contextValue as Pick<Context, 'accessEnd'>).accessEnd = () => accessEnd.signal;
        const result: unknown = await subscribeFn(args);
        if (!isStream(result)) return result;
        const cut = new AbortController();
        return observed(
          abortable(cut.signal, () => result as AsyncIterable<ExecutionResult>),
          {
            onStart: () => {
              const uncount = countStream(fieldOf(args));
              let timer: NodeJS.Timeout | undefined;
              const forget = access.whenEnded(caller, (reason) => {
                accessEnd.abort(reason);
                // It says so itself, if it is read.
                timer = setTimeout(() => cut.abort(reason), GOODBYE_MS);
              });
              return () => {
                clearTimeout(timer);
                uncount();
                forget();
              };
            },
          },
        );
      });
    },
  };
}

/** Whether the result of an operation is one after the other. */
export function isStream(result: unknown): result is AsyncIterable<unknown> {
  return typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
}

function tooMany(limit: number): ExecutionResult {
  const error = new AppError('RATE_LIMITED', `You hold ${limit} streams at once. End one first.`, {
    retryAfterSeconds: 1,
  });
  return { errors: [new GraphQLError(error.message, { originalError: error })] };
}

/** A subscription has one root field; GraphQL's validation says so. */
function fieldOf({ document, operationName }: ExecutionArgs): string {
  const [root] = getOperationAST(document, operationName)?.selectionSet.selections ?? [];
  return root?.kind === Kind.FIELD ? root.name.value : '';
}
