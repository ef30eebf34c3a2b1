const RELOADED = 'carrel.reloaded';

/** After an upgrade, a page that was open asks for files that are gone: it loads itself anew, once. */
export function reloadOnceForNewChunks(): void {
  addEventListener('vite:preloadError', (event) => {
    if (sessionStorage.getItem(RELOADED)) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED, 'yes');
    location.reload();
  });
  // What loads now is of one piece: the next upgrade may reload again.
  addEventListener('load', () => setTimeout(() => sessionStorage.removeItem(RELOADED), 60_000));
}
