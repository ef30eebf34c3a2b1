import { AppError } from '../../errors.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import { PARSING_LIMITS } from '../../limits.ts';
import { encodingOf } from './encoding.ts';
import { FORMATS, type FormatName } from './formats/formats.ts';
import { UNREADABLE, Unreadable } from './formats/unreadable.ts';
import { createBlockJoiner } from './join-blocks.ts';
import type { ParsedDocument, ParseOptions, Parser } from './parser.ts';
import { readInSandbox } from './sandbox/sandbox.ts';
import { findSignature } from './signatures.ts';
import { checkText } from './text-parsers.ts';

/** A parser that reads its files in processes of their own, one a file. */
export function createSandboxedParser(format: FormatName): Parser {
  const { mediaType, extensions, isText, namesEncoding } = FORMATS[format];
  return {
    mediaType,
    extensions,
    check: isText
      ? (bytes, { name }) => checkText(bytes, { name, isText: false, namesEncoding })
      : (bytes, { name }) => checkKind(bytes, { name, mediaType }),
    parse: (bytes, options) => processes.run(() => parse(format, bytes, options)),
  };
}

/** What is damaged, or hides what it is, shows when it is read. */
function checkKind(bytes: Uint8Array, { name, mediaType }: { name: string; mediaType: string }): void {
  const found = findSignature(bytes);
  if (found?.mediaType === mediaType) return;
  throw new AppError('BAD_INPUT', `“${name}” is ${found?.what ?? 'something else'}, whatever its name says. ${ADVICE}`);
}

const ADVICE = 'Save it anew, without a password, in the format that its name says, and send that.';

/** However many documents are under way, so many processes read at once; they are the same for all formats. */
const processes = createSemaphore({ limit: PARSING_LIMITS.processes, maxWaiting: Number.POSITIVE_INFINITY });

async function parse(format: FormatName, bytes: Uint8Array, { signal, onPage }: ParseOptions): Promise<ParsedDocument> {
  const joiner = createBlockJoiner();
  let total: number | null = null;
  let parsed = 0;
  try {
    for await (const part of readInSandbox(bytes, format, { limits: PARSING_LIMITS, signal })) {
      if (part.kind === 'pages') {
        total = part.count;
        continue;
      }
      joiner.add(part);
      const page = part.page ?? 0;
      if (total === null || page <= parsed) continue;
      parsed = page;
      onPage?.({ parsed, total });
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new AppError('BAD_INPUT', UNREADABLE[error.reason]);
  }
  const isMended = FORMATS[format].isText && encodingOf(bytes) !== 'utf-8';
  return { ...joiner.join(), pageCount: total, mended: isMended ? ['ENCODING'] : [] };
}
