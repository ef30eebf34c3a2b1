import { backOff, pause } from './back-off.ts';
import { createEventStreams } from './event-streams.ts';
import { fewAtOnce } from './few-at-once.ts';
import type { Session } from './session.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { LostConnection, NotSent, type StreamRequest, type StreamSink, type Streams } from './streams.ts';

/** What comes by itself from the server: over sockets, and where no socket gets through, as server-sent events. */
export interface Live extends Pick<Sockets, 'onClosed' | 'onOpened' | 'close'> {
  /** Begins again whatever is lost. */
  readonly documents: Streams;
  /** Asks once: what is lost is told. */
  readonly answers: Streams;
}

/** Over HTTP/1 a browser has six connections to a host, for all its tabs; answers and requests need some. */
const EVENTS_AT_ONCE = 2;

/** Over sockets, and over server-sent events where none gets through. */
export function createLive(session: Session): Live {
  const sockets = createSockets(session);
  const events = createEventStreams(session);
  const fewEvents = fewAtOnce(events, EVENTS_AT_ONCE);
  return {
    ...sockets,
    documents: lasting((request, sink) => {
      let stop = () => {};
      const begin = () => {
        stop();
        stop = (sockets.isBlocked.get() ? fewEvents : sockets.documents).subscribe(request, {
          ...sink,
          error: (error) => {
            forget();
            sink.error(error);
          },
          complete: () => {
            forget();
            sink.complete();
          },
        });
      };
      // What goes on moves over, too.
      const forget = sockets.isBlocked.subscribe(begin);
      begin();
      return () => {
        forget();
        stop();
      };
    }),
    answers: {
      subscribe: (request, sink) =>
        restartable((begin) =>
          (sockets.isBlocked.get() ? events : sockets.answers).subscribe(request, {
            ...sink,
            error: (error) => (error instanceof NotSent ? void pause(0).then(begin) : sink.error(error)),
          }),
        ),
    },
  };
}

/** Streams that begin again when they are lost. */
function lasting(subscribe: Streams['subscribe']): Streams {
  return {
    subscribe: (request: StreamRequest, sink: StreamSink) => {
      let losses = 0;
      return restartable((begin) =>
        subscribe(request, {
          ...sink,
          next: (result) => {
            losses = 0;
            sink.next(result);
          },
          error: (error) => (error instanceof LostConnection ? void backOff(losses++).then(begin) : sink.error(error)),
        }),
      );
    },
  };
}

/** What can be begun again until it is left. */
function restartable(start: (begin: () => void) => () => void): () => void {
  let isLeft = false;
  let stop = () => {};
  const begin = () => {
    if (!isLeft) stop = start(begin);
  };
  begin();
  return () => {
    isLeft = true;
    stop();
  };
}
