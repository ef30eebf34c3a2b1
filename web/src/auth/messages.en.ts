import type { Role } from '../gql/graphql.ts';

/** Signing in and up. */
export const en = {
  pitchTitle: 'Ask your documents.',
  pitch: [
    'Every answer comes from the documents of your organisation, and from nothing else.',
    'Every sentence names its source. One click shows the passage, marked where it stands.',
    'What the documents do not say, Carrel does not say.',
  ],
  email: 'E-mail address',
  password: 'Password',
  newPassword: 'New password',
  name: 'Your name',
  organization: 'Organisation',
  optional: 'Optional',
  signIn: 'Sign in',
  signUp: 'Create an account',
  ended: (why: string | null) => `${why ?? 'Your session has ended.'} What you were writing is kept.`,
  noAccount: 'No account yet?',
  hasAccount: 'You have an account?',
  first: 'Welcome',
  firstHint: 'This is the first account; it will own the organisation. Others join it by invitation.',
  closed: 'Accounts are by invitation here. Ask an administrator of your organisation.',
  closedEmpty:
    'Nobody has an account here yet, and none can be created. Ask whoever runs this Carrel to set REGISTRATION to first.',
  badEmail: 'An e-mail address has an @ and a name before and after it.',
  shortPassword: 'A password has at least 8 characters.',
  passwordHint: '8 characters or more',
  forgotten: 'Forgotten the password? An administrator of your organisation can give you a link to choose another one.',
  join: (tenant: string) => `Join ${tenant}`,
  invited: (email: string, role: Role) => `${email} is invited as ${ROLE_NAMES[role]}.`,
  joinVerb: 'Join',
  joinExisting: 'You have an account here: sign in with its password to join.',
  signedInAs: (email: string) => `You are signed in as ${email}.`,
  signedInAsOther: (present: string, invited: string) =>
    `You are signed in as ${present}. Whoever joins here is signed in as ${invited} in this browser from then on.`,
  toStart: 'To the start',
  joinEnded: 'This invitation has ended, or was used. Ask for another one.',
  reset: 'Choose another password',
  resetVerb: 'Save and sign in',
  noToken: 'This address holds no token. Open the link that you were given once more.',
};

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  VIEWER: 'a reader',
  EDITOR: 'an editor',
  ADMIN: 'an administrator',
  OWNER: 'an owner',
};
