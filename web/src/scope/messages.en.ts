/** Where to look. */
export const en = {
  where: 'Where to look',
  everywhere: 'All documents',
  limited: 'Only in',
  collection: 'Collection',
  allCollections: 'All collections',
  tags: 'Tags',
  documents: 'Documents',
  find: 'Find documents by name',
  noneFound: 'No document that can be searched is called so.',
  more: (documents: number) => (documents === 1 ? 'and 1 more' : `and ${documents} more`),
  lookEverywhere: 'Look in all documents',
  remove: (name: string) => `Do not limit to ${name}`,
  gone: 'A document that is gone',
};
