import { MongoClient } from 'mongodb';

/** Drops all databases whose names begin with a prefix. */
export async function dropDatabases(uri: string, prefix: string): Promise<void> {
  const client = new MongoClient(uri);
  try {
    const { databases } = await client.db('admin').command({ listDatabases: 1, nameOnly: true });
    const names = databases.map(({ name }: { name: string }) => name).filter((name: string) => name.startsWith(prefix));
    for (const name of names) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}
