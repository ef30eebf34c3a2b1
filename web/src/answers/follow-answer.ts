import { AnswerDocument, type AnswerEventPartsFragment, AnswerResumedDocument, type AskInput } from '../gql/graphql.ts';
import { pause } from '../lib/back-off.ts';
import { failureOf, RequestError } from '../lib/errors.ts';
import { LostConnection, type StreamRequest, type Streams, streamRequest } from '../lib/streams.ts';

/** Waits before a lost connection is tried again; the server lets an answer go on for half a minute. */
const RETRY_MS = [200, 500, 1_000, 2_000, 4_000, 8_000, 12_000];
/** Who is offline waits for the network, not for the time. */
const OFFLINE_MS = 3_600_000;

/** What is asked, or the answer that was asked for before. */
export type Followed = { readonly input: AskInput } | { readonly answerId: string };

/**
 * Asks once, and follows the answer to its end, over lost connections too. Leaving by the signal stops the model, where
 * it was asked here.
 * @throws RequestError
 */
export async function followAnswer(
  streams: Streams,
  followed: Followed,
  { onEvent, signal }: { onEvent(event: AnswerEventPartsFragment): void; signal: AbortSignal },
): Promise<void> {
  let answerId = 'answerId' in followed ? followed.answerId : null;
  let after: number | null = null;
  let losses = 0;
  const look = (event: AnswerEventPartsFragment) => {
    if ('answerId' in event) answerId = event.answerId;
    if (event.__typename === 'AnswerDelta') after = event.index;
    losses = 0;
    onEvent(event);
  };
  let request =
    'input' in followed
      ? streamRequest(AnswerDocument, { input: { ...followed.input, resumable: true } })
      : streamRequest(AnswerResumedDocument, { answerId: followed.answerId, after });
  for (;;) {
    try {
      return await read(streams, request, { look, signal });
    } catch (error) {
      if (!(error instanceof LostConnection) || signal.aborted) throw error;
      const wait = navigator.onLine ? RETRY_MS[losses++] : OFFLINE_MS;
      // Before its first event nobody knows whether the question has arrived: it is the reader who asks again.
      if (answerId === null || wait === undefined) throw new RequestError({ code: 'NETWORK', message: '' });
      await pause(wait, signal);
      request = streamRequest(AnswerResumedDocument, { answerId, after });
    }
  }
}

interface ReadOptions {
  look(event: AnswerEventPartsFragment): void;
  readonly signal: AbortSignal;
}

function read(streams: Streams, request: StreamRequest, { look, signal }: ReadOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const stop = streams.subscribe(request, {
      next: ({ data, errors: [error] = [] }) => {
        if (error) return reject(new RequestError(failureOf(error)));
        const event = data && (Object.values(data)[0] as AnswerEventPartsFragment);
        if (!event) return;
        isOver = event.__typename === 'AnswerCompleted' || event.__typename === 'AnswerFailed';
        look(event);
      },
      error: reject,
      complete: () => (isOver ? resolve() : reject(new LostConnection())),
    });
    const leave = () => {
      stop();
      resolve();
    };
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
  });
}
