import type { Live } from './live.ts';

/** The server closes sockets with it when a token ends, or what its holder may see and do has changed. */
const ACCESS_ENDED = 4403;

/** Calls back when the server is there again after it was not: what happened meanwhile, nobody has told. */
export function whenBack({ onOpened, onClosed }: Pick<Live, 'onOpened' | 'onClosed'>, listener: () => void) {
  let wasCut = false;
  addEventListener('online', listener);
  const stops = [
    onOpened(() => {
      if (wasCut) listener();
      wasCut = false;
    }),
    onClosed((code) => {
      if (code !== ACCESS_ENDED) wasCut = true;
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    removeEventListener('online', listener);
  };
}
