import type { en } from './messages.en.ts';

export const de: typeof en = {
  skip: 'Zum Inhalt',
  menu: 'Menü',
  navigation: 'Carrel',
  ask: 'Fragen',
  documents: 'Dokumente',
  administration: 'Verwaltung',
  account: 'Konto',
  signOut: 'Abmelden',
  theme: 'Aussehen',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  organizations: 'Organisation wechseln',
  roles: { VIEWER: 'Lesen', EDITOR: 'Bearbeiten', ADMIN: 'Verwalten', OWNER: 'Besitzen' },
  notFoundTitle: 'Hier ist nichts',
  notFound: 'Unter dieser Adresse gibt es keine Seite.',
  toStart: 'Zum Anfang',
  brokenTitle: 'Diese Seite ist gescheitert',
  broken: 'Etwas auf dieser Seite geht nicht. Was Sie schrieben, bleibt erhalten; neu zu laden hilft oft.',
  reload: 'Neu laden',
  offline: 'Sie sind offline. Was Sie schreiben, bleibt erhalten.',
};
