import { openAnswerModels, openQuotingModel } from '../adapters/answer-models.ts';
import { openTenantModels } from '../adapters/tenant-models.ts';
import { chooseSealingKeys } from '../auth/sealing-keys.ts';
import { openSecretBox, type SecretBox } from '../auth/secret-box.ts';
import { sealingKeyPlace } from '../config.ts';
import type { AnswerModel, AnswerModels } from '../models/answer-model.ts';
import type { Assembly } from './assembly.ts';
import type { Storage } from './storage.ts';

/** What answers questions. */
export interface Models {
  readonly models: ReturnType<typeof openTenantModels>;
  /** What seals the keys of organisations' own models. */
  readonly secrets: SecretBox;
}

/** Opens the deployment's model, and those that organisations choose for themselves. */
export async function openModels(
  { config, logger, now }: Assembly,
  { store, embedder }: Storage,
  { answerModel }: { answerModel?: AnswerModel | undefined },
): Promise<Models> {
  const quoting = openQuotingModel(config, embedder);
  const deployment = answerModel ? always(answerModel) : openAnswerModels(config, logger, quoting);
  const secrets = await openSecretBox(chooseSealingKeys(sealingKeyPlace(config)));
  const { directory } = store;
  return { models: openTenantModels(config, logger, { deployment, quoting, directory, secrets, now }), secrets };
}

function always(model: AnswerModel): AnswerModels {
  return { current: async () => ({ model, reason: 'Given by a test.' }) };
}
