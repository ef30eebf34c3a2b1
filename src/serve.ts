import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { Identity } from './auth/identity.ts';
import type { KeyRing } from './auth/key-ring.ts';
import type { Config } from './config.ts';
import type { Services } from './context.ts';
import type { AccessWatch } from './graphql/access-end.ts';
import { createGraphiQL } from './graphql/graphiql.ts';
import { createHeldBytes, holdUntilAnswered } from './graphql/held-bytes.ts';
import { beginOperation } from './graphql/operation.ts';
import { serveWebSockets } from './graphql/websocket/server.ts';
import { createYogaServer, ENDPOINT } from './graphql/yoga.ts';
import { clientAddress, createNetworks, isFrom } from './lib/client-address.ts';
import { maxOpenFiles } from './lib/open-files.ts';
import { SOCKET_LIMITS, STREAM_LIMITS } from './limits.ts';
import { limitBodyPieces } from './ops/body-pieces.ts';
import type { ClientFiles } from './ops/client-files.ts';
import { connectionsUnder, guardConnections } from './ops/connections.ts';
import { allowOrigin, answerPreflight } from './ops/cors.ts';
import { createDownload } from './ops/download.ts';
import type { Health } from './ops/health.ts';
import {
  createHttpServer,
  type Handler,
  type HttpServerOptions,
  type Routes,
  send,
  sendProblem,
} from './ops/http-server.ts';
import { lingerOnClose } from './ops/lingering.ts';
import type { Logger } from './ops/logging.ts';
import type { Metrics } from './ops/metrics.ts';
import { isOriginAllowed } from './ops/origins.ts';
import { writeProblem } from './ops/problem.ts';
import { createRequestChecks, findHeaderFault } from './ops/request-checks.ts';
import { stopServing } from './ops/shutdown.ts';
import type { ScopedTenant } from './store/tenant-store.ts';

