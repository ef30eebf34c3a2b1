import type { GraphQLSchema } from 'graphql';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type { Context } from '../context.ts';
import { useAcceptable } from './acceptable.ts';
import { useBodyGate } from './body-gate.ts';
import { maskError } from './errors.ts';
import { maxBodyBytesFor } from './held-bytes.ts';
import { useLimits } from './limits.ts';
import { useLongResults } from './long-results.ts';
import { type ContextOptions, createContext, type InitialContext } from './operation-context.ts';
import { useOutcome } from './outcome.ts';
import { useRequestParams } from './request-params.ts';
import { useResponseHeaders } from './response-headers.ts';
import type { ServerContext } from './server-context.ts';
import type { LogUnexpected } from './settle.ts';
import { type StreamOptions, useStreams } from './streams.ts';

/** The path of the GraphQL endpoint, over HTTP, SSE and WebSocket. */
export const ENDPOINT = '/graphql';

/** What the GraphQL server is made of. */
export interface YogaOptions extends Omit<ContextOptions, 'access'> {
  readonly schema: GraphQLSchema;
  readonly logUnexpected: LogUnexpected;
  readonly streams: StreamOptions;
  readonly introspection: boolean;
  readonly allowedOrigins: readonly string[];
  /** Of an uploaded file, in bytes. */
  readonly maxFileBytes: number;
  /** Where uploaded files are as long as their requests are not answered. */
  readonly uploadFolder: string;
}

/** The GraphQL server. */
export type Yoga = YogaServerInstance<ServerContext, Context>;

/** GraphQL over HTTP and SSE; WebSockets run their operations through the same instance. */
export function createYogaServer(options: YogaOptions): Yoga {
  const { services, budget, logUnexpected } = options;
  const maxBodyBytes = maxBodyBytesFor(options);
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
    // Counted by `useRequestParams`: Yoga's own way to count takes a body in as fast as it comes, not as it is read.
    maxRequestBodySize: false,
    maskedErrors: { maskError },
    // Health is served elsewhere; this ends no URL, as fragments are never sent.
    healthCheckEndpoint: '#',
    context: async (init) => createContext(init as InitialContext, { ...options, access: options.streams.access }),
    plugins: [
      useResponseHeaders(),
      useBodyGate({ services, budget, maxBodyBytes, log: logUnexpected }),
      useRequestParams({ ...options, maxBodyBytes }),
      useAcceptable(),
      useOutcome(logUnexpected),
      useLongResults(),
      useStreams(options.streams),
      ...useLimits(options),
    ] as Plugin[],
  });
}
