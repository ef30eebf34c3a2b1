import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import type { ServerOptions, SubscribePayload } from 'graphql-ws';
import type { ServerContext } from '../server-context.ts';
import type { Yoga } from '../yoga.ts';

/** What an operation runs with: Yoga's own ways to execute it, which its plugins have wrapped, travel as its root. */
type Args = ExecutionArgs & { rootValue: Pick<ReturnType<Yoga['getEnveloped']>, 'execute' | 'subscribe'> };

/** A subscription, parsed, validated and with its context; or the errors that stand in the way. */
export async function prepare(
  yoga: Yoga,
  payload: SubscribePayload,
  initial: ServerContext & { signal: AbortSignal },
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const enveloped = yoga.getEnveloped({ ...initial, params: payload });
  const { schema, execute, subscribe, contextFactory, parse, validate } = enveloped;
  const document = parse(payload.query);
  const errors = validate(schema, document);
  if (errors.length > 0) return errors as GraphQLError[];
  const type = getOperationAST(document, payload.operationName)?.operation;
  if (type !== 'subscription') {
    return [new GraphQLError('A socket carries subscriptions only. Send queries and mutations over HTTP.')];
  }
  const args: Args = {
    schema,
    document,
    operationName: payload.operationName ?? null,
    variableValues: payload.variables ?? null,
    contextValue: await contextFactory(),
    rootValue: { execute, subscribe },
  };
  return args;
}

/** How graphql-ws runs what was prepared. */
export const run: Required<Pick<ServerOptions, 'execute' | 'subscribe'>> = {
  execute: (args) => (args as Args).rootValue.execute(args) as Promise<ExecutionResult>,
  subscribe: (args) => (args as Args).rootValue.subscribe(args) as Promise<AsyncGenerator<ExecutionResult>>,
};
