import type { en } from './messages.en.ts';

/** The same in German. */
export const de: typeof en = {
  title: 'Suchen',
  field: 'In den Dokumenten suchen',
  placeholder: 'Wörter oder eine Frage',
  search: 'Suchen',
  hint: 'Findet die Stellen, die Ihren Wörtern dem Sinn nach am nächsten kommen oder sie enthalten. Kein Modell schreibt dabei etwas.',
  noDocuments: 'Es gibt noch keine Dokumente, in denen zu suchen wäre.',
  addDocuments: 'Dokumente hinzufügen',
  found: (passages) => (passages === 1 ? '1 Stelle' : `${passages} Stellen`),
  nearest: 'Nichts passt genau. Diese Stellen kommen am nächsten.',
  nearestHint: 'Andere Wörter finden vielleicht mehr.',
  nothing: 'Keine Stelle gefunden.',
  nothingHint: 'Die Dokumente werden vielleicht noch gelesen, oder keines liegt dort, wo Sie suchen.',
  searchAll: 'In allen Dokumenten suchen',
  spelled: (words) => `Gesucht nach „${words}“, wie es in Ihren Dokumenten steht.`,
  askThis: 'Das fragen',
  page: (page) => `Seite ${page}`,
  passages: 'Stellen',
  further: 'Weniger nah an dem, was Sie suchen',
  showMore: 'Mehr Stellen zeigen',
};
