import { matchAny } from './keywords.ts';
import { number } from './rows.ts';
import type { TenantFile } from './tenant-files.ts';

/** In smaller tenants every term is common, which says nothing. */
const MIN_CHUNKS = 50;
/** How many rows a query looks at before the commonest of its terms are left out, as long as enough remain. */
const MAX_ROWS = 2_000;
const ENOUGH_ROWS = 500;
const MAX_COUNTS = 2_000;

/** How many chunks hold each term, as counted when the index held `total`. Dropped when that has changed by a tenth. */
export interface TermCounts {
  total: number;
  readonly held: Map<string, number>;
}

/**
 * Without the terms that more than half of the chunks hold, as long as others are left: they cost the most and tell the
 * least. In a large tenant more of the commonest are left out, so that a query looks at some 2,000 chunks: what the rarer ones
 * bring is many times what is asked for.
 */
export function leaveOutCommon(tenant: TenantFile, terms: readonly string[]): readonly string[] {
  if (terms.length < 2) return terms;
  // Both sides of the comparison count what the index holds, shown or not.
  const total = number(tenant.file.get('SELECT total(chunk_count) AS total FROM attempts') ?? {}, 'total');
  if (total < MIN_CHUNKS) return terms;
  const counted = terms
    .map((term) => ({ term, held: count(tenant, term, total) }))
    .filter(({ held }) => held > 0)
    .sort((a, b) => a.held - b.held);

  const kept: string[] = [];
  let rows = 0;
  for (const { term, held } of counted) {
    if (kept.length > 0 && (held > total / 2 || (rows >= ENOUGH_ROWS && rows + held > MAX_ROWS))) break;
    kept.push(term);
    rows += held;
  }
  return kept;
}

function count({ file, counts }: TenantFile, term: string, total: number): number {
  if (Math.abs(counts.total - total) > counts.total / 10 || counts.held.size > MAX_COUNTS) {
    counts.held.clear();
    counts.total = total;
  }
  const known = counts.held.get(term);
  if (known !== undefined) return known;
  const row = file.get('SELECT count(*) AS held FROM keywords WHERE keywords MATCH ?', matchAny([term]));
  const held = number(row ?? {}, 'held');
  // What nothing holds may come with the next document.
  if (held > 0) counts.held.set(term, held);
  return held;
}
