import type { en } from './messages.en.ts';

/** The same in German. */
export const de: typeof en = {
  skip: 'Zum Inhalt',
  menu: 'Menü',
  navigation: 'Carrel',
  ask: 'Fragen',
  search: 'Suchen',
  documents: 'Dokumente',
  members: 'Mitglieder',
  collections: 'Sammlungen',
  apiTokens: 'API-Token',
  audit: 'Protokoll',
  organization: 'Organisation',
  model: 'Sprachmodell',
  administration: 'Verwaltung',
  account: 'Konto',
  settings: 'Einstellungen',
  signOut: 'Abmelden',
  organizations: 'Organisation wechseln',
  notFoundTitle: 'Hier ist nichts',
  notFound: 'Unter dieser Adresse gibt es keine Seite.',
  toStart: 'Zum Anfang',
  brokenTitle: 'Diese Seite ist gescheitert',
  broken: 'Etwas auf dieser Seite geht nicht. Was Sie schrieben, bleibt erhalten; neu zu laden hilft oft.',
  reload: 'Neu laden',
  offline: 'Sie sind offline. Was Sie schreiben, bleibt erhalten.',
};
