import { startMongoServer } from './mongo-server/server.ts';

/** What a server's store runs on. */
export interface Deployment {
  /** The settings that name it. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** The embedded store, and MongoDB's test server. */
export const DEPLOYMENTS: readonly (readonly [name: string, deploy: () => Promise<Deployment>])[] = [
  ['the embedded store', async () => ({ env: {}, close: async () => {} })],
  [
    'MongoDB',
    async () => {
      const mongo = await startMongoServer();
      return { env: { MONGODB_URI: mongo.uri }, close: () => mongo.close() };
    },
  ],
];
