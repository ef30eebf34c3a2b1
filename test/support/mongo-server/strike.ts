import { aborted } from './aborted.ts';
import { CommandError, codeName, errorReply, timeIsOver } from './errors.ts';
import type { Faults, SeenCommand } from './faults.ts';
import { type Connection, SILENCE } from './listener.ts';
import { numberOr } from './values.ts';
import { type Request, readReply } from './wire.ts';

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
    case 'unconfirmed': {
      const { code, message } = fault;
      const reply = readReply(await carryOut());
      return request.encodeReply({ ...reply, writeConcernError: { code, codeName: codeName(code), errmsg: message } });
    }
    case 'hang': {
      const limit = timeLimit(request.command);
      await Promise.race([fault.released, aborted(AbortSignal.any([connection.signal, limit]))]);
      if (connection.signal.aborted) return null;
      return limit.aborted ? request.encodeReply(errorReply(timeIsOver())) : await carryOut();
    }
  }
}

/** Aborts when the time is over that a command gives the server. That of `getMore` is for waiting, and is no limit. */
function timeLimit(command: Request['command']): AbortSignal {
  const ms = 'getMore' in command ? 0 : numberOr(command['maxTimeMS'], 0);
  return ms > 0 ? AbortSignal.timeout(ms) : new AbortController().signal;
}
