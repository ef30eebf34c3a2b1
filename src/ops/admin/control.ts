import { chmodSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AppError, type AppErrorCode } from '../../errors.ts';
import type { Operator, OperatorResult } from './operator.ts';

/** What goes over the socket: one line of JSON there, one back. */
type Reply = { readonly result: OperatorResult } | { readonly error: { code: AppErrorCode | null; message: string } };

/** Operators' commands are short. */
const MAX_REQUEST = 10_000;

/** Where a server in this data folder takes commands: a socket that its own user alone may open. */
export function controlPath(dataDir: string): string {
  return join(dataDir, 'control.sock');
}

/**
 * Takes operators' commands on a socket in the data folder, which the process must hold alone. Resolves with what closes it,
 * once it listens.
 */
export function serveControl(path: string, operator: Operator): Promise<() => Promise<void>> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.length > MAX_REQUEST) socket.destroy();
    });
    socket.on('end', async () => socket.end(`${JSON.stringify(await answer(operator, text))}\n`));
  });
  return new Promise((resolve, reject) => {
    // One that is there was left by a process that died.
    rmSync(path, { force: true });
    server.once('error', reject);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      server.unref();
      resolve(() => new Promise((closed) => server.close(() => closed())));
    });
  });
}

async function answer(operator: Operator, text: string): Promise<Reply> {
  try {
    const { command, args } = JSON.parse(text) as { command: string; args: string[] };
    return { result: await operator.run(command, args) };
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    return { error: { code, message: error instanceof Error ? error.message : String(error) } };
  }
}

/**
 * Runs a command in the server that works in a data folder; null where there is none.
 * @throws AppError as the command does
 */
export async function callControl(
  path: string,
  request: { command: string; args: readonly string[] },
): Promise<OperatorResult | null> {
  const socket = createConnection(path);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
  } catch {
    // No socket, or one that nobody listens to.
    return null;
  }
  socket.end(JSON.stringify(request));
  for await (const line of createInterface({ input: socket })) {
    const reply = JSON.parse(line) as Reply;
    if ('result' in reply) return reply.result;
    throw new AppError(reply.error.code ?? 'STORE_UNAVAILABLE', reply.error.message);
  }
  throw new AppError('STORE_UNAVAILABLE', 'The server ended before it answered. Look whether it runs, then try again.');
}
