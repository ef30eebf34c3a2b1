import type { en } from './messages.en.ts';

/** The same in German. */
export const de: typeof en = {
  title: 'Einstellungen',
  you: 'Sie',
  signedInAs: (email) => `Sie sind als ${email} angemeldet.`,
  name: 'Ihr Name',
  nameHint: 'Freiwillig. Andere sehen ihn neben Ihrer E-Mail-Adresse.',
  save: 'Speichern',
  saved: 'Es ist gespeichert.',

  display: 'Sprache und Aussehen',
  displayHint: 'Dieser Browser merkt sich beides, wer ihn auch benutzt.',
  language: 'Sprache',
  languages: { en: 'English', de: 'Deutsch' },
  browserLanguage: (name) => `Wie der Browser (${name})`,

  password: 'Passwort',
  passwordConsequence: 'Ein anderes Passwort beendet Ihre anderen Sitzungen auf allen Geräten. Diese geht weiter.',
  currentPassword: 'Jetziges Passwort',
  newPassword: 'Neues Passwort',
  newPasswordHint: '8 Zeichen oder mehr',
  shortPassword: 'Ein Passwort hat mindestens 8 Zeichen.',
  changePassword: 'Passwort ändern',
  passwordChanged: 'Ihr Passwort ist geändert, und Ihre anderen Sitzungen sind beendet.',

  sessions: 'Sitzungen',
  sessionsHint: 'Wo Sie angemeldet sind. Beenden Sie, was Sie nicht kennen, und ändern Sie dann Ihr Passwort.',
  thisDevice: 'Dieses Gerät',
  unknownDevice: 'Ein unbekanntes Gerät',
  deviceOn: (browser, system) => `${browser} auf ${system}`,
  lastSeen: 'Zuletzt gesehen',
  begun: 'Begonnen',
  end: 'Beenden',
  endNamed: (device) => `Die Sitzung von ${device} beenden`,
  ended: (device) => `Die Sitzung von ${device} ist beendet.`,
  endOthers: 'Alle anderen beenden',
  endOthersTitle: 'Alle anderen Sitzungen beenden?',
  endOthersConsequence: (count) =>
    count === 1
      ? 'Die andere Sitzung endet sofort. Was dort gerade geschrieben wurde, geht nicht verloren.'
      : `Die ${count} anderen Sitzungen enden sofort. Was dort gerade geschrieben wurde, geht nicht verloren.`,

  organizations: 'Organisationen',
  organizationsHint: 'Um einer weiteren beizutreten, öffnen Sie den Einladungslink, den Sie bekommen haben.',
  here: 'Hier',
  allDocuments: 'Alle Dokumente',
  collections: (names) => `Nur die Sammlungen ${names.join(', ')}`,
  personalData: 'Mit personenbezogenen Daten',
  noPersonalData: 'Ohne personenbezogene Daten',
  switch: 'Wechseln',
  switchTo: (name) => `Zu ${name} wechseln`,
  leave: 'Verlassen',
  leaveNamed: (name) => `${name} verlassen`,
  leaveTitle: (name) => `${name} verlassen?`,
  leaveConsequence: (name) =>
    `Ihre Gespräche dort werden gelöscht. Die Dokumente, die Sie beigetragen haben, bleiben bei ${name}. Sie arbeiten in Ihrer anderen Organisation weiter und können nur auf Einladung zurückkommen.`,

  deletion: 'Konto löschen',
  deletionHint: 'Ihr Konto und Ihre Gespräche werden sofort und endgültig gelöscht.',
  deleteAccount: 'Mein Konto löschen',
  deleteTitle: 'Ihr Konto löschen?',
  deleteConsequence: (email) =>
    `${email} kann sich nicht mehr anmelden. Ihre Gespräche und API-Tokens werden gelöscht; die Dokumente, die Sie beigetragen haben, bleiben bei ihrer Organisation. Eine Organisation ohne weiteres Mitglied wird mit allen Dokumenten gelöscht. Niemand kann das rückgängig machen.`,
  deleteVerb: 'Endgültig löschen',
};
