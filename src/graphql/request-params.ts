import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { createLoopTurns } from '../lib/loop-turns.ts';
import { BODY_LIMITS } from '../limits.ts';
import { unreadable } from './errors.ts';
import { readForm } from './form.ts';
import type { FormOptions } from './form-parts.ts';
import { createJsonReader, readJson } from './json-reader.ts';
import { readBody } from './request-body.ts';
import { readText, type Unparsed } from './request-text.ts';
import type { ServerContext } from './server-context.ts';
import { beginFile } from './uploaded-file.ts';

/**
 * Reads what a request asks, in place of Yoga's own parsers: those parse whatever is there before anything is counted,
 * set a form's files wherever its `map` says, and repeat what they could not read.
 */
export function useRequestParams({
  maxBodyBytes,
  maxFileBytes,
  uploadFolder,
}: RequestOptions): Plugin<object, Connection> {
  // Reading, parsing and validating block, and a thousand requests can come in at once.
  const turn = createLoopTurns();
  return {
    onRequestParse({ request, setRequestParser, serverContext: { req, res, operation } }) {
      if (request.method !== 'GET' && request.method !== 'POST') return;
      const read = async (): Promise<Unparsed> => {
        if (request.method === 'GET') return unparsed(/\?([^#]*)/.exec(request.url)?.[1] ?? '', parseQueryString);
        const { parser, maxBytes = maxBodyBytes } = kindOf(request);
        // All that could refuse the body has let it pass.
        if (request.headers.has('expect')) res.writeContinue();
        const begin = (name: string) => {
          const file = beginFile(uploadFolder, name);
          operation.whenEnded(() => void file.remove());
          return file;
        };
        return readBody(req, { maxBytes, read: () => parser({ req, maxFileBytes, begin, turn }) });
      };
      setRequestParser(async () => {
        const { length, parse } = await read();
        await turn(length);
        return checkShape(parse());
      });
    },
  };
}

interface RequestOptions {
  readonly maxBodyBytes: number;
  /** Of an uploaded file. */
  readonly maxFileBytes: number;
  /** Where uploaded files are as long as their requests are not answered. */
  readonly uploadFolder: string;
}

/** Node's own side of the request. */
interface Connection extends ServerContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/** A request whose body is read. */
interface Incoming extends FormOptions {
  readonly req: IncomingMessage;
}

/** A kind of body. What is parsed later is about as much work as it is long. */
interface BodyKind {
  readonly maxBytes?: number;
  parser(incoming: Incoming): Promise<Unparsed>;
}

function kindOf({ headers }: Request): BodyKind {
  if (!['', 'identity'].includes((headers.get('content-encoding') ?? '').trim().toLowerCase()))
    throw unreadable('BAD_INPUT', 'Send the body as it is, neither packed nor encoded (Content-Encoding).', 415);
  // Media types are the same in capitals; some clients name several.
  const [type = ''] = (headers.get('content-type') ?? '').toLowerCase().split(/[;,]/);
  const kind = KINDS[type.trim()];
  if (kind) return kind;
  throw unreadable(
    'BAD_INPUT',
    'Send the operation as application/json, or as multipart/form-data by the GraphQL multipart request specification.',
    415,
  );
}

const JSON_BODY: BodyKind = {
  parser: async ({ req, turn }) => {
    const json = createJsonReader('The body');
    return { length: await readText(req, { write: json.write, turn }), parse: json.end };
  },
};

const KINDS: Readonly<Record<string, BodyKind>> = {
  'application/json': JSON_BODY,
  'application/graphql+json': JSON_BODY,
  'multipart/form-data': { parser: ({ req, ...options }) => readForm(req, options) },
  'application/x-www-form-urlencoded': {
    maxBytes: BODY_LIMITS.formFieldBytes,
    parser: async ({ req, turn }) => {
      let text = '';
      const write = (piece: string) => {
        text += piece;
      };
      await readText(req, { write, turn });
      return unparsed(text, parseQueryString);
    },
  },
};

function unparsed(text: string, parse: (text: string) => unknown): Unparsed {
  return { length: text.length, parse: () => parse(text) };
}

/** GET's parameters, and a form's that is written like them. */
function parseQueryString(text: string): GraphQLParams {
  const fields = new Map<string, string>();
  const pairs = text.split('&', MAX_PARAMETERS + 1);
  if (pairs.length > MAX_PARAMETERS) throw unreadable('TOO_LARGE', `More than ${MAX_PARAMETERS} parameters came.`);
  for (const pair of pairs) {
    const [name = '', ...rest] = pair.split('=');
    const key = decode(name);
    if (!fields.has(key)) fields.set(key, decode(rest.join('=')));
  }
  const json = (name: string) => {
    const value = fields.get(name);
    return value ? (readJson(value, `The parameter ${name}`) as Record<string, unknown>) : undefined;
  };
  const [query, operationName] = [fields.get('query'), fields.get('operationName')];
  const [variables, extensions] = [json('variables'), json('extensions')];
  return {
    ...(query && { query }),
    ...(operationName && { operationName }),
    ...(variables && { variables }),
    ...(extensions && { extensions }),
  };
}

/** There are four, and proxies may add their own. */
const MAX_PARAMETERS = 20;

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw unreadable('BAD_INPUT', 'A parameter is not percent-encoded UTF-8.');
  }
}

/** What of its shape is checked nowhere else. */
function checkShape(params: unknown): GraphQLParams {
  if (typeof params !== 'object' || params === null || Array.isArray(params))
    throw unreadable('BAD_INPUT', 'A request is one JSON object with `query` and `variables`; batches are not taken.');
  const { query, operationName, extensions } = params as GraphQLParams;
  // By this word clients that send a hash first know that they must send the operation itself.
  if (!query && extensions?.['persistedQuery'])
    throw new GraphQLError('PersistedQueryNotSupported', { extensions: { code: 'BAD_INPUT', http: { status: 200 } } });
  if (operationName != null && (typeof operationName !== 'string' || operationName.length > MAX_NAME_LENGTH))
    throw unreadable('BAD_INPUT', `An operation's name is a string of at most ${MAX_NAME_LENGTH} characters.`);
  return params;
}

const MAX_NAME_LENGTH = 200;
