import { type Collection, type Db, type Document, type IndexDescription, MongoServerError } from 'mongodb';

/** A collection as it is made: what its rows must look like, and its indexes. */
export interface CollectionSchema {
  readonly name: string;
  /** BSON types by field, all required. `null` may be among them. */
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  readonly indexes: readonly IndexDescription[];
}

/** Makes collections and indexes where they are not there yet. Several processes may do it at once. */
export async function makeCollections(db: Db, schemas: readonly CollectionSchema[]): Promise<void> {
  await Promise.all(schemas.map((schema) => makeCollection(db, schema)));
}

async function makeCollection(db: Db, { name, fields, indexes }: CollectionSchema): Promise<void> {
  const collection = await createIfMissing(db, name, { $jsonSchema: toJsonSchema(fields) });
  if (indexes.length > 0) await collection.createIndexes([...indexes]);
}

async function createIfMissing(db: Db, name: string, validator: Document): Promise<Collection> {
  try {
    return await db.createCollection(name, { validator, validationLevel: 'strict', validationAction: 'error' });
  } catch (error) {
    // NamespaceExists: another process, or an earlier version of Carrel, has made it.
    if (!(error instanceof MongoServerError && error.code === 48)) throw error;
    await db.command({ collMod: name, validator, validationLevel: 'strict', validationAction: 'error' });
    return db.collection(name);
  }
}

function toJsonSchema(fields: CollectionSchema['fields']): Document {
  return {
    bsonType: 'object',
    required: Object.keys(fields),
    properties: Object.fromEntries(
      Object.entries(fields).map(([field, types]) => [
        field,
        { bsonType: typeof types === 'string' ? types : [...types] },
      ]),
    ),
  };
}
