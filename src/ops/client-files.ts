import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Routes } from './http-server.ts';

/** The files of the browser client, held in memory. */
export interface ClientFiles {
  /**
   * What a path that no route has serves: a file of the client, or its page, whose script knows the addresses of pages.
   * Undefined where it is neither.
   */
  find(path: string, request: IncomingMessage): Routes[string] | undefined;
}

interface File {
  readonly type: string;
  readonly cache: string;
  readonly body: Buffer;
  readonly etag: string;
  /** Compressed at the first request for it, off the main thread. */
  readonly packed: Map<Encoding, Promise<Buffer>>;
}

type Encoding = 'br' | 'gzip';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

const PACKERS: Readonly<Record<Encoding, (body: Buffer) => Promise<Buffer>>> = {
  br: (body) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gzip: promisify(gzip),
};

/**
 * What the page may do. Its scripts and styles are files of this server, it talks to this server alone, and no text
 * becomes markup: a hostile answer or document has nothing to run with.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Browsers ask for this beside whatever names no icon, such as a file that is opened by itself. */
const ASKED_UNTOLD = '/favicon.ico';
const ICON = '/icon.svg';

/** Reads the built client; null where there is none, such as where the server runs from its sources. */
export async function loadClientFiles(folder: string): Promise<ClientFiles | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (!entries) return null;
  const read = entries.filter((entry) => entry.isFile()).map((entry) => load(folder, entry));
  const files = new Map(await Promise.all(read));
  const page = files.get('/index.html');
  if (!page) return null;
  return {
    find: (path, { headers }) => {
      const file =
        files.get(path === ASKED_UNTOLD ? ICON : path) ??
        (path === '/' || takesPage(headers.accept) ? page : undefined);
      return file && { GET: (request, response) => serve(file, request, response) };
    },
  };
}

const takesPage = (accept = '') => accept.includes('text/html');

async function load(folder: string, entry: Dirent): Promise<[string, File]> {
  const path = join(entry.parentPath, entry.name);
  const body = await readFile(path);
  const address = `/${relative(folder, path).replaceAll(sep, '/')}`;
  return [
    address,
    {
      type: TYPES[extname(path)] ?? 'application/octet-stream',
      // The names of assets hold the hashes of what they are.
      cache: address.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      body,
      etag: createHash('sha256').update(body).digest('base64url').slice(0, 16),
      packed: new Map(),
    },
  ];
}

async function serve(file: File, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const encoding = encodingFor(request.headers['accept-encoding']);
  const etag = `"${file.etag}${encoding ? `-${encoding}` : ''}"`;
  const headers = {
    etag,
    vary: 'accept-encoding',
    'cache-control': file.cache,
    'content-security-policy': POLICY,
    'referrer-policy': 'no-referrer',
  };
  if (isKnown(etag, request.headers['if-none-match'])) {
    response.writeHead(304, headers).end();
    return;
  }
  const body = encoding ? await pack(file, encoding) : file.body;
  response.writeHead(200, {
    ...headers,
    'content-type': file.type,
    ...(encoding && { 'content-encoding': encoding }),
    'content-length': body.byteLength,
  });
  response.end(body);
}

/** A proxy that packs or unpacks what it passes on says so with a `W/` before the tag. */
function isKnown(etag: string, known = ''): boolean {
  return known
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === etag || tag === '*');
}

function pack(file: File, encoding: Encoding): Promise<Buffer> {
  const packing = file.packed.get(encoding) ?? PACKERS[encoding](file.body);
  file.packed.set(encoding, packing);
  return packing;
}

function encodingFor(accepted: string | string[] = ''): Encoding | null {
  const names = String(accepted)
    .split(',')
    .filter((each) => !/;\s*q=0(\.0*)?\s*$/.test(each))
    .map((each) => each.split(';')[0]?.trim());
  return names.includes('br') ? 'br' : names.includes('gzip') ? 'gzip' : null;
}
