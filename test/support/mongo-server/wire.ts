import { BSON } from 'mongodb';
import type { Doc } from './values.ts';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;

/** One request, parsed. */
export interface Request {
  /** The whole message, as it came. */
  readonly bytes: Buffer;
  readonly command: Doc;
  /** False when the driver doesn't listen (`moreToCome`). */
  readonly wantsReply: boolean;
  /** The answer's bytes. */
  encodeReply(reply: Doc): Buffer;
}

/** Cuts a stream of bytes into whole messages. */
export function createFramer(): (bytes: Buffer) => Buffer[] {
  let parts: Buffer[] = [];
  let waiting = 0;
  let needed = 4;
  return (bytes) => {
    parts.push(bytes);
    waiting += bytes.length;
    // A large message comes in many parts, which are joined once.
    if (waiting < needed) return [];
    let rest = Buffer.concat(parts);
    const messages: Buffer[] = [];
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      messages.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    parts = [rest];
    waiting = rest.length;
    needed = rest.length >= 4 ? rest.readInt32LE(0) : 4;
    return messages;
  };
}

/**
 * Reads OP_MSG, and OP_QUERY, which the driver uses for its first hello.
 * @throws Error for any other opcode
 */
export function parseRequest(message: Buffer): Request {
  const requestId = message.readInt32LE(4);
  const opcode = message.readInt32LE(12);
  if (opcode === OP_QUERY) {
    const [, afterName] = readCString(message, HEADER_BYTES + 4);
    const command: Doc = BSON.deserialize(message.subarray(afterName + 8));
    return { bytes: message, command, wantsReply: true, encodeReply: (reply) => encodeOpReply(requestId, reply) };
  }
  if (opcode !== OP_MSG) throw new Error(`The test server doesn't speak opcode ${opcode}.`);
  const flags = message.readUInt32LE(HEADER_BYTES);
  return {
    bytes: message,
    command: parseSections(message, message.length - (flags & CHECKSUM_PRESENT ? 4 : 0)),
    wantsReply: (flags & MORE_TO_COME) === 0,
    encodeReply: (reply) => encodeOpMsg(requestId, reply),
  };
}

/** The document of an answer in an OP_MSG. */
export function readReply(message: Buffer): Doc {
  return parseSections(message, message.length);
}

function parseSections(message: Buffer, end: number): Doc {
  let command: Doc = {};
  const sequences: Record<string, Doc[]> = {};
  let at = HEADER_BYTES + 4;
  while (at < end) {
    const kind = message.readUInt8(at++);
    const size = message.readInt32LE(at);
    if (kind === 0) {
      command = BSON.deserialize(message.subarray(at, at + size));
    } else {
      let [name, next] = readCString(message, at + 4);
      const docs: Doc[] = [];
      while (next < at + size) {
        const length = message.readInt32LE(next);
        docs.push(BSON.deserialize(message.subarray(next, next + length)));
        next += length;
      }
      sequences[name] = docs;
    }
    at += size;
  }
  return { ...command, ...sequences };
}

function readCString(bytes: Buffer, start: number): [text: string, next: number] {
  const end = bytes.indexOf(0, start);
  return [bytes.toString('utf8', start, end), end + 1];
}

function encodeOpMsg(responseTo: number, reply: Doc): Buffer {
  return frame(OP_MSG, responseTo, Buffer.alloc(5), BSON.serialize(reply));
}

function encodeOpReply(responseTo: number, reply: Doc): Buffer {
  const fields = Buffer.alloc(20);
  fields.writeInt32LE(8, 0);
  fields.writeInt32LE(1, 16);
  return frame(OP_REPLY, responseTo, fields, BSON.serialize(reply));
}

function frame(opcode: number, responseTo: number, fields: Buffer, body: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32LE(HEADER_BYTES + fields.length + body.length, 0);
  header.writeInt32LE(responseTo, 8);
  header.writeInt32LE(opcode, 12);
  return Buffer.concat([header, fields, body]);
}
