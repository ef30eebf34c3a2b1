import type { Role } from '../gql/graphql.ts';

/** What primitives say by themselves. */
export const en = {
  tryAgain: 'Try again',
  cancel: 'Cancel',
  close: 'Close',
  /** In place of the server's sentences, which are English, where they say no more than the code, or INVALID its reason. */
  codes: {} as { readonly [code: string]: string },
  notFound: 'This does not exist, or you may not see it.',
  offline: 'You are offline.',
  silent: 'Carrel does not answer.',
  wait: (seconds: number) => (seconds === 1 ? 'Try again in 1 second.' : `Try again in ${seconds} seconds.`),
  request: (id: string) => `Request ${id}`,
  loading: 'Loading…',
  showMore: 'Show more',
  copy: 'Copy',
  copied: 'Copied',
  save: 'Save',
  saved: 'Saved.',
  roles: { VIEWER: 'Reader', EDITOR: 'Editor', ADMIN: 'Administrator', OWNER: 'Owner' } as Readonly<
    Record<Role, string>
  >,
  role: 'Role',
  duties: {
    VIEWER: 'Reads, searches and asks.',
    EDITOR: 'Adds documents too.',
    ADMIN: 'Changes all documents and manages members too.',
    OWNER: 'May do everything. An organisation keeps at least one owner.',
  } as Readonly<Record<Role, string>>,
  within: 'Which documents',
  allDocuments: 'All of the organisation',
  someCollections: 'Those of some collections',
  collections: 'Collections, each with those below it',
  otherCollections: 'Other collections',
  otherCollectionsHint: 'With commas between them, such as finance/payroll. They need not hold documents yet.',
  noCollections: 'There are no collections yet. Without one, no document is seen.',
  piiAccess: 'Documents with personal data',
  piiAccessHint: 'Without this, documents that are marked so do not exist here.',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
};
