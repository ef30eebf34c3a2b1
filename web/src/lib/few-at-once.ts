import type { Streams } from './streams.ts';

/** Streams of which so many go on at once; others wait until one of them is left or ends. */
export function fewAtOnce(streams: Streams, limit: number): Streams {
  const waiting = new Set<() => void>();
  let running = 0;
  const next = () => {
    for (const begin of waiting) {
      if (running >= limit) return;
      waiting.delete(begin);
      running++;
      begin();
    }
  };
  return {
    subscribe: (request, sink) => {
      let isOver = false;
      let stop: (() => void) | null = null;
      const end = () => {
        if (isOver) return;
        isOver = true;
        waiting.delete(begin);
        if (stop) running--;
        next();
      };
      const begin = () => {
        stop = streams.subscribe(request, {
          next: sink.next,
          error: (error) => {
            end();
            sink.error(error);
          },
          complete: () => {
            end();
            sink.complete();
          },
        });
      };
      waiting.add(begin);
      next();
      return () => {
        stop?.();
        end();
      };
    },
  };
}
