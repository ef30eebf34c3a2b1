/** Collections. */
export const en = {
  title: 'Collections',
  hint: 'Questions can be kept to a collection, and members limited to some.',
  toMembers: 'Choose what members see',
  empty: 'There are no collections yet.',
  what: 'A collection holds documents that belong together, such as those of a department. Questions can be kept to it, and members limited to it.',
  how: 'Give documents a collection as you add or edit them. A name with a slash, such as finance/payroll, puts one into another.',
  toDocuments: 'To the documents',
  count: (documents: number) => (documents === 1 ? '1 document' : `${documents} documents`),
  seenByAll: 'Seen by everybody',
  seenBy: (some: number, all: number) => `Seen by ${some} of ${all} members`,
};
