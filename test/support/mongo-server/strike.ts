import { CommandError, errorReply } from './errors.ts';
import type { Faults, SeenCommand } from './faults.ts';
import { type Connection, SILENCE } from './listener.ts';
import type { Request } from './wire.ts';

/** Answers a command as the fault that waits for it says, or else as `carryOut` does. Null breaks the connection. */
export async function strike(
  faults: Faults,
  seen: SeenCommand,
  { request, connection }: { request: Request; connection: Connection },
  carryOut: () => Promise<Buffer>,
): Promise<Buffer | null> {
  const fault = faults.take(seen);
  switch (fault?.type) {
    case undefined:
      return await carryOut();
    case 'error': {
      const { code, message, labels } = fault;
      return request.encodeReply(errorReply(new CommandError(code, message, { labels })));
    }
    case 'cut':
      if (fault.after) await carryOut();
      return null;
    case 'silence':
      await carryOut();
      fault.onLost(seen);
      return SILENCE;
    case 'hang':
      await Promise.race([fault.released, aborted(connection.signal)]);
      return connection.signal.aborted ? null : await carryOut();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
