import { ObjectId } from 'mongodb';
import type { Handler } from '../deployment.ts';
import type { Profile } from '../profile.ts';
import type { Doc } from '../values.ts';

const ELECTION = new ObjectId('7fffffff0000000000000001');

/** ping, buildInfo, and what ends sessions and transactions. */
export const serverCommands: Record<string, Handler> = {
  ping: () => ({ ok: 1 }),

  buildInfo: (_command, { profile }) => ({
    version: profile === 'documentdb' ? '7.0.77' : '8.0.28',
    versionArray: profile === 'documentdb' ? [7, 0, 77, 0] : [8, 0, 28, 0],
    modules: [],
    bits: 64,
    maxBsonObjectSize: 16_777_216,
    ...(profile === 'documentdb' && { ferretdb: { version: 'v2.7.0', package: 'unknown' } }),
    ok: 1,
  }),

  endSessions(command, { sessions }) {
    sessions.end(Array.isArray(command['endSessions']) ? command['endSessions'] : []);
    return { ok: 1 };
  },

  commitTransaction(command, { sessions }) {
    sessions.commit(command);
    return { ok: 1 };
  },

  abortTransaction(command, { sessions }) {
    sessions.abort(command);
    return { ok: 1 };
  },
};

/** The answer to `hello`. Only a member of a replica set is sent retryable writes and transactions. */
export function hello(
  profile: Profile,
  { address, connectionId, now }: { address: string; connectionId: number; now: Date },
): Doc {
  const member = {
    setName: 'rs0',
    setVersion: 1,
    hosts: [address],
    primary: address,
    me: address,
    secondary: false,
    electionId: ELECTION,
  };
  return {
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    ...(profile !== 'documentdb' && member),
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: now,
    logicalSessionTimeoutMinutes: 30,
    connectionId,
    minWireVersion: 0,
    maxWireVersion: profile === 'documentdb' ? 21 : 25,
    readOnly: false,
    ok: 1,
  };
}
