import type { en } from './messages.en.ts';

/** The same in German. */
export const de: typeof en = {
  tryAgain: 'Noch einmal versuchen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  codes: {
    INVALID: 'Die Angaben stimmen nicht oder gelten nicht mehr.',
    INTERNAL:
      'Auf dem Server ist etwas schiefgegangen. Kommt es wieder vor, geben Sie dem Betreiber die Nummer der Anfrage.',
  },
  notFound: 'Das gibt es nicht, oder Sie dürfen es nicht sehen.',
  offline: 'Sie sind offline.',
  silent: 'Carrel antwortet nicht.',
  wait: (seconds) =>
    seconds === 1
      ? 'Versuchen Sie es in 1 Sekunde noch einmal.'
      : `Versuchen Sie es in ${seconds} Sekunden noch einmal.`,
  request: (id) => `Anfrage ${id}`,
  loading: 'Wird geladen …',
  showMore: 'Mehr zeigen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  save: 'Speichern',
  saved: 'Gespeichert.',
  roles: { VIEWER: 'Lesen', EDITOR: 'Bearbeiten', ADMIN: 'Verwalten', OWNER: 'Besitzen' },
  role: 'Rolle',
  duties: {
    VIEWER: 'Liest, sucht und fragt.',
    EDITOR: 'Fügt auch Dokumente hinzu.',
    ADMIN: 'Ändert auch alle Dokumente und verwaltet die Mitglieder.',
    OWNER: 'Darf alles. In einer Organisation hat immer mindestens ein Mitglied diese Rolle.',
  },
  within: 'Welche Dokumente',
  allDocuments: 'Alle der Organisation',
  someCollections: 'Die einiger Sammlungen',
  collections: 'Sammlungen, jede mit denen darunter',
  otherCollections: 'Andere Sammlungen',
  otherCollectionsHint: 'Durch Kommas getrennt, etwa finanzen/gehalt. Sie müssen noch keine Dokumente enthalten.',
  noCollections: 'Es gibt noch keine Sammlungen. Ohne eine ist kein Dokument zu sehen.',
  piiAccess: 'Dokumente mit personenbezogenen Daten',
  piiAccessHint: 'Ohne das gibt es Dokumente, die so gekennzeichnet sind, hier nicht.',
  theme: 'Aussehen',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
};
