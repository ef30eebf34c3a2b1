import { isAbortError } from '../errors.ts';
import { ApiError } from './api.ts';
import { type Carrel, isUnderWay, type RemoteDocument } from './carrel.ts';
import { type Fingerprint, type LocalFile, listFiles } from './files.ts';
import type { ImportOptions } from './options.ts';
import type { Outcome } from './outcome.ts';
import type { Progress } from './progress.ts';
import { waitUntilRead } from './wait-until-read.ts';

/** What became of all files of a folder. */
export interface ImportResult {
  readonly outcomes: readonly Outcome[];
  /** Files of kinds that the server does not take. */
  readonly leftOut: number;
}

/** What a pass works with. */
export interface ImportParts {
  readonly carrel: Carrel;
  readonly fingerprint: Fingerprint;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** One pass over a folder: brings in what is not there. @throws Error when the server lets nobody in, or is away */
export async function importFolder(options: ImportOptions, parts: ImportParts): Promise<ImportResult> {
  const { carrel, progress, signal } = parts;
  const limits = await carrel.limits();
  const { files, leftOut, refused } = await listFiles(options.folder, limits.extensions);
  const there = byName(await carrel.documents());

  const outcomes: Outcome[] = refused.map(({ name, reason }) => failed(name, reason));
  const waiting = [...files];
  const work = async () => {
    for (let file = waiting.shift(); file && !signal.aborted; file = waiting.shift()) {
      outcomes.push(await importFile(file, there.get(file.name) ?? [], { ...options, ...parts, ...limits }));
      progress.show('Importing', { done: files.length - waiting.length, total: files.length });
    }
  };
  try {
    await Promise.all(
      Array.from({ length: options.parallel }, () =>
        work().catch((error) => {
          // The others stop where they are.
          waiting.length = 0;
          throw error;
        }),
      ),
    );
    signal.throwIfAborted();
    return { leftOut, outcomes: options.wait ? await waitUntilRead(outcomes, { carrel, progress, signal }) : outcomes };
  } finally {
    progress.clear();
  }
}

type FileOptions = ImportOptions & ImportParts & { readonly maxFileBytes: number };

async function importFile(file: LocalFile, there: readonly RemoteDocument[], options: FileOptions): Promise<Outcome> {
  const { carrel, fingerprint, maxFileBytes } = options;
  try {
    const { sizeBytes, sha256 } = await fingerprint(file.path);
    const same = there.find((document) => document.sha256 === sha256 && !isReplaced(document));
    if (same) return asItIs(file.name, same);
    if (sizeBytes > maxFileBytes) {
      return failed(file.name, `It has ${sizeBytes} bytes; this server takes ${maxFileBytes} at most.`);
    }
    const [old] = there;
    if (!old) {
      const { document, created } = await carrel.ingest(file);
      return { name: file.name, result: created ? 'added' : 'unchanged', reason: null, documentId: document.id };
    }
    await carrel.replace(old.id, file);
    return { name: file.name, result: 'replaced', reason: null, documentId: old.id };
  } catch (error) {
    if (isAbortError(error) || !(error instanceof Error) || isFatal(error)) throw error;
    return failed(file.name, error.message);
  }
}

/** What it holds it may not hold much longer: another version is on its way. */
function isReplaced(document: RemoteDocument): boolean {
  return document.status === 'SEARCHABLE' && isUnderWay(document);
}

/** The same bytes again would end the same way. */
function asItIs(name: string, { id, status, error }: RemoteDocument): Outcome {
  if (status === 'FAILED') return { ...failed(name, error ?? 'It could not be read.'), documentId: id };
  if (status === 'CANCELLED') return { ...failed(name, 'Its ingestion was cancelled.'), documentId: id };
  return { name, result: 'unchanged', reason: null, documentId: id };
}

/** What no file would survive. */
function isFatal(error: Error): boolean {
  return error instanceof ApiError && ['UNAUTHENTICATED', 'UNREACHABLE'].includes(error.code);
}

function failed(name: string, reason: string): Outcome {
  return { name, result: 'failed', reason, documentId: null };
}

function byName(documents: readonly RemoteDocument[]): Map<string, RemoteDocument[]> {
  const found = new Map<string, RemoteDocument[]>();
  for (const document of documents) found.set(document.name, [...(found.get(document.name) ?? []), document]);
  return found;
}
