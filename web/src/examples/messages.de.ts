import type { en } from './messages.en.ts';

/** The same in German. */
export const de: typeof en = {
  title: 'Beispieldokumente',
  offer: 'Mit Beispieldokumenten ausprobieren',
  offerHint: (files) =>
    `${files} kurze englische Dokumente zweier Firmen, die es nicht gibt. Sie lassen sich wieder entfernen.`,
  adding: (done, all) => `Beispiele werden gelesen: ${done} von ${all}`,
  added: 'Die Beispieldokumente sind bereit.',
  are: (files) =>
    files === 1
      ? 'Ein Dokument hier ist ein englisches Beispiel, von einer Firma, die es nicht gibt.'
      : `${files} Dokumente hier sind englische Beispiele, von zwei Firmen, die es nicht gibt.`,
  remove: 'Beispiele entfernen',
  removeTitle: 'Die Beispiele entfernen?',
  removeConsequence: 'Diese werden für immer gelöscht, und nichts anderes:',
  removeVerb: 'Entfernen',
  removed: 'Die Beispiele sind weg.',
};
