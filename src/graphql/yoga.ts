import { createFetch } from '@whatwg-node/fetch';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type Plugin, type YogaInitialContext, type YogaServerInstance } from 'graphql-yoga';
import type { Identity } from '../auth/identity.ts';
import type { Context, Services } from '../context.ts';
import { AppError } from '../errors.ts';
import { createByteBudget } from '../lib/byte-budget.ts';
import { BODY_LIMITS } from '../limits.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import { useAcceptable } from './acceptable.ts';
import { useBodyGate } from './body-gate.ts';
import { type WithDoor, withDoor } from './door.ts';
import { maskError } from './errors.ts';
import { useLimits } from './limits.ts';
import { useOutcome } from './outcome.ts';
import { useRequestParams } from './request-params.ts';
import { useResponseHeaders } from './response-headers.ts';
import type { ServerContext } from './server-context.ts';
import type { LogUnexpected } from './settle.ts';
import { type StreamOptions, useStreams } from './streams.ts';

/** The path of the GraphQL endpoint, over HTTP, SSE and WebSocket. */
export const ENDPOINT = '/graphql';

export interface YogaOptions {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  /** The one door to a tenant's data. */
  openTenant(identity: Identity): Promise<ScopedTenant>;
  onBreach(field: string, requestId: string): void;
  readonly logUnexpected: LogUnexpected;
  readonly streams: StreamOptions;
  readonly introspection: boolean;
  readonly allowedOrigins: readonly string[];
  /** Of an uploaded file, in bytes. */
  readonly maxFileBytes: number;
}

/** The initial context of an operation: the transport's own, and for WebSockets the operation's signal. */
export type InitialContext = YogaInitialContext & ServerContext & { signal?: AbortSignal };

export type Yoga = YogaServerInstance<ServerContext, Context>;

/** GraphQL over HTTP and SSE; WebSockets run their operations through the same instance. */
export function createYogaServer(options: YogaOptions): Yoga {
  const { services, logUnexpected } = options;
  // A text of the allowed size, escaped as JSON, is longer than its bytes.
  const maxBodyBytes = 2 * options.maxFileBytes + BODY_LIMITS.aroundFileBytes;
  return createYoga<ServerContext, Context>({
    schema: options.schema,
    graphqlEndpoint: ENDPOINT,
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: options.allowedOrigins.length > 0 && {
      origin: [...options.allowedOrigins],
      credentials: false,
      methods: ['GET', 'POST'],
      allowedHeaders: ['authorization', 'content-type'],
      exposedHeaders: ['x-request-id'],
    },
    maxRequestBodySize: maxBodyBytes,
    fetchAPI: createFetch({
      formDataLimits: {
        fileSize: options.maxFileBytes,
        files: BODY_LIMITS.files,
        fields: BODY_LIMITS.formFields,
        fieldSize: BODY_LIMITS.formFieldBytes,
      },
    }),
    maskedErrors: { maskError },
    // Health is told elsewhere; this ends no URL, as fragments are never sent.
    healthCheckEndpoint: '#',
    context: async (init) => createContext(init as InitialContext, options),
    plugins: [
      useResponseHeaders(),
      useBodyGate({
        services,
        budget: createByteBudget({
          total: Math.max(BODY_LIMITS.heldBytes, 8 * maxBodyBytes),
          perHolder: Math.max(BODY_LIMITS.heldBytesPerUser, 2 * maxBodyBytes),
        }),
        maxBodyBytes,
        log: logUnexpected,
      }),
      useRequestParams(),
      useAcceptable(),
      useOutcome(logUnexpected),
      useStreams(options.streams),
      ...useLimits(options),
    ] as Plugin[],
  });
}

async function createContext(init: InitialContext, options: YogaOptions): Promise<Context> {
  const { operation, address, authorization } = init;
  const caller = await options.services.auth.authenticate(authorization).catch((error: unknown) => {
    if (error instanceof AppError) return error;
    throw error;
  });
  operation.identify(caller);
  // The tenant-scope plugin adds `tenant`.
  return {
    requestId: operation.requestId,
    address,
    signal: init.signal ?? init.request.signal,
    caller,
    services: options.services,
    ...withDoor({ open: options.openTenant, onBreach: (field) => options.onBreach(field, operation.requestId) }),
  } as Context & WithDoor;
}
