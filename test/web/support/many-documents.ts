import type { TenantId } from '../../../src/ids.ts';
import type { Store } from '../../../src/store/store.ts';
import { ingestDocument, newDocument, openTestTenant } from '../../support/store-fixtures.ts';

const AT_ONCE = 50;
const READY = 100;

/**
 * Fills an organisation with documents, of which the newest are ready and the others wait for ever: by the store, as
 * through the API each of thousands would be embedded first.
 */
export async function fillWithDocuments(store: Store, tenantId: TenantId, count: number): Promise<void> {
  const tenant = await openTestTenant(store, tenantId);
  const begin = Date.UTC(2026, 0, 1);
  const one = async (number: number) => {
    const content = String(number).padStart(6, '0');
    const metadata = { name: `note-${content}.txt`, content, createdAt: new Date(begin + number * 1_000) };
    if (number >= count - READY) {
      await ingestDocument(tenant, [], metadata);
    } else {
      const { document, original } = newDocument(metadata);
      await tenant.documents.create(document, original);
    }
  };
  for (let number = 0; number < count; number += AT_ONCE) {
    const length = Math.min(AT_ONCE, count - number);
    await Promise.all(Array.from({ length }, (_, index) => one(number + index)));
  }
}
