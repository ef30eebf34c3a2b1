import type { Plugin } from 'graphql-yoga';
import { unreadable, withoutHttp } from './errors.ts';
import type { ServerContext } from './server-context.ts';

/** Says why where a client accepts nothing that there is; Yoga's own 406 is empty. */
export function useAcceptable(): Plugin<object, ServerContext> {
  return {
    onResultProcess({ result, resultProcessor, setResultProcessor, serverContext: { operation } }) {
      if (resultProcessor) return;
      const isStream = Symbol.asyncIterator in result;
      const error = unreadable('BAD_INPUT', isStream ? NO_STREAM : NO_RESULT, 406);
      operation.fail('BAD_INPUT');
      setResultProcessor((refused, fetchAPI) => {
        if (Symbol.asyncIterator in refused) void refused[Symbol.asyncIterator]().return?.();
        return fetchAPI.Response.json({ errors: [withoutHttp(error)] }, { status: 406 });
      }, 'application/json');
    },
  };
}

const NO_STREAM =
  'A subscription is answered as text/event-stream (graphql-sse), which the Accept header leaves out. Accept it, or open a WebSocket (graphql-ws).';
const NO_RESULT =
  'The answer is application/graphql-response+json or application/json; the Accept header leaves both out. Accept one of them.';
