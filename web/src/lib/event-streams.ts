import { ENDPOINT } from './request.ts';
import type { Session } from './session.ts';
import { asStreams, type Streams } from './streams.ts';

/** The server ends streams with the token that they began with. */
const TOKEN_MS = 120_000;

/** Streams as server-sent events, each over a request of its own. What reads them is loaded with the first: it is seldom needed. */
export function createEventStreams(session: Session): Streams {
  const load = async () => {
    const { createClient } = await import('graphql-sse');
    return createClient({
      url: ENDPOINT,
      retryAttempts: 0,
      headers: async () => ({ authorization: `Bearer ${await session.token({ forAtLeastMs: TOKEN_MS })}` }),
    });
  };
  let client: ReturnType<typeof load> | null = null;
  return asStreams({
    subscribe: (request, sink) => {
      let isLeft = false;
      let stop = () => {};
      client ??= load();
      client
        .then((loaded) => {
          if (!isLeft) stop = loaded.subscribe({ ...request }, sink);
        })
        .catch((error) => {
          client = null;
          sink.error(error);
        });
      return () => {
        isLeft = true;
        stop();
      };
    },
  });
}
