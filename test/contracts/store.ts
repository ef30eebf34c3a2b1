import { afterAll, beforeAll, describe } from 'vitest';
import type { OpenedStore } from './opened-store.ts';
import { describeAccess } from './store-access.ts';
import { describeAnswers } from './store-answers.ts';
import { describeAudit } from './store-audit.ts';
import { describeChanges } from './store-changes.ts';
import { describeCounters } from './store-counters.ts';
import { describeCredentials } from './store-credentials.ts';
import { describeDirectory } from './store-directory.ts';
import { describeDocuments } from './store-documents.ts';
import { describeIngestion } from './store-ingestion.ts';
import { describeIsolation } from './store-isolation.ts';
import { describeMembers } from './store-members.ts';
import { describeQueue } from './store-queue.ts';
import { describeReopening } from './store-reopening.ts';
import { describeSearch } from './store-search.ts';
import { describeSentences } from './store-sentences.ts';
import { describeSessions } from './store-sessions.ts';
import { describeVersions } from './store-versions.ts';

/** What every adapter of the store's ports must do. `open` gives an empty store. */
export function describeStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`the ${name} store`, () => {
    let opened: OpenedStore;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    const store = () => opened.store;
    describeDirectory(store);
    describeSessions(store);
    describeCredentials(store);
    describeMembers(store);
    describeAudit(store);
    describeAnswers(store);
    describeDocuments(store);
    describeIngestion(store);
    describeVersions(store);
    describeSearch(store);
    describeSentences(store);
    describeChanges(store);
    describeAccess(store);
    describeIsolation(store);
    describeQueue(store);
    describeCounters(store);
    describeReopening(open);
  });
}
