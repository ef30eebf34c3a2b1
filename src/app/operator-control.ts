import type { KeyRing } from '../auth/key-ring.ts';
import type { SecretBox } from '../auth/secret-box.ts';
import { controlPath, serveControl } from '../ops/admin/control.ts';
import { createOperator } from '../ops/admin/operator.ts';
import type { Directory } from '../store/directory.ts';
import type { Store } from '../store/store.ts';
import type { Deletion } from '../tenants/deletion.ts';
import type { Assembly } from './assembly.ts';

/** Lets operator commands reach this server while it holds the embedded store; those of a database need no server. */
export async function openOperatorControl(
  { config, logger, now, onClose }: Assembly,
  parts: { store: Store; directory: Directory; deletion: Deletion; keys: KeyRing; secrets: SecretBox },
): Promise<void> {
  if (config.store.mongodbUri !== null) return;
  const { secrets, ...others } = parts;
  const operator = createOperator({ ...others, openSecrets: async () => secrets, now });
  const serving = serveControl(controlPath(config.store.dataDir), operator);
  // A folder whose path is too long for a socket, or a system that has none: operators stop the server first.
  const close = await serving.catch((error) => {
    logger.warn({ err: error }, 'operator commands can not reach this server while it runs');
    return async () => {};
  });
  onClose(close);
}
