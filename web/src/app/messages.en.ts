import type { Role } from '../gql/graphql.ts';

/** The shell. */
export const en = {
  skip: 'Skip to the page',
  menu: 'Menu',
  navigation: 'Carrel',
  ask: 'Ask',
  documents: 'Documents',
  administration: 'Administration',
  account: 'Account',
  signOut: 'Sign out',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  organizations: 'Switch organisation',
  roles: { VIEWER: 'Reader', EDITOR: 'Editor', ADMIN: 'Administrator', OWNER: 'Owner' } as Readonly<
    Record<Role, string>
  >,
  notFoundTitle: 'Nothing here',
  notFound: 'There is no page at this address.',
  toStart: 'To the start',
  brokenTitle: 'This page has failed',
  broken: 'Something of this page does not work. What you wrote is kept; loading it again often helps.',
  reload: 'Load again',
  offline: 'You are offline. What you write is kept.',
};
