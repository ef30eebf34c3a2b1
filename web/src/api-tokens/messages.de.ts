import type { en } from './messages.en.ts';

/** The same in German. */
export const de: typeof en = {
  title: 'API-Token',
  intro:
    'Ein Token lässt ein Programm überall hinein, wo auch ein Mensch hindarf. Er hat nie mehr Rechte als die Person, die ihn erstellt hat, und endet mit ihrer Mitgliedschaft.',
  create: 'Neuer Token',
  createTitle: 'Einen Token erstellen',
  make: 'Erstellen',
  name: 'Name',
  nameHint: 'Wofür er ist, etwa „Nächtlicher Import“.',
  ends: 'Wann er endet',
  endings: {
    '30': 'In 30 Tagen',
    '90': 'In 90 Tagen',
    '365': 'In einem Jahr',
    day: 'An einem Tag Ihrer Wahl',
    never: 'Nie',
  },
  lastDay: 'Sein letzter Tag',
  madeTitle: (name) => `Der Token „${name}“`,
  token: 'Token',
  tokenHint: 'Kopieren Sie ihn jetzt. Er wird nur dieses eine Mal gezeigt und nirgends aufbewahrt.',
  example: 'Zum Beispiel, um eine Frage zu stellen:',
  exampleQuestion: 'Wie lange gilt die Garantie?',
  done: 'Fertig',
  empty: 'Es gibt keine Token. Kein Programm hat auf diesem Weg Zugang.',
  personalData: 'personenbezogene Daten',
  within: (collections) => (collections.length > 0 ? `nur ${collections.join(', ')}` : 'keine Dokumente'),
  made: 'Erstellt',
  by: (name) => `von ${name}`,
  used: 'zuletzt benutzt',
  unused: 'nie benutzt',
  endsAt: 'endet',
  endless: 'endet nie',
  revoke: 'Widerrufen',
  revokeNamed: (name) => `„${name}“ widerrufen`,
  revokeTitle: (name) => `„${name}“ widerrufen?`,
  revokeConsequence:
    'Was ihn benutzt, wird ab sofort abgewiesen, und was damit offen ist, wird geschlossen. Das lässt sich nicht rückgängig machen; ein neuer Token lässt sich erstellen.',
  revoked: (name) => `„${name}“ wurde widerrufen.`,
};
