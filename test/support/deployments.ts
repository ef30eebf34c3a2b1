import { startMongoServer } from './mongo-server/server.ts';

/** What a server's store runs on. */
export interface Deployment {
  /** The settings that name it. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** MongoDB's test server. */
export async function deployMongo(): Promise<Deployment> {
  const mongo = await startMongoServer();
  return { env: { MONGODB_URI: mongo.uri }, close: () => mongo.close() };
}

/** The embedded store, and MongoDB's test server. */
export const DEPLOYMENTS: readonly (readonly [name: string, deploy: () => Promise<Deployment>])[] = [
  ['the embedded store', async () => ({ env: {}, close: async () => {} })],
  ['MongoDB', deployMongo],
];
