import { type Collection, type Document, MongoClient, ObjectId } from 'mongodb';
import { afterAll, beforeAll } from 'vitest';
import { type MongoServer, startMongoServer } from '../support/mongo-server/server.ts';

export interface Item extends Document {
  _id: string;
}

/** A test server for all tests of a file, and a client of it. */
export interface OwnServer {
  readonly server: MongoServer;
  readonly client: MongoClient;
  /** A collection of its own for each test. */
  items(): Collection<Item>;
}

/** Starts them before a file's tests and closes them afterwards. */
export function useOwnServer(): OwnServer {
  let server: MongoServer;
  let client: MongoClient;
  beforeAll(async () => {
    server = await startMongoServer();
    client = await MongoClient.connect(server.uri);
  });
  afterAll(async () => {
    await client.close();
    await server.close();
  });
  return {
    get server() {
      return server;
    },
    get client() {
      return client;
    },
    items: () => client.db(`d_${new ObjectId().toHexString()}`).collection<Item>('items'),
  };
}
