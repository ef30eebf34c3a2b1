import { CloseCode } from 'graphql-ws';

/**
 * The ids of a socket's operations. A client may use one again as soon as it has sent `complete`, while what it named is
 * still ending here; graphql-ws takes two operations of one id for the same. So each has an id of its own there.
 */
export interface OperationIds {
  /** A client's message as graphql-ws is to take it; null where there is nothing to do. @throws BrokenRule */
  read(text: string): unknown;
  /** A message to the client, with the client's own id; null where that has ended the operation. */
  write(text: string): string | null;
}

/** A client breaks a rule of the protocol, and its socket is closed with this. */
export class BrokenRule extends Error {
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** What only a server says. */
const OF_SERVERS: ReadonlySet<unknown> = new Set(['connection_ack', 'next', 'error']);
/** The messages of graphql-ws begin so; these ids need no escapes. */
const OF_OPERATION = /^\{"id":"(\d+)","type":"(\w+)"/;

/** Begins with a socket. */
export function createOperationIds(): OperationIds {
  const idsOfClient = new Map<string, string>();
  const idsHere = new Map<string, string>();
  let count = 0;

  const forget = (ofClient: string, here: string) => {
    idsOfClient.delete(here);
    idsHere.delete(ofClient);
  };

  return {
    read: (text) => {
      const message = parse(text);
      if (!isObject(message)) return text;
      const { type, id } = message;
      if (OF_SERVERS.has(type))
        throw new BrokenRule(CloseCode.BadRequest, `Unexpected message of type ${type} received`);
      if (typeof id !== 'string' || id === '') return message;
      const known = idsHere.get(id);
      if (type === 'complete') {
        if (!known) return null;
        forget(id, known);
        return { ...message, id: known };
      }
      if (type !== 'subscribe') return message;
      if (known) throw new BrokenRule(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
      count += 1;
      const here = String(count);
      idsHere.set(id, here);
      idsOfClient.set(here, id);
      return { ...message, id: here };
    },
    write: (text) => {
      const [begin, here = '', type] = OF_OPERATION.exec(text) ?? [];
      if (begin === undefined) return text;
      const ofClient = idsOfClient.get(here);
      if (ofClient === undefined) return null;
      if (type === 'complete' || type === 'error') forget(ofClient, here);
      return `{"id":${JSON.stringify(ofClient)},"type":"${type}"${text.slice(begin.length)}`;
    },
  };
}

/** Undefined where it is no JSON: graphql-ws says so. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
