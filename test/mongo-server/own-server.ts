import { type Collection, type Document, MongoClient, ObjectId } from 'mongodb';
import { afterAll, beforeAll } from 'vitest';
import { type MongoServer, type MongoServerOptions, startMongoServer } from '../support/mongo-server/server.ts';

export interface Item extends Document {
  _id: string;
}

/** A server for tests. */
export interface OpenServer {
  readonly uri: string;
  close(): Promise<void>;
}

/** A server for all tests of a file, and a client of it. */
export interface SharedServer<Server extends OpenServer> {
  readonly server: Server;
  readonly client: MongoClient;
  /** A collection for each test, in a database of its own, which is dropped at the end. */
  items(): Collection<Item>;
}

/** Opens a server before a file's tests and closes it afterwards. */
export function useServer<Server extends OpenServer>(open: () => Promise<Server>): SharedServer<Server> {
  let server: Server;
  let client: MongoClient;
  const databases: string[] = [];
  beforeAll(async () => {
    server = await open();
    client = await MongoClient.connect(server.uri);
  });
  afterAll(async () => {
    for (const name of databases) await client.db(name).dropDatabase();
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
    items() {
      const name = `d_${new ObjectId().toHexString()}`;
      databases.push(name);
      return client.db(name).collection<Item>('items');
    },
  };
}

/** A test server for all tests of a file. */
export function useOwnServer(options: MongoServerOptions = {}): SharedServer<MongoServer> {
  return useServer(() => startMongoServer(options));
}
