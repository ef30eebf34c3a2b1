import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../../errors.ts';
import { readStoredEmbedder } from '../../../store/embedded/backup/stored-embedder.ts';
import { openEmbeddedStore } from '../../../store/embedded/embedded-store.ts';
import { type MongoStore, openMongoStore } from '../../../store/mongo/mongo-store.ts';
import { migrate } from '../migrate.ts';
import { type Call, count, type Report } from './command.ts';

/** Copies a data folder into MongoDB. */
export async function migrateFolder({ config, args: [folder = ''], signal, print }: Call): Promise<Report> {
  const { mongodbUri, mongodbDatabase, vectorIndexMinChunks } = config.store;
  if (mongodbUri === null)
    throw new AppError('BAD_INPUT', 'Set MONGODB_URI to the deployment that DIR is copied into.');
  const dataDir = resolve(folder);
  const embedder = readStoredEmbedder(dataDir);
  const tenants: unknown[] = [];
  const from = await openEmbeddedStore({ dataDir, embedder });
  try {
    const outdated = await from.outdated();
    if (outdated.length > 0) {
      throw new AppError(
        'CONFLICT',
        `${count(outdated.length, 'organisation')} in ${dataDir} still have vectors of a former embedder, and MongoDB takes those of one alone. Start the server on the folder, wait until its log says 'organisation re-embedded' for all, and stop it.`,
      );
    }
    const to = await openMongoStore({
      uri: mongodbUri,
      databasePrefix: mongodbDatabase,
      embedder,
      vectorIndexMinChunks,
    });
    try {
      for await (const { tenant, copied, present } of migrate({ from, to, signal })) {
        const { id, name } = tenant;
        print(`${id}  ${JSON.stringify(name)}  ${count(copied, 'document')} copied, ${present} there already`);
        tenants.push({ id, name, copied, present });
      }
      if (config.auth.signingKeysFile === null) print(await migrateKeys(dataDir, to));
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
  print(`All of ${dataDir} is in MongoDB; every document was read back and compared.`);
  return { data: tenants };
}

/** The keys of the folder, so that tokens stay good, unless the deployment has keys already. */
async function migrateKeys(dataDir: string, to: MongoStore): Promise<string> {
  const file = join(dataDir, 'signing-keys.json');
  if (!existsSync(file)) return 'There are no signing keys; the first server makes some.';
  const keys = readFileSync(file, 'utf8');
  const kept = await to.signingKeys.claim(async () => keys);
  return kept === keys
    ? 'The signing keys were copied: tokens stay good.'
    : 'MongoDB has signing keys of its own, which stay: everybody has to log in again.';
}
