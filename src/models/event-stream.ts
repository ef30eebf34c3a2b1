import { createParser } from 'eventsource-parser';

/** A stream of events that holds no JSON, or so much without an end that it is none. */
export class BrokenEventError extends Error {
  override readonly name = 'BrokenEventError';
}

const LONGEST_EVENT = 1_000_000;

/** The data of each event, as JSON, until the stream ends or says `[DONE]`. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  const events: string[] = [];
  const parser = createParser({
    maxBufferSize: LONGEST_EVENT,
    // Some keep the connection open by events without data.
    onEvent: ({ data }) => void (data.trim() !== '' && events.push(data)),
    onError: ({ type, message }) => {
      if (type === 'max-buffer-size-exceeded') throw new BrokenEventError(message);
    },
  });
  for await (const chunk of body) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    for (const data of events.splice(0)) {
      if (data === '[DONE]') return;
      yield parse(data);
    }
  }
  // The last event may lack the blank line that ends it.
  parser.feed('\n\n');
  for (const data of events) {
    if (data === '[DONE]') return;
    yield parse(data);
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    throw new BrokenEventError('An event of the answer is no JSON.');
  }
}
