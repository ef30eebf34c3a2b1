/** The reader of sources. */
export const en = {
  outdated: 'The document has changed since; this is the passage as it was.',
  page: (page: number) => `page ${page}`,
  pageMark: (page: number) => `Page ${page}`,
  wholeDocument: 'Open the document',
};
