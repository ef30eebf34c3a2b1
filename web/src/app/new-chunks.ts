const RELOADED = 'carrel.reloaded';

/** After an upgrade, a page that was open asks for files that are gone: it loads itself anew, once. */
export function reloadOnceForNewChunks(): void {
  addEventListener('vite:preloadError', () => void reloadOnce());
  // What loads now is of one piece: the next upgrade may reload again.
  addEventListener('load', () => setTimeout(() => sessionStorage.removeItem(RELOADED), 60_000));
}

async function reloadOnce(): Promise<void> {
  if (sessionStorage.getItem(RELOADED) || !(await isServerThere())) return;
  sessionStorage.setItem(RELOADED, 'yes');
  location.reload();
}

/** Where there is no server, files are not gone: the page that is there is better than none. */
async function isServerThere(): Promise<boolean> {
  return fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
}
