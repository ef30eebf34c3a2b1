/** A line of a stream of JSON lines that is no JSON: it was cut, or something else wrote it. */
export class BrokenLineError extends Error {
  override readonly name = 'BrokenLineError';
}

const LONGEST_LINE = 1_000_000;

/**
 * Passes whole lines of JSON on, one a chunk, and leaves blank ones out. Rejects with `BrokenLineError` at the first that
 * is none: the `ollama` package prints such a line and goes on, as if nothing was missing.
 */
export function wholeJsonLines(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  const pass = (line: string, controller: TransformStreamDefaultController<Uint8Array>) => {
    if (line.trim() === '') return;
    try {
      JSON.parse(line);
    } catch {
      throw new BrokenLineError('A line of the answer is broken.');
    }
    controller.enqueue(encoder.encode(`${line}\n`));
  };
  return new TransformStream({
    transform: (chunk, controller) => {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) pass(line, controller);
      if (rest.length > LONGEST_LINE) throw new BrokenLineError('A line of the answer has no end.');
    },
    flush: (controller) => pass(rest + decoder.decode(), controller),
  });
}
