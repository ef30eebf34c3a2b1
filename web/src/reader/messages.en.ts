/** The reader of sources. */
export const en = {
  outdated: 'The document has changed since; this is the passage as it was.',
  page: (page: number) => `page ${page}`,
  wholeDocument: 'Open the document',
};
