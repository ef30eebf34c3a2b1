import type { en } from './messages.en.ts';

export const de: typeof en = {
  tryAgain: 'Noch einmal versuchen',
  cancel: 'Abbrechen',
  close: 'Schließen',
  notFound: 'Das gibt es nicht, oder Sie dürfen es nicht sehen.',
  offline: 'Sie sind offline.',
  silent: 'Carrel antwortet nicht.',
  wait: (seconds) =>
    seconds === 1
      ? 'Versuchen Sie es in 1 Sekunde noch einmal.'
      : `Versuchen Sie es in ${seconds} Sekunden noch einmal.`,
  request: (id) => `Anfrage ${id}`,
  loading: 'Wird geladen …',
  showMore: 'Mehr zeigen',
  copy: 'Kopieren',
  copied: 'Kopiert',
};
