import type { en } from './messages.en.ts';

/** The same in German. */
export const de: typeof en = {
  where: 'Wo gesucht wird',
  everywhere: 'Alle Dokumente',
  limited: 'Nur in',
  collection: 'Sammlung',
  allCollections: 'Alle Sammlungen',
  tags: 'Schlagwörter',
  documents: 'Dokumente',
  find: 'Dokumente nach Namen finden',
  noneFound: 'Kein durchsuchbares Dokument heißt so.',
  more: (documents) => (documents === 1 ? 'und 1 weiteres' : `und ${documents} weitere`),
  lookEverywhere: 'In allen Dokumenten suchen',
  remove: (name) => `Nicht auf ${name} beschränken`,
  gone: 'Ein Dokument, das es nicht mehr gibt',
};
