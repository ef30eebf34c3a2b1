import type { Answers } from './answers.ts';
import type { Conversations } from './conversations.ts';
import type { LastPage, Page } from './pages.ts';

/** A list of which nothing is there. */
export const NO_PAGE: Page<never> = { items: [], hasNextPage: false, totalCount: 0 };
const NO_LAST_PAGE: LastPage<never> = { items: [], hasPreviousPage: false, totalCount: 0 };
const refuse = async (): Promise<never> => {
  throw new TypeError('Conversations and answers belong to somebody.');
};

/** The conversations of nobody. */
export const NO_CONVERSATIONS: Conversations = {
  create: refuse,
  find: async () => null,
  list: async () => NO_PAGE,
  rename: refuse,
  delete: refuse,
};

/** The answers of nobody; what the scope sees it sees all the same. */
export const NO_ANSWERS: Omit<Answers, 'sees'> = {
  keep: refuse,
  findMany: async () => [],
  list: async () => NO_PAGE,
  last: async () => NO_LAST_PAGE,
  rate: refuse,
  begin: refuse,
  progress: refuse,
  end: refuse,
  run: async () => null,
  events: async () => [],
  requestStop: refuse,
  noteReader: refuse,
  noteReaderLeft: refuse,
};
