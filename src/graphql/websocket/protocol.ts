import { randomUUID } from 'node:crypto';
import { CloseCode, type Context, makeServer, type Server } from 'graphql-ws';
import type { Identity } from '../../auth/identity.ts';
import type { Services } from '../../context.ts';
import { AppError } from '../../errors.ts';
import { createLoopTurns } from '../../lib/loop-turns.ts';
import { SOCKET_LIMITS } from '../../limits.ts';
import { withoutHttp } from '../errors.ts';
import { measure } from '../json-meter.ts';
import type { Operation } from '../operation.ts';
import { type LogUnexpected, settle } from '../settle.ts';
import type { Yoga } from '../yoga.ts';
import { TRY_AGAIN_LATER } from './connection.ts';
import { authorizationOf, refusalReason } from './credentials.ts';
import type { SocketStreams } from './streams.ts';
import { prepare, run } from './subscribe.ts';

/** What Carrel knows of a socket beside what graphql-ws does. */
export interface Extra {
  readonly address: string;
  readonly device: string | null;
  /** The header of the upgrade request. */
  readonly authorization: string | undefined;
  /** Whether it is open. */
  isConnected(): boolean;
  /** Closes it for what its client did. */
  refuse(code: number, reason: string): void;
  /** Says who calls, as long as the socket is open. */
  welcome(caller: Identity): void;
}

/** A socket as graphql-ws hands it to what it calls. */
export type SocketContext = Context<Record<string, unknown>, Extra>;

/** What the protocol's operations run with. */
export interface ProtocolOptions {
  readonly yoga: Yoga;
  readonly services: Services;
  readonly streams: SocketStreams<SocketContext>;
  readonly streamsPerSocket: number;
  readonly logUnexpected: LogUnexpected;
  beginOperation(): Operation;
}

/** The messages of graphql-transport-ws: who opens a socket, what is subscribed to on it, and what goes back. */
export function createProtocol(options: ProtocolOptions): Server<Extra> {
  const { yoga, services, streams, logUnexpected } = options;
  // Parsing and validating block, and a thousand messages can come in at once.
  const turn = createLoopTurns();
  return makeServer<Record<string, unknown>, Extra>({
    ...run,
    connectionInitWaitTimeout: SOCKET_LIMITS.initMs,
    onConnect: async ({ connectionParams, extra }) => {
      try {
        extra.welcome(await services.auth.authenticate(authorizationOf(connectionParams, extra.authorization)));
      } catch (error) {
        if (!(error instanceof AppError)) logUnexpected(error, randomUUID());
        const isRefused = error instanceof AppError && error.code === 'UNAUTHENTICATED';
        if (isRefused) extra.refuse(CloseCode.Forbidden, refusalReason(error));
        else extra.refuse(TRY_AGAIN_LATER, 'Try again later.');
      }
      // graphql-ws says nothing on a socket that is closed.
      return true;
    },
    onSubscribe: async (context, id, payload) => {
      const operation = options.beginOperation();
      const refused = (...errors: unknown[]) => {
        const settled = errors.map((error) => settle(error, operation, logUnexpected));
        streams.finish(context, id);
        operation.end();
        return settled;
      };
      const signal = streams.begin(context, id, operation);
      if (!signal) return refused(tooManyStreams(options.streamsPerSocket));
      const { address, device, authorization, isConnected } = context.extra;
      const initial = {
        operation,
        address,
        isConnected,
        device,
        authorization: authorizationOf(context.connectionParams, authorization),
      };
      try {
        measure(payload);
        await turn(payload.query.length);
        signal.throwIfAborted();
        const args = await prepare(yoga, payload, { ...initial, signal });
        return 'document' in args ? args : refused(...args);
      } catch (error) {
        return refused(error);
      }
    },
    onNext: (_context, _id, _payload, _args, { errors, data }) =>
      errors && { ...(data !== undefined && { data }), errors: errors.map((error) => withoutHttp(error)) },
    onComplete: (context, id) => streams.finish(context, id),
    onError: (context, id, _payload, errors) => {
      streams.finish(context, id);
      return errors.map((error) => withoutHttp(error));
    },
    onClose: (context) => streams.finishAll(context),
  });
}

function tooManyStreams(limit: number): AppError {
  return new AppError('RATE_LIMITED', `A socket holds ${limit} streams at once. End one first.`, {
    retryAfterSeconds: 1,
  });
}
