import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AuditService } from '../audit/audit-service.ts';
import { documentFacts } from '../audit/facts.ts';
import type { AuthService } from '../auth/auth-service.ts';
import type { DownloadLinks } from '../auth/download-links.ts';
import type { Identity } from '../auth/identity.ts';
import type { DocumentsService } from '../documents/documents-service.ts';
import { type AppError, type ErrorCode, findAppError, notFound, STATUS_OF } from '../errors.ts';
import { type DocumentId, toId } from '../ids.ts';
import { attachmentOf } from '../lib/attachment.ts';
import { type Selection, selectBytes } from '../lib/http-range.ts';
import { DOWNLOAD_LIMITS } from '../limits.ts';
import type { DocumentRecord } from '../store/documents.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import { sendProblem } from './http-server.ts';

/** One download, as those see it who count and log. */
export interface DownloadCall {
  readonly requestId: string;
  readonly address: string;
  identify(caller: Identity): void;
  fail(code: ErrorCode): void;
  /** Counts bytes until the download ends. @throws AppError `RATE_LIMITED` */
  hold(caller: Identity, bytes: number): void;
}

/** What downloads are served with. */
export interface DownloadOptions {
  readonly services: {
    readonly auth: Pick<AuthService, 'authenticate'>;
    readonly downloadLinks: Pick<DownloadLinks, 'open'>;
    readonly documents: Pick<DocumentsService, 'original'>;
    readonly audit: Pick<AuditService, 'record'>;
  };
  openTenant(caller: Identity): Promise<ScopedTenant>;
  /** Calls back when the access ends that a download was begun with; no more after the function that it returns was called. */
  whenAccessEnds(caller: Identity, onEnd: (reason: AppError) => void): () => void;
  /** In which a piece must be taken. */
  readonly pieceMs?: number;
}

/** Answers a request for an original. */
export type Download = (request: IncomingMessage, response: ServerResponse, call: DownloadCall) => Promise<void>;

/** `GET /documents/:id/original`: what was brought in, byte for byte, for who may see the document. */
export function createDownload(options: DownloadOptions): Download {
  return async (request, response, call) => {
    try {
      await answer(request, response, call, options);
    } catch (error) {
      // The reader is gone, or was sent away.
      if (response.destroyed) return;
      const expected = findAppError(error);
      call.fail(expected?.code ?? 'INTERNAL');
      if (!expected) throw error;
      if (response.headersSent) response.destroy();
      else sendError(response, expected);
    }
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  call: DownloadCall,
  { services, openTenant, whenAccessEnds, pieceMs = DOWNLOAD_LIMITS.pieceMs }: DownloadOptions,
): Promise<void> {
  const begin = performance.now();
  const stop = new AbortController();
  response.once('close', () => stop.abort());

  const { id, token } = addressed(request);
  const { authorization } = request.headers;
  const isLink = authorization === undefined && token !== null;
  const caller = await (isLink ? services.downloadLinks.open(token, id) : services.auth.authenticate(authorization));
  call.identify(caller);
  const tenant = await openTenant(caller);
  const [document] = await tenant.documents.findMany([id], { signal: stop.signal });
  if (!document) throw notFound('document');

  const etag = `"${document.sha256}"`;
  const selection = selectBytes(request.headers, { size: document.sizeBytes, etag });
  if (!('start' in selection)) return sendNothing(response, selection.status, { etag, size: document.sizeBytes });
  const headers = headersOf(document, selection, etag);
  if (request.method === 'HEAD') {
    response.writeHead(selection.status, headers).end();
    return;
  }

  const { start, end } = selection;
  call.hold(caller, Math.min(end - start, DOWNLOAD_LIMITS.pieceBytes));
  const pieces = services.documents.original(tenant, document, { start, end, signal: stop.signal });
  // What can't be read, or written down, is not answered.
  let piece = await pieces.next();
  const durationMs = Math.round((performance.now() - begin) * 10) / 10;
  await services.audit.record(caller, {
    ...documentFacts(document),
    action: 'document.download',
    outcome: 'OK',
    detail: { start, end },
    origin: { address: call.address, requestId: call.requestId, durationMs },
  });

  response.writeHead(selection.status, headers);
  // The token's own end ends no download that has begun.
  const forget = whenAccessEnds({ ...caller, expiresAt: null }, ({ code }) => {
    call.fail(code);
    response.destroy();
  });
  try {
    for (; !piece.done; piece = await pieces.next()) {
      if (!response.write(piece.value)) await taken(response, stop.signal, pieceMs);
    }
    response.end();
  } finally {
    forget();
  }
}

/** What the address names, in `/documents/:id/original?token=…`. */
function addressed({ url = '' }: IncomingMessage): { id: DocumentId; token: string | null } {
  const [path = '', query = ''] = url.split('?', 2);
  return { id: toId<DocumentId>(path.split('/')[2] ?? ''), token: new URLSearchParams(query).get('token') };
}

/** Whatever a document holds, a browser saves it, and neither guesses its type nor runs anything of it. */
function headersOf(
  { name, mediaType, sizeBytes }: DocumentRecord,
  { status, start, end }: Extract<Selection, { start: number }>,
  etag: string,
): Record<string, string | number> {
  return {
    'content-type': mediaType,
    'content-length': end - start,
    ...(status === 206 && { 'content-range': `bytes ${start}-${end - 1}/${sizeBytes}` }),
    'content-disposition': attachmentOf(name),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    etag,
  };
}

function sendNothing(
  response: ServerResponse,
  status: 304 | 412 | 416,
  { etag, size }: { etag: string; size: number },
): void {
  if (status === 304) response.writeHead(304, { etag, 'cache-control': 'private, no-store' }).end();
  else if (status === 412) sendProblem(response, 412, 'The original is another one by now.');
  else {
    response.setHeader('content-range', `bytes */${size}`);
    sendProblem(response, 416, `The original has ${size} bytes.`);
  }
}

function sendError(response: ServerResponse, { code, message, details }: AppError): void {
  if (code === 'UNAUTHENTICATED') response.setHeader('www-authenticate', 'Bearer');
  if (details.retryAfterSeconds !== undefined) response.setHeader('retry-after', details.retryAfterSeconds);
  sendProblem(response, STATUS_OF[code], message);
}

/** Resolves when the reader has taken what was written; rejects when the download ends first. */
async function taken(response: ServerResponse, signal: AbortSignal, withinMs: number): Promise<void> {
  const timer = setTimeout(() => response.destroy(), withinMs);
  try {
    await once(response, 'drain', { signal });
  } finally {
    clearTimeout(timer);
  }
}
