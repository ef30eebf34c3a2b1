import { hello } from './commands/server.ts';
import { type Control, createControl } from './control.ts';
import { createDeployment, type Deployment } from './deployment.ts';
import { dispatch } from './dispatch.ts';
import { createFaults, isHello, type SeenCommand, seenCommand } from './faults.ts';
import { listen, type Responder } from './listener.ts';
import type { Profile } from './profile.ts';
import type { IndexProgress } from './search/search-indexes.ts';
import { strike } from './strike.ts';

export type { Control } from './control.ts';
export type { CommandMatch, Hang, SeenCommand } from './faults.ts';
export type { Profile } from './profile.ts';

export interface MongoServerOptions {
  readonly profile?: Profile;
  /** How search indexes become ready: at once, a step per look at them (the default), or by `control.advanceIndexes`. */
  readonly searchIndexes?: IndexProgress;
  /** When mongot sees what was written: at once (the default), or by `control.advance`. */
  readonly visibility?: 'immediate' | 'manual';
}

/** A running test server. */
export interface MongoServer {
  readonly uri: string;
  readonly port: number;
  readonly control: Control;
  /** Ends it. Closing twice is fine. */
  close(): Promise<void>;
}

/**
 * Starts a server that speaks MongoDB's wire protocol to the real driver and keeps its data in memory. It does what the
 * adapter calls and answers with an error whatever else it is asked, so that no test passes on a thing that isn't there.
 */
export async function startMongoServer(options: MongoServerOptions = {}): Promise<MongoServer> {
  const deployment = createDeployment({
    profile: options.profile ?? 'atlas-local',
    searchIndexes: options.searchIndexes ?? 'polled',
    visibility: options.visibility ?? 'immediate',
  });
  const faults = createFaults();
  const commands: SeenCommand[] = [];

  const respond: Responder = async (request, connection) => {
    const { command, encodeReply } = request;
    const seen = seenCommand(command);
    if (isHello(seen)) {
      const address = `127.0.0.1:${listener.port}`;
      return encodeReply(
        hello(deployment.profile, { address, connectionId: connection.id, now: deployment.clock.now() }),
      );
    }
    commands.push(seen);
    return await strike(faults, seen, { request, connection }, async () =>
      encodeReply(await dispatch(seen.name, command, deployment, connection.signal)),
    );
  };

  const listener = await listen(respond);
  return {
    uri: `mongodb://127.0.0.1:${listener.port}/?directConnection=true`,
    port: listener.port,
    control: createControl({ deployment, listener, faults, commands }),
    async close() {
      await listener.close();
      endVolatile(deployment);
    },
  };
}

function endVolatile({ cursors, sessions }: Deployment): void {
  cursors.clear();
  sessions.clear();
}
