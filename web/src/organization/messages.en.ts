/** The organisation. */
export const en = {
  title: 'Organisation',
  profile: 'Name and instructions',
  name: 'Name',
  nameHint: 'Members see it in the sidebar, and who is invited before they join.',
  instructions: 'Instructions for answers',
  instructionsHint: (most: string) =>
    `What answers are to heed beside Carrel’s own rules: tone, wording, language. In up to ${most} characters, which the language model is told with every question.`,
  instructionsExample: 'Answer in British English, and name the section where it helps.',
  noInstructions: 'There are none.',
  tooLong: (length: string, most: string) => `These are ${length} characters. At most ${most} are possible.`,
  usage: 'Usage',
  noUsage: 'How much there is only those see who may see all documents.',
  documents: 'Searchable documents',
  storedBytes: 'Size of the originals',
  upTo: (most: string) => `of at most ${most}`,
  questionsPerDay: 'Questions of all members in a day',
  unlimited: 'No limit',
  delete: 'Delete the organisation',
  deleteHint:
    'Its documents, conversations, members, tokens and log are deleted at once and for good, and the accounts that belong to no other organisation.',
  deleteVerb: 'Delete for good',
  deleteTitle: (name: string) => `Delete ${name}?`,
  deleteConsequence: (name: string) =>
    `All that is in ${name} will be gone, for all its members. Nobody can bring it back.`,
  typeName: (name: string) => `To confirm, type the name: ${name}`,
  otherName: 'That is not the name.',
  password: 'Your password',
};
