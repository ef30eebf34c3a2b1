import type { en } from './messages.en.ts';

/** The same in German. */
export const de: typeof en = {
  title: 'Organisation',
  profile: 'Name und Anweisungen',
  name: 'Name',
  nameHint: 'Mitglieder sehen ihn in der Seitenleiste, Eingeladene schon vor dem Beitritt.',
  instructions: 'Anweisungen für Antworten',
  instructionsHint: (most) =>
    `Woran sich Antworten neben Carrels eigenen Regeln halten sollen: Ton, Wortwahl, Sprache. In bis zu ${most} Zeichen, die das Sprachmodell mit jeder Frage bekommt.`,
  instructionsExample: 'Antworte höflich und nenne den Abschnitt, wo es hilft.',
  noInstructions: 'Es gibt keine.',
  tooLong: (length, most) => `Das sind ${length} Zeichen. Höchstens ${most} sind möglich.`,
  usage: 'Verbrauch',
  noUsage: 'Wie viel es gibt, sehen nur die, die alle Dokumente sehen dürfen.',
  documents: 'Durchsuchbare Dokumente',
  storedBytes: 'Größe der Originale',
  upTo: (most) => `von höchstens ${most}`,
  questionsPerDay: 'Fragen aller Mitglieder am Tag',
  unlimited: 'Ohne Grenze',
  delete: 'Die Organisation löschen',
  deleteHint:
    'Ihre Dokumente, Gespräche, Mitglieder, Token und ihr Protokoll werden sofort und endgültig gelöscht, ebenso Konten, die zu keiner anderen Organisation gehören.',
  deleteVerb: 'Endgültig löschen',
  deleteTitle: (name) => `${name} löschen?`,
  deleteConsequence: (name) => `Alles in ${name} ist dann weg, für alle Mitglieder. Niemand kann es zurückholen.`,
  typeName: (name) => `Geben Sie zur Bestätigung den Namen ein: ${name}`,
  otherName: 'Das ist nicht der Name.',
  password: 'Ihr Passwort',
};
