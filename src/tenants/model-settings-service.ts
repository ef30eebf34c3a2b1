import type { Identity } from '../auth/identity.ts';
import type { SecretBox } from '../auth/secret-box.ts';
import { AppError, notFound } from '../errors.ts';
import type { ModelEndpoints } from '../lib/model-endpoints.ts';
import type { Abortable } from '../store/abortable.ts';
import type { Directory } from '../store/directory.ts';
import { API_KEY_FIELD, type HostedProvider, type ModelSettings } from '../store/directory-records.ts';
import { isHosted, type ModelChoice, type ModelSettingsInput, parseApiKey, parseModelChoice } from './model-choice.ts';

/** Which language model answers an organisation. */
export interface ModelSettingsService {
  /** Null where the organisation never chose. */
  find(caller: Identity, options?: Abortable): Promise<ModelSettings | null>;
  /**
   * Chooses. An API key that is not given again stays only while provider and endpoint do: nobody has it sent elsewhere.
   * @throws AppError `BAD_INPUT`
   */
  update(caller: Identity, input: ModelSettingsInput): Promise<ModelSettings>;
}

/** The service on the directory's organisations. */
export function createModelSettingsService({
  directory,
  secrets,
  endpoints,
  defaultEndpoints,
  now,
}: {
  directory: Pick<Directory, 'findTenant' | 'updateTenant'>;
  secrets: Pick<SecretBox, 'seal'>;
  endpoints: ModelEndpoints;
  /** Where a provider is asked whose endpoint is left out. */
  defaultEndpoints: Readonly<Record<HostedProvider, string>>;
  now: () => Date;
}): ModelSettingsService {
  const find = async ({ tenantId }: Identity, options?: Abortable) => {
    const tenant = await directory.findTenant(tenantId, options);
    if (!tenant || tenant.deletedAt) throw notFound('organisation');
    return tenant.modelSettings;
  };

  /** @throws AppError `BAD_INPUT` */
  const requireUsable = ({ provider, endpoint: given }: ModelChoice, hasKey: boolean) => {
    if (!isHosted(provider)) return;
    const endpoint = given ?? defaultEndpoints[provider];
    const problem = endpoints.refuse(endpoint);
    if (problem !== null) throw new AppError('BAD_INPUT', `The endpoint ${problem}.`);
    if (hasKey || !endpoints.needsOwnKey(endpoint)) return;
    throw new AppError(
      'BAD_INPUT',
      "This endpoint needs an API key of your own: the operator's is not used for what an organisation chooses. Give one, or choose DEPLOYMENT.",
    );
  };

  return {
    find,
    update: async (caller, input) => {
      const { tenantId } = caller;
      const choice = parseModelChoice(input);
      const known = await find(caller);
      const isSamePlace = known?.provider === choice.provider && known.endpoint === choice.endpoint;
      const kept = isSamePlace ? known.sealedApiKey : null;
      const apiKey = parseApiKey(input.apiKey);
      requireUsable(choice, Boolean(apiKey === undefined ? kept : apiKey));
      const sealedApiKey =
        apiKey === undefined ? kept : apiKey && (await secrets.seal(apiKey, { tenantId, field: API_KEY_FIELD }));
      const modelSettings = { ...choice, sealedApiKey, updatedAt: now() };
      if (!(await directory.updateTenant(tenantId, { modelSettings }))) throw notFound('organisation');
      return modelSettings;
    },
  };
}
