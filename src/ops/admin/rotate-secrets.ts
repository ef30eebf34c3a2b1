import type { SecretBox } from '../../auth/secret-box.ts';
import { AppError } from '../../errors.ts';
import type { TenantId } from '../../ids.ts';
import { allTenants } from '../../store/all-tenants.ts';
import type { Directory } from '../../store/directory.ts';
import { API_KEY_FIELD } from '../../store/directory-records.ts';

/** What a rotation did. */
export interface SecretRotation {
  /** Whether a new key was made; else those that the operator gives are used as they are. */
  readonly newKey: boolean;
  /** How many API keys were sealed anew. */
  readonly sealed: number;
  /** Organisations whose API key can't be opened, and stays as it is. */
  readonly unreadable: readonly TenantId[];
}

/**
 * Has a new key seal the API keys of all organisations. The former ones stay, for what another process seals meanwhile
 * and for backups. May be repeated.
 */
export async function rotateSecrets(secrets: SecretBox, directory: Directory): Promise<SecretRotation> {
  const newKey = await secrets.renew();
  let sealed = 0;
  const unreadable: TenantId[] = [];
  for await (const { id } of allTenants(directory)) {
    try {
      if (await reseal(id, secrets, directory)) sealed += 1;
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'MODEL_UNAVAILABLE') throw error;
      unreadable.push(id);
    }
  }
  return { newKey, sealed, unreadable };
}

/** Whether there was something to seal. What an owner changes meanwhile is looked at again. */
async function reseal(id: TenantId, secrets: SecretBox, directory: Directory): Promise<boolean> {
  const place = { tenantId: id, field: API_KEY_FIELD };
  for (;;) {
    const known = (await directory.findTenant(id))?.modelSettings?.sealedApiKey;
    if (!known || secrets.isCurrent(known)) return false;
    const next = await secrets.seal(await secrets.open(known, place), place);
    if (await directory.replaceSealedApiKey(id, { known, next })) return true;
  }
}

/** The sentences for the operator. */
export function describeRotation({ newKey, sealed, unreadable }: SecretRotation): string[] {
  return [
    newKey
      ? 'A new key was put before the others in the file of the keys.'
      : "The keys are the operator's to change: the first of them seals.",
    `${sealed} API ${sealed === 1 ? 'key was' : 'keys were'} sealed anew; no backup that is older opens without the former keys.`,
    ...unreadable.map((id) => `${id}  its API key can't be opened without a key that is missing, and stays as it is`),
  ];
}