/** What is served, and to whom it is told how it goes. */
export interface ServeOptions {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly access: AccessWatch;
  readonly keys: Pick<KeyRing, 'publicKeys'>;
  /** The only way to a tenant's data, for a verified caller. */
  openTenant(caller: Identity): Promise<ScopedTenant>;
  /** The browser client, behind all routes; null where it is not built, and GraphiQL is what people open. */
  readonly client: ClientFiles | null;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** An HTTP server with all its routes, not listening yet. */
export interface Serving {
  readonly http: Server;
  /** Refuses what is new, lets streams end and requests finish. */
  stop(): Promise<void>;
}

/** Numbers of sockets and streams, where nobody limits them. */
const UNLIMITED = { pendingPerAddress: Infinity, pending: Infinity, perUser: Infinity, messagesPerSecond: Infinity };

/** Where the original of a document is. */
const ORIGINAL_PATH = '/documents/:id/original';

/** What a page of another site gets. */
const OTHER_ORIGIN = { status: 403, detail: 'This origin is not in ALLOWED_ORIGINS.' };

/** The whole API: GraphQL over HTTP, SSE and WebSocket, GraphiQL, and what operators look at. */
export function serveApi(config: Config, options: ServeOptions): Serving {
  const { schema, services, access, openTenant, metrics, logger } = options;
  const { allowedOrigins, introspection } = config.server;
  const { rateLimits } = config.auth;
  const proxies = createNetworks(config.server.trustedProxies);
  const isFromProxy = ({ socket }: IncomingMessage) => isFrom(proxies, socket.remoteAddress);
  const addressOf = ({ socket, headers }: IncomingMessage) =>
    clientAddress(socket.remoteAddress, String(headers['x-forwarded-for'] ?? ''), proxies);
  const isAllowed = (request: IncomingMessage) =>
    isOriginAllowed(request.headers, { allowed: allowedOrigins, isFromProxy: isFromProxy(request) });
  const refusalOf = createRequestChecks({ ...config.server, isFromProxy });
  const begin = () =>
    beginOperation((summary) => {
      metrics.operationEnded(summary);
      logger.info(summary, 'operation');
    });
  const logUnexpected = (error: unknown, requestId: string) =>
    logger.error({ err: error, requestId }, 'unexpected failure');
  const budget = createHeldBytes(config.documents);
  const yoga = createYogaServer({
    schema,
    services,
    budget,
    openTenant,
    onBreach: (field, requestId) => {
      metrics.crossTenantAttempted();
      logger.fatal({ field, requestId }, 'a row of another tenant was stopped on its way out');
    },
    logUnexpected,
    streams: {
      access,
      countStream: (field) => metrics.streamOpened(field === 'answer' ? 'answer' : 'documentChanged'),
      perUser: rateLimits ? STREAM_LIMITS.perUser : Infinity,
    },
    introspection,
    allowedOrigins,
    maxFileBytes: config.documents.maxFileBytes,
    uploadFolder: config.store.mongodbUri === null ? join(config.store.dataDir, 'uploads') : tmpdir(),
  });
  const graphiql = createGraphiQL();
  const download = createDownload({ services, openTenant, whenAccessEnds: access.whenEnded });
  const guarded =
    (handler: Handler): Handler =>
    (request, response) => {
      allowOrigin(request, response, allowedOrigins);
      if (isAllowed(request)) return handler(request, response);
      sendProblem(response, OTHER_ORIGIN.status, OTHER_ORIGIN.detail);
    };
  const follow = (response: ServerResponse) => {
    const operation = begin();
    response.setHeader('x-request-id', operation.requestId);
    response.once('close', () => operation.end());
    return operation;
  };
  const { http, connections } = createServer(
    { ...options, refusalOf },
    {
      // Shorter than a new key takes until it signs.
      '/.well-known/jwks.json': {
        GET: (_request, response) => {
          response.setHeader('cache-control', 'public, max-age=30');
          send(response, 200, { type: 'application/jwk-set+json', body: JSON.stringify(options.keys.publicKeys()) });
        },
      },
      ...(!options.client && {
        '/': { GET: (_request, response) => void response.writeHead(302, { location: ENDPOINT }).end() },
      }),
      [ORIGINAL_PATH]: {
        GET: guarded((request, response) => {
          const operation = follow(response);
          operation.describe('download', null);
          return download(request, response, {
            ...operation,
            address: addressOf(request),
            hold: ({ userId }, bytes) => holdUntilAnswered(budget, { userId, bytes, operation }),
          });
        }),
        OPTIONS: guarded((_request, response) => answerPreflight(response)),
      },
      [ENDPOINT]: {
        '*': async (request, response) => {
          // What one page may read is not for another, in caches too.
          response.setHeader('vary', 'origin');
          if (!isAllowed(request)) return sendProblem(response, OTHER_ORIGIN.status, OTHER_ORIGIN.detail);
          if (graphiql.wants(request)) return graphiql.serve(request, response);
          const operation = follow(response);
          await yoga(request, response, {
            operation,
            address: addressOf(request),
            isConnected: () => false,
            device: request.headers['user-agent'] ?? null,
            authorization: request.headers.authorization ?? null,
          });
        },
      },
    },
  );
  const sockets = serveWebSockets({
    http,
    yoga,
    services,
    logUnexpected,
    beginOperation: begin,
    addressOf,
    refusalOf: (request) => refusalOf(request) ?? (isAllowed(request) ? null : OTHER_ORIGIN),
    refuseUpgrade: writeProblem,
    onRefused: (refusal) => logger.info(refusal, 'socket refused'),
    countSocket: metrics.socketOpened,
    access,
    limits: rateLimits
      ? { ...SOCKET_LIMITS, streamsPerSocket: STREAM_LIMITS.perSocket }
      : { ...UNLIMITED, streamsPerSocket: Infinity },
  });
  return {
    http,
    stop: async () => {
      await stopServing(http, { connections, sockets });
      await yoga.dispose();
    },
  };
}

/** Of a process that only ingests: what operators look at. */
export function serveOperators(options: Pick<ServeOptions, 'health' | 'metrics' | 'logger'>): Serving {
  const { http, connections } = createServer({ ...options, refusalOf: findHeaderFault, client: null }, {});
  http.on('upgrade', (_request, socket) => writeProblem(socket, 404, 'There is nothing to subscribe to here.'));
  return { http, stop: () => stopServing(http, { connections }) };
}

type ServerOptions = Pick<ServeOptions, 'client' | 'health' | 'metrics' | 'logger'> &
  Pick<HttpServerOptions, 'refusalOf'>;

function createServer({ client, health, metrics, logger, refusalOf }: ServerOptions, more: Routes) {
  const routes: Routes = {
    ...more,
    '/healthz': {
      GET: (_request, response) => send(response, 200, { type: 'application/json', body: '{"status":"alive"}' }),
    },
    '/readyz': {
      GET: async (_request, response) => {
        const { ready, missing } = await health.check();
        if (ready) send(response, 200, { type: 'application/json', body: '{"status":"ready"}' });
        else sendProblem(response, 503, `Not ready: ${missing.join(', ')}.`);
      },
    },
    '/metrics': {
      GET: async (_request, response) => {
        const { contentType, body } = await metrics.render();
        send(response, 200, { type: contentType, body });
      },
    },
  };
  const onUnexpected = (error: unknown) => logger.error({ err: error }, 'unexpected failure');
  const http = createHttpServer(routes, { refusalOf, onUnexpected, ...(client && { findMore: client.find }) });
  limitBodyPieces(http);
  lingerOnClose(http);
  return { http, connections: guardConnections(http, { max: connectionsUnder(maxOpenFiles()) }) };
}
