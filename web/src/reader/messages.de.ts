import type { en } from './messages.en.ts';

/** The same in German. */
export const de: typeof en = {
  outdated: 'Das Dokument hat sich seither geändert; dies ist die Stelle, wie sie war.',
  page: (page) => `Seite ${page}`,
  pageMark: (page) => `Seite ${page}`,
  wholeDocument: 'Dokument öffnen',
};
