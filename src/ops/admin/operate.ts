import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { openKeyRing } from '../../auth/key-ring.ts';
import { chooseSealingKeys } from '../../auth/sealing-keys.ts';
import { openSecretBox } from '../../auth/secret-box.ts';
import { fileKeySource, type KeySource, sharedKeySource } from '../../auth/signing-keys.ts';
import { type Config, sealingKeyPlace } from '../../config.ts';
import { AppError } from '../../errors.ts';
import { readStoredEmbedder } from '../../store/embedded/backup/stored-embedder.ts';
import { openEmbeddedStore } from '../../store/embedded/embedded-store.ts';
import { openMongoStore } from '../../store/mongo/mongo-store.ts';
import { readStoredEmbedder as readDeploymentEmbedder } from '../../store/mongo/stored-embedder.ts';
import type { Store } from '../../store/store.ts';
import { createDeletion } from '../../tenants/deletion.ts';
import { callControl, controlPath } from './control.ts';
import { createOperator, type OperatorResult } from './operator.ts';

/**
 * Runs a command of operators: in the server that works in the data folder, or on the folder itself where none does; on
 * the database with MongoDB, whose servers follow within a second.
 */
export async function operate(config: Config, command: string, args: readonly string[]): Promise<OperatorResult> {
  const { dataDir, mongodbUri } = config.store;
  const answered = mongodbUri === null ? await callControl(controlPath(dataDir), { command, args }) : null;
  if (answered) return answered;
  const { store, source } = await openStore(config);
  try {
    const now = () => new Date();
    const { directory } = store;
    const deletion = createDeletion({ directory, removeData: (id) => store.removeTenant(id), now });
    const rotate = async () => {
      const { accessTokenMinutes } = config.auth;
      const ring = { source, tokenMs: accessTokenMinutes * 60_000, rotationDays: 0, now, onUnexpected: () => {} };
      const keys = await openKeyRing(ring);
      keys.close();
      return await keys.rotate();
    };
    const openSecrets = () => openSecretBox(chooseSealingKeys(sealingKeyPlace(config)));
    return await createOperator({ directory, store, deletion, keys: { rotate }, openSecrets, now }).run(command, args);
  } finally {
    await store.close();
  }
}

async function openStore({ store: place, auth }: Config): Promise<{ store: Store; source: KeySource }> {
  const { dataDir, mongodbUri: uri, mongodbDatabase: database } = place;
  const { signingKeysFile } = auth;
  if (uri === null) {
    const store = await openEmbeddedStore({ dataDir, embedder: readStoredEmbedder(dataDir) });
    return { store, source: fileKeySource(signingKeysFile ?? join(dataDir, 'signing-keys.json')) };
  }
  const embedder = await readDeploymentEmbedder({ uri, database });
  const store = await openMongoStore({ uri, databasePrefix: database, embedder });
  return { store, source: signingKeysFile ? fileKeySource(signingKeysFile) : sharedKeySource(store.signingKeys) };
}

/**
 * Asks before what can't be undone; at a terminal only, as nobody else could answer.
 * @throws AppError `BAD_INPUT` for who does not say yes
 */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY) throw new AppError('BAD_INPUT', `${question} Add --yes to do it without being asked.`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} Type yes to go on: `);
    if (answer.trim().toLowerCase() !== 'yes') throw new AppError('BAD_INPUT', 'Nothing was done.');
  } finally {
    terminal.close();
  }
}
