import { describeStore } from '../contracts/store.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';

describeStore('embedded', openTemporaryStore);
