import type { Language } from '../lib/language.ts';

/** One's own account. */
export const en = {
  title: 'Settings',
  you: 'You',
  signedInAs: (email: string) => `You are signed in as ${email}.`,
  name: 'Name',
  nameHint: 'Optional. Others see it beside your e-mail address.',
  save: 'Save',
  saved: 'It is saved.',

  display: 'Language and theme',
  displayHint: 'This browser keeps them, for whoever uses it.',
  language: 'Language',
  languages: { en: 'English', de: 'Deutsch' } as Readonly<Record<Language, string>>,
  browserLanguage: (name: string) => `As the browser (${name})`,

  password: 'Password',
  passwordConsequence: 'Another password ends your other sessions, on all devices. This one goes on.',
  currentPassword: 'Present password',
  newPassword: 'New password',
  newPasswordHint: '8 characters or more',
  shortPassword: 'A password has at least 8 characters.',
  changePassword: 'Change the password',
  passwordChanged: 'Your password is changed, and your other sessions have ended.',

  sessions: 'Sessions',
  sessionsHint: 'Where you are signed in. End what you do not know, and change your password then.',
  thisDevice: 'This device',
  unknownDevice: 'An unknown device',
  deviceOn: (browser: string, system: string) => `${browser} on ${system}`,
  lastSeen: 'Last seen',
  begun: 'Begun',
  end: 'End',
  endNamed: (device: string) => `End the session of ${device}`,
  ended: (device: string) => `The session of ${device} has ended.`,
  endOthers: 'End all others',
  endOthersTitle: 'End all other sessions?',
  endOthersConsequence: (count: number) =>
    count === 1
      ? 'The other session ends at once. What was being written there is not lost.'
      : `The ${count} other sessions end at once. What was being written there is not lost.`,

  organizations: 'Organisations',
  organizationsHint: 'To join another one, open the invitation link that you were given.',
  here: 'Here',
  allDocuments: 'All documents',
  collections: (names: readonly string[]) => `Only the collections ${names.join(', ')}`,
  personalData: 'With personal data',
  noPersonalData: 'Without personal data',
  switch: 'Switch',
  switchTo: (name: string) => `Switch to ${name}`,
  leave: 'Leave',
  leaveNamed: (name: string) => `Leave ${name}`,
  leaveTitle: (name: string) => `Leave ${name}?`,
  leaveConsequence: (name: string) =>
    `Your conversations there are deleted. The documents that you brought in stay with ${name}. You go on in your other organisation, and can come back by invitation only.`,

  deletion: 'Delete the account',
  deletionHint: 'Your account and your conversations are deleted at once and for good.',
  deleteAccount: 'Delete my account',
  deleteTitle: 'Delete your account?',
  deleteConsequence: (email: string) =>
    `${email} can't sign in any more. Your conversations and API tokens are deleted; the documents that you brought in stay with their organisation. An organisation that has no other member is deleted with all its documents. Nobody can undo this.`,
  deleteVerb: 'Delete for good',
};
