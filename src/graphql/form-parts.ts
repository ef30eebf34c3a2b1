import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import { BODY_LIMITS } from '../limits.ts';
import { unreadable } from './errors.ts';
import { cutOff } from './request-body.ts';
import type { FileInTheMaking, UploadedFile } from './uploaded-file.ts';

/** What a form holds, by the names of its parts. */
export interface FormParts {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, UploadedFile>;
}

/** Where files are written, and how large they may be. */
export interface FormOptions {
  readonly maxFileBytes: number;
  /** Begins a file, which goes when the request is answered. */
  begin(name: string): FileInTheMaking;
  /** Resolves when work of this size may begin. */
  turn(size: number): Promise<void>;
}

/** What is read at once: the parser makes a piece of each line that begins like a boundary, thousands out of this. */
const TURN_BYTES = 8 * 1024;

/** Reads a form in turns, its files onto the disk. @throws GraphQLError `BAD_INPUT`, `TOO_LARGE`; AppError `STORE_UNAVAILABLE` */
export async function readParts(
  request: IncomingMessage,
  { maxFileBytes, begin, turn }: FormOptions,
): Promise<FormParts> {
  const fields = new Map<string, string>();
  const begun = new Map<string, FileInTheMaking>();
  const files = new Map<string, UploadedFile>();
  const body = request.pipe(new PassThrough());
  request.once('error', () => body.destroy(cutOff()));
  const parser = createParser(request, maxFileBytes);
  const parsed = new Promise<void>((resolve, reject) => {
    const refuse = () => reject(badForm());
    parser.on('field', (name, value, isNameCut, isValueCut) => {
      if (isNameCut || isValueCut) refuse();
      fields.set(name, value);
    });
    parser.on('file', (field, file, name: string | undefined) => {
      const content = begin(name ?? '');
      begun.set(field, content);
      file.on('data', content.add);
      file.on('limit', () => reject(fileTooLarge()));
      file.on('error', refuse);
    });
    for (const tooMany of ['filesLimit', 'fieldsLimit', 'error'] as const) parser.on(tooMany, refuse);
    parser.on('finish', resolve);
  });
  const feed = async () => {
    let bytes = 0;
    for await (const piece of body as AsyncIterable<Buffer>) {
      for (let at = 0; at < piece.length; at += TURN_BYTES) {
        const part = piece.subarray(at, at + TURN_BYTES);
        bytes += part.length;
        if (bytes > TURN_BYTES) await turn(bytes);
        await new Promise<void>((resolve) => parser.write(part, () => resolve()));
        for (const file of begun.values()) await file.flush();
      }
    }
    parser.end();
    await parsed;
    for (const [field, file] of begun) files.set(field, await file.finish());
  };
  const fed = feed();
  await Promise.race([parsed.then(() => fed), fed]);
  return { fields, files };
}

function createParser({ headers }: IncomingMessage, maxFileBytes: number) {
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      defCharset: 'utf-8',
      limits: {
        fileSize: maxFileBytes,
        files: BODY_LIMITS.files,
        fields: BODY_LIMITS.formFields,
        fieldSize: BODY_LIMITS.formFieldBytes,
      },
    });
  } catch {
    throw badForm();
  }
}

/** Why a form is not read that is not as the specification has it. */
export function badForm() {
  return unreadable(
    'BAD_INPUT',
    'The form could not be read. Send the fields `operations` and `map`, then one file, by the GraphQL multipart request specification.',
  );
}

function fileTooLarge() {
  return unreadable(
    'TOO_LARGE',
    'The file is too large. Send a smaller file; `system.limits` tells how large it may be.',
  );
}
