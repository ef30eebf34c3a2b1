import { type CommandFaults, createFaults, isHello, type SeenCommand, seenCommand } from '../mongo-server/faults.ts';
import { type Connection, listen, type Responder } from '../mongo-server/listener.ts';
import { strike } from '../mongo-server/strike.ts';
import { createGate } from './gate.ts';
import { createUpstream, type Upstream } from './upstream.ts';

/** A network and a server that can fail, between the driver and a real or a test server. */
export interface MongoProxy extends CommandFaults {
  /** Of the server behind, through the proxy. */
  readonly uri: string;
  /** Every command that came in, hello aside, oldest first. */
  readonly commands: readonly SeenCommand[];
  /** `hello` and `ping` are answered, nothing else is, until `resume`. */
  stall(): void;
  /** Nothing gets through, as when a process stands still, until `resume`. */
  pause(): void;
  /** All gets through. What was held back arrives late, also that of clients that have gone meanwhile. */
  resume(): void;
  /** Each command takes that many ms longer, `hello` too. */
  delay(ms: number): void;
  /** Breaks all connections; new ones are taken. */
  dropConnections(): void;
  /** Breaks all connections, and refuses new ones. */
  kill(): Promise<void>;
  /** Takes connections again. */
  restart(): Promise<void>;
  /** Ends it; the server behind lives on. Closing twice is fine. */
  close(): Promise<void>;
}

/** Starts a proxy on a free port, in front of the server of a URI with a single host. */
export async function startMongoProxy(serverUri: string): Promise<MongoProxy> {
  const server = new URL(serverUri);
  const address = { host: server.hostname, port: Number(server.port || 27_017) };
  const faults = createFaults();
  const gate = createGate();
  const commands: SeenCommand[] = [];
  const upstreams = new Map<Connection, Upstream>();

  const upstreamOf = (connection: Connection): Upstream => {
    const known = upstreams.get(connection);
    if (known) return known;
    const upstream = createUpstream(address, connection.cut);
    upstreams.set(connection, upstream);
    return upstream;
  };

  const respond: Responder = async (request, connection) => {
    const seen = seenCommand(request.command);
    if (!isHello(seen)) commands.push(seen);
    const message = { isSignOfLife: isHello(seen) || seen.name === 'ping' };
    const upstream = upstreamOf(connection);
    await gate.pass(message);
    const reply = await strike(faults, seen, { request, connection }, () => upstream.ask(request));
    if (gate.state !== 'open') await gate.pass(message);
    return reply;
  };

  const onDrained = (connection: Connection): void => {
    upstreams.get(connection)?.end();
    upstreams.delete(connection);
  };

  const listener = await listen(respond, { onDrained });
  return {
    uri: throughPort(server, listener.port),
    commands,
    failNext: faults.failNext,
    cutNext: faults.cutNext,
    unconfirmedNext: faults.unconfirmedNext,
    silenceNext: faults.silenceNext,
    hangNext: faults.hangNext,
    forgetFaults: faults.forgetFaults,
    stall() {
      gate.state = 'signs of life';
    },
    pause() {
      gate.state = 'shut';
    },
    resume() {
      gate.state = 'open';
    },
    delay(ms) {
      gate.delayMs = ms;
    },
    dropConnections: listener.dropConnections,
    kill: listener.close,
    restart: listener.reopen,
    async close() {
      await listener.close();
      // What is still held back never arrives.
      for (const upstream of upstreams.values()) upstream.end();
    },
  };
}

/** A driver that finds a replica set's members by itself would go past the proxy. */
function throughPort(server: URL, port: number): string {
  const uri = new URL(server);
  uri.host = `127.0.0.1:${port}`;
  uri.pathname ||= '/';
  uri.searchParams.set('directConnection', 'true');
  return uri.href;
}
