import { describeStore } from '../contracts/store.ts';
import { describeReembedding } from '../contracts/store-reembedding.ts';
import { openTemporaryStore } from '../support/store-embedded.ts';

describeStore('embedded', openTemporaryStore);
describeReembedding('embedded', openTemporaryStore);
