import type { Role } from '../gql/graphql.ts';
import type { en } from './messages.en.ts';

/** The same in German. */
export const de: typeof en = {
  pitchTitle: 'Fragen Sie Ihre Dokumente.',
  pitch: [
    'Jede Antwort kommt aus den Dokumenten Ihrer Organisation und aus nichts anderem.',
    'Jeder Satz nennt seine Quelle. Ein Klick zeigt die Stelle, markiert, wo sie steht.',
    'Was die Dokumente nicht sagen, sagt Carrel nicht.',
  ],
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  newPassword: 'Neues Passwort',
  name: 'Ihr Name',
  organization: 'Organisation',
  optional: 'Freiwillig',
  signIn: 'Anmelden',
  signUp: 'Konto anlegen',
  ended: (why) => `${why ?? 'Ihre Sitzung ist zu Ende.'} Was Sie gerade schrieben, bleibt erhalten.`,
  noAccount: 'Noch kein Konto?',
  hasAccount: 'Sie haben ein Konto?',
  first: 'Willkommen',
  firstHint: 'Dies ist das erste Konto; ihm gehört die Organisation. Weitere kommen auf Einladung dazu.',
  closed: 'Konten gibt es hier auf Einladung. Fragen Sie, wer Ihre Organisation verwaltet.',
  closedEmpty:
    'Hier hat noch niemand ein Konto, und es kann keines angelegt werden. Wer dieses Carrel betreibt, setzt dafür REGISTRATION auf first.',
  badEmail: 'Eine E-Mail-Adresse hat ein @ und davor und dahinter einen Namen.',
  shortPassword: 'Ein Passwort hat mindestens 8 Zeichen.',
  passwordHint: '8 Zeichen oder mehr',
  forgotten:
    'Passwort vergessen? Wer Ihre Organisation verwaltet, kann Ihnen einen Link geben, um ein anderes zu wählen.',
  join: (tenant) => `${tenant} beitreten`,
  invited: (email, role) => `${email} ist eingeladen, ${ROLE_NAMES[role]}.`,
  joinVerb: 'Beitreten',
  joinExisting: 'Sie haben hier ein Konto: Melden Sie sich mit dessen Passwort an, um beizutreten.',
  signedInAs: (email) => `Sie sind als ${email} angemeldet.`,
  signedInAsOther: (present, invited) =>
    `Sie sind als ${present} angemeldet. Wer hier beitritt, ist in diesem Browser von da an als ${invited} angemeldet.`,
  toStart: 'Zum Anfang',
  joinEnded: 'Diese Einladung ist abgelaufen oder wurde benutzt. Bitten Sie um eine neue.',
  reset: 'Ein anderes Passwort wählen',
  resetVerb: 'Speichern und anmelden',
  noToken: 'Diese Adresse enthält kein Token. Öffnen Sie den Link, den Sie bekommen haben, noch einmal.',
};

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  VIEWER: 'um zu lesen',
  EDITOR: 'um zu lesen und Dokumente beizutragen',
  ADMIN: 'um zu verwalten',
  OWNER: 'um mitzubesitzen',
};
