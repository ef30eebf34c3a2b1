import type { TenantId } from '../ids.ts';
import type { Abortable } from './abortable.ts';
import type { Directory } from './directory.ts';
import type { TenantRecord } from './directory-records.ts';

/** Organisations that are read at once. */
const PAGE = 100;

/** All organisations by id, read a page at a time. */
export async function* allTenants(
  directory: Pick<Directory, 'listTenants'>,
  { signal }: Abortable = {},
): AsyncGenerator<TenantRecord> {
  let after: TenantId | null = null;
  for (;;) {
    const page: TenantRecord[] = await directory.listTenants({ after, limit: PAGE, signal });
    yield* page;
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return;
  }
}
