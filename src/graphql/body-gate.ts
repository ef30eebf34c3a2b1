import type { Plugin } from 'graphql-yoga';
import type { Services } from '../context.ts';
import { STATUS_OF } from '../errors.ts';
import type { ByteBudget } from '../lib/byte-budget.ts';
import { BODY_LIMITS } from '../limits.ts';
import { codeOf, withoutHttp } from './errors.ts';
import { holdUntilAnswered } from './held-bytes.ts';
import { tooLarge } from './request-body.ts';
import type { ServerContext } from './server-context.ts';
import { type LogUnexpected, settle } from './settle.ts';

/** How much may be held, and by what it is counted. */
export interface BodyGateOptions {
  readonly services: Pick<Services, 'auth'>;
  /** Of the bodies that are read or worked on. */
  readonly budget: ByteBudget;
  readonly maxBodyBytes: number;
  readonly log: LogUnexpected;
}

/**
 * Yoga reads a body before it builds the context, so who may send much, and how much at the same time, is asked before
 * that. A body counts until its request is answered: variables live as long.
 */
export function useBodyGate({ services, budget, maxBodyBytes, log }: BodyGateOptions): Plugin<object, ServerContext> {
  return {
    async onRequest({ request, serverContext, endResponse, fetchAPI }) {
      if (request.method !== 'POST') return;
      const isOpenEnded = request.headers.has('transfer-encoding');
      const length = isOpenEnded ? maxBodyBytes : Number(request.headers.get('content-length') ?? 0);
      const isForm = request.headers.get('content-type')?.toLowerCase().startsWith('multipart/') ?? false;
      if (!isForm && length <= BODY_LIMITS.anonymousBytes) return;
      const { operation, authorization } = serverContext;
      try {
        const caller = await services.auth.authenticate(authorization);
        operation.identify(caller);
        if (length > maxBodyBytes) throw tooLarge(maxBodyBytes);
        holdUntilAnswered(budget, { userId: caller.userId, bytes: length, operation });
      } catch (error) {
        const client = settle(error, operation, log);
        // The body is not read; on a connection that stays, Node would read it all and throw it away.
        endResponse(
          fetchAPI.Response.json(
            { errors: [withoutHttp(client)] },
            { status: STATUS_OF[codeOf(client)], headers: { connection: 'close' } },
          ),
        );
      }
    },
  };
}
