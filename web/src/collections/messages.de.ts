import type { en } from './messages.en.ts';

/** The same in German. */
export const de: typeof en = {
  title: 'Sammlungen',
  hint: 'Fragen lassen sich auf eine Sammlung beschränken, und Mitglieder auf einige.',
  toMembers: 'Auswählen, was Mitglieder sehen',
  empty: 'Es gibt noch keine Sammlungen.',
  what: 'Eine Sammlung enthält Dokumente, die zusammengehören, etwa die einer Abteilung. Fragen lassen sich auf sie beschränken, und Mitglieder auch.',
  how: 'Geben Sie Dokumenten eine Sammlung, wenn Sie sie hinzufügen oder bearbeiten. Ein Name mit Schrägstrich, etwa finanzen/gehalt, legt eine in die andere.',
  toDocuments: 'Zu den Dokumenten',
  count: (documents) => (documents === 1 ? '1 Dokument' : `${documents} Dokumente`),
  seenByAll: 'Alle sehen sie',
  seenBy: (some, all) => `${some} von ${all} Mitgliedern sehen sie`,
};
