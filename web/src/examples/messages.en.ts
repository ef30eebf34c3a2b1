/** Example documents. */
export const en = {
  title: 'Example documents',
  offer: 'Try it with example documents',
  offerHint: (files: number) =>
    `${files} short documents of two companies that do not exist. They can be removed again.`,
  adding: (done: number, all: number) => `Reading the examples: ${done} of ${all}`,
  added: 'The example documents are ready.',
  are: (files: number) =>
    files === 1
      ? 'One document here is an example, of a company that does not exist.'
      : `${files} documents here are examples, of two companies that do not exist.`,
  remove: 'Remove the examples',
  removeTitle: 'Remove the examples?',
  removeConsequence: 'These are deleted for good, and nothing else is:',
  removeVerb: 'Remove',
  removed: 'The examples are gone.',
};
