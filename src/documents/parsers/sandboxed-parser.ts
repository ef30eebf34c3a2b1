import { AppError } from '../../errors.ts';
import { createSemaphore } from '../../lib/semaphore.ts';
import { OCR_LIMITS, PARSING_LIMITS } from '../../limits.ts';
import type { OriginalBytes } from '../../store/documents.ts';
import type { FileSample } from './file-sample.ts';
import { FORMATS, type FormatName } from './formats/formats.ts';
import { isBlock } from './formats/parsed.ts';
import { UNREADABLE, Unreadable, type UnreadableReason } from './formats/unreadable.ts';
import { createBlockJoiner } from './join-blocks.ts';
import type { Mending, ParsedDocument, ParseOptions, Parser } from './parser.ts';
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
      ? (sample, { name }) => checkText(sample, { name, isText: false, namesEncoding })
      : (sample, { name }) => checkKind(sample, { name, mediaType }),
    parse: (original, options) => parse(format, original, options),
  };
}

/** What is damaged, or hides what it is, shows when it is read. */
function checkKind(sample: FileSample, { name, mediaType }: { name: string; mediaType: string }): void {
  const found = findSignature(sample);
  if (found?.mediaType === mediaType) return;
  throw new AppError('BAD_INPUT', `“${name}” is ${found?.what ?? 'something else'}, whatever its name says. ${ADVICE}`);
}

const ADVICE = 'Save it anew, without a password, in the format that its name says, and send that.';

/** However many documents are under way, so many processes read at once; they are the same for all formats. */
const processes = createSemaphore({ limit: PARSING_LIMITS.processes, maxWaiting: Number.POSITIVE_INFINITY });
/** Scans take so long that they wait for each other alone. */
const recognitions = createSemaphore({ limit: OCR_LIMITS.processes, maxWaiting: Number.POSITIVE_INFINITY });

/** Why a file has no text, where text recognition may find some. */
const PICTURES: readonly UnreadableReason[] = ['SCANNED', 'NO_UNICODE'];

async function parse(format: FormatName, original: OriginalBytes, options: ParseOptions): Promise<ParsedDocument> {
  const { signal, ocrLanguages } = options;
  try {
    return await processes.run(() => read(format, original, options), { signal });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    if (!ocrLanguages || !PICTURES.includes(error.reason)) throw refusal(error);
  }
  try {
    return await recognitions.run(() => read(format, original, { ...options, recognizes: true }), { signal });
  } catch (error) {
    throw error instanceof Unreadable ? refusal(error) : error;
  }
}

function refusal({ reason }: Unreadable): AppError {
  return new AppError('BAD_INPUT', UNREADABLE[reason]);
}

async function read(
  format: FormatName,
  original: OriginalBytes,
  { signal, onPage, ocrLanguages, recognizes = false }: ParseOptions & { recognizes?: boolean },
): Promise<ParsedDocument> {
  const limits = recognizes ? { ...PARSING_LIMITS, pageMs: OCR_LIMITS.pageMs } : PARSING_LIMITS;
  const languages = recognizes ? (ocrLanguages ?? []) : [];
  const joiner = createBlockJoiner();
  const mended: Mending[] = recognizes ? ['RECOGNIZED'] : [];
  let total: number | null = null;
  let parsed = 0;
  for await (const part of readInSandbox(original, format, { limits, ocrLanguages: languages, signal })) {
    if (part.kind === 'recoded') {
      mended.push('ENCODING');
      continue;
    }
    if (part.kind === 'pages') {
      total = part.count;
      continue;
    }
    if (isBlock(part)) joiner.add(part);
    const page = part.page ?? 0;
    if (total === null || page <= parsed) continue;
    parsed = page;
    onPage?.({ parsed, total });
  }
  return { ...joiner.join(total), pageCount: total, mended };
}
