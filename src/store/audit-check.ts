import { AppError, isAbortError } from '../errors.ts';
import { sha256 } from '../lib/sha256.ts';
import type { Abortable } from './abortable.ts';
import type { AnswerText, AuditHead, AuditLog, StoredAuditEntry } from './audit.ts';
import { createChainCheck, fromBody } from './audit-chain.ts';

/** What a check reads of a log. */
export type AuditReader = Pick<AuditLog, 'read' | 'head' | 'texts'>;

/** What became of one log. */
export interface AuditVerdict {
  readonly entries: number;
  /** The noted end: who keeps it elsewhere finds out even when the whole log was written anew. */
  readonly head: AuditHead | null;
  /** A sentence each, the first ones; empty for a log that is as it was written. */
  readonly faults: readonly string[];
}

const PAGE = 500;
/** Then the rest says nothing new. */
const MOST_FAULTS = 20;

/**
 * Checks a log from its first entry to its last, also while entries are added, and the texts of answers that are kept.
 * `isNotedAtOnce`: no entry is ever stored without the note of the end.
 * @throws AppError where the store doesn't answer
 */
export async function checkAudit(
  log: AuditReader,
  { isNotedAtOnce, signal }: { isNotedAtOnce: boolean } & Abortable,
): Promise<AuditVerdict> {
  const faults: string[] = [];
  let entries = 0;
  const head = await log.head({ signal });
  const check = createChainCheck(head);
  try {
    // Also from before the first place, and between two pages: an entry that was put in may have any number.
    for (let last = Number.MIN_SAFE_INTEGER; faults.length < MOST_FAULTS; ) {
      const page = await log.read({ from: last, limit: PAGE + 1, signal });
      const rows = page.filter(({ sequence }) => sequence > last);
      for (const row of rows) faults.push(...[check.next(row)].filter((fault) => fault !== null));
      faults.push(...(await checkTexts(log, rows, { signal })));
      entries += rows.length;
      last = rows.at(-1)?.sequence ?? last;
      if (page.length > PAGE) continue;
      const fault = check.end(isNotedAtOnce ? await log.head({ signal }) : undefined);
      if (fault) faults.push(fault);
      break;
    }
  } catch (error) {
    if (error instanceof AppError || isAbortError(error)) throw error;
    faults.push(`Behind entry ${entries} the log can't be read: ${error instanceof Error ? error.message : error}`);
  }
  return { entries, head, faults: faults.slice(0, MOST_FAULTS) };
}

/** What is kept of questions and answers must be what the entries have the hashes of. */
async function checkTexts(log: AuditReader, rows: readonly StoredAuditEntry[], options: Abortable): Promise<string[]> {
  const details = new Map(
    rows.flatMap((row) => {
      const { sequence, detail } = readable(row);
      return detail['textId'] ? [[detail['textId'], { sequence, detail }]] : [];
    }),
  );
  const texts = await log.texts([...details.keys()] as AnswerText['answerId'][], options);
  return texts.flatMap(({ answerId, question, answer }) => {
    const { sequence, detail } = details.get(answerId) ?? {};
    if (detail?.['questionSha256'] === sha256(question) && detail['answerSha256'] === sha256(answer)) return [];
    return `The question or the answer that is kept with entry ${sequence} is not the one that was written.`;
  });
}

/** Of a body that is no entry, which the chain tells of, nothing. */
function readable(row: StoredAuditEntry): { sequence: number; detail: Readonly<Record<string, unknown>> } {
  try {
    return { sequence: row.sequence, detail: fromBody(row).detail };
  } catch {
    return { sequence: row.sequence, detail: {} };
  }
}
