/** What comes many times in a frame is drawn once in it; a tab that nobody sees has no frames, and gets timers. */
export function oncePerFrame(work: () => void): { request(): void; flush(): void } {
  let cancel: (() => void) | null = null;
  const run = () => {
    cancel = null;
    work();
  };
  return {
    request: () => {
      cancel ??= schedule(run);
    },
    flush: () => {
      cancel?.();
      run();
    },
  };
}

const HIDDEN_MS = 200;

function schedule(run: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(run, HIDDEN_MS);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(run);
  return () => cancelAnimationFrame(frame);
}
