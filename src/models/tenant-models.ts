import { AppError } from '../errors.ts';
import type { TenantId } from '../ids.ts';
import { createCache } from '../lib/cache.ts';
import { createFreshCache } from '../lib/fresh-cache.ts';
import type { ModelEndpoints } from '../lib/model-endpoints.ts';
import type { HostedProvider, ModelSettings, TenantRecord } from '../store/directory-records.ts';
import type { AnswerModel, AnswerModels, TenantModel, TenantModels } from './answer-model.ts';
import type { ProviderSettings } from './provider-model.ts';
import { withInstructions } from './with-instructions.ts';

/** What a model of an organisation's own is made of. */
export type OwnSettings = Omit<Extract<ProviderSettings, { provider: HostedProvider }>, 'contextTokens'>;

/** What models there are, and where organisations' choices are found. */
export interface TenantModelsOptions {
  /** What those have that did not choose. */
  readonly deployment: AnswerModels;
  /** Where its model is, so that who uses the same server takes turns there; null where it is nowhere. */
  readonly deploymentOrigin: string | null;
  readonly quoting: AnswerModel;
  readonly endpoints: ModelEndpoints;
  readonly defaultEndpoints: Readonly<Record<HostedProvider, string>>;
  find(id: TenantId): Promise<Pick<TenantRecord, 'instructions' | 'modelSettings'> | null>;
  /** @throws AppError `MODEL_UNAVAILABLE` */
  openApiKey(id: TenantId, sealed: string): Promise<string>;
  create(id: TenantId, settings: OwnSettings): AnswerModel;
  readonly now: () => Date;
}

const CAPACITY = 1_000;
const DEPLOYMENT = 'deployment';

/**
 * The model that each organisation has chosen, else the deployment's. What it has chosen is known as it was a second ago
 * at most; at once after `forget`.
 */
export function createTenantModels(options: TenantModelsOptions): TenantModels & { forget(): void } {
  const { deployment, deploymentOrigin, quoting, endpoints, defaultEndpoints, find, openApiKey, create, now } = options;
  const recent = createFreshCache({ find, nameOf: (id) => id, now });
  const made = createCache<string, { readonly of: string; readonly own: Omit<TenantModel, 'reason'> }>(CAPACITY);

  /** @throws AppError `MODEL_UNAVAILABLE` where it may not be asked any more, or its key is not there */
  const makeOwn = async (id: TenantId, settings: ModelSettings, provider: HostedProvider) => {
    const endpoint = settings.endpoint ?? defaultEndpoints[provider];
    const problem = endpoints.refuse(endpoint);
    if (problem !== null) {
      const message = `The endpoint of your organisation's model ${problem}. An owner has to choose another one.`;
      throw new AppError('MODEL_UNAVAILABLE', message, { retryAfterSeconds: 60 });
    }
    const { model, sealedApiKey } = settings;
    const apiKey = sealedApiKey === null ? null : await openApiKey(id, sealedApiKey);
    const { origin } = new URL(endpoint);
    // Who has a key has a share of their own there.
    const queue = origin === deploymentOrigin ? DEPLOYMENT : apiKey === null ? origin : `${origin} ${id}`;
    return { model: create(id, { provider, model: model ?? '', endpoint, apiKey }), queue };
  };

  const ownOf = async (id: TenantId, settings: ModelSettings, provider: HostedProvider) => {
    const of = JSON.stringify(settings);
    const known = made.get(id);
    if (known?.of === of) return known.own;
    const own = await makeOwn(id, settings, provider);
    made.set(id, { of, own });
    return own;
  };

  const choose = async (
    id: TenantId,
    settings: ModelSettings | null,
    signal: AbortSignal | undefined,
  ): Promise<TenantModel> => {
    if (!settings || settings.provider === 'DEPLOYMENT') {
      return { ...(await deployment.current({ signal })), queue: DEPLOYMENT };
    }
    const reason = 'Your organisation has chosen it.';
    if (settings.provider === 'QUOTING') return { model: quoting, reason, queue: DEPLOYMENT };
    try {
      return { ...(await ownOf(id, settings, settings.provider)), reason };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { model: unavailable(settings.model ?? '', error), reason: error.message, queue: DEPLOYMENT };
    }
  };

  return {
    of: async (id, { signal }) => {
      signal?.throwIfAborted();
      const tenant = await recent.get(id);
      const chosen = await choose(id, tenant?.modelSettings ?? null, signal);
      return { ...chosen, model: withInstructions(chosen.model, tenant?.instructions ?? null) };
    },
    forget: () => recent.clear(),
  };
}

/** A model that can't be asked; its answers fail with the reason, without a place in the queue. */
function unavailable(id: string, error: AppError): AnswerModel {
  return {
    id,
    contextTokens: null,
    runsHere: true,
    // biome-ignore lint/correctness/useYield: it has nothing to say
    stream: async function* () {
      throw error;
    },
  };
}
