import { AppError } from '../errors.ts';
import type { HostedProvider, ModelProvider, ModelSettings } from '../store/directory-records.ts';

/** What an owner wants; of the API key, null is what is there, and empty is none. */
export interface ModelSettingsInput {
  readonly provider: ModelProvider;
  readonly model: string | null;
  readonly endpoint: string | null;
  readonly apiKey: string | null;
}

/** What is chosen, without a secret. */
export type ModelChoice = Pick<ModelSettings, 'provider' | 'model' | 'endpoint'>;

const MAX_MODEL = 200;
const MAX_ENDPOINT = 500;
/** As a header takes it. */
const API_KEY = /^[\x21-\x7e]{1,1000}$/;

/** Whether a provider has an address. */
export function isHosted(provider: ModelProvider): provider is HostedProvider {
  return provider !== 'DEPLOYMENT' && provider !== 'QUOTING';
}

/** A blank text counts as left out. @throws AppError `BAD_INPUT` */
export function parseModelChoice({ provider, ...raw }: ModelSettingsInput): ModelChoice {
  const model = raw.model?.trim() || null;
  const endpoint = raw.endpoint?.trim() || null;
  if (!isHosted(provider)) {
    if (model === null && endpoint === null && !raw.apiKey) return { provider, model, endpoint };
    throw badInput(`${provider} takes no model, endpoint or API key. Leave them out.`);
  }
  if (model === null) throw badInput(`Name the model that ${provider} is to answer with.`);
  if (model.length > MAX_MODEL || !/^[^\s\p{C}]+$/u.test(model)) {
    throw badInput(`The name of a model has up to ${MAX_MODEL} characters, and no spaces.`);
  }
  if (endpoint !== null && endpoint.length > MAX_ENDPOINT) {
    throw badInput(`The endpoint is too long. Give at most ${MAX_ENDPOINT} characters.`);
  }
  return { provider, model, endpoint: endpoint && toNormal(endpoint) };
}

/** A key, `null` to remove it, undefined to keep what is there. @throws AppError `BAD_INPUT`, which does not repeat it */
export function parseApiKey(raw: string | null): string | null | undefined {
  if (raw === null) return undefined;
  const key = raw.trim();
  if (key === '') return null;
  if (API_KEY.test(key)) return key;
  throw badInput(
    'This is not an API key: one has up to 1000 letters, digits and punctuation marks of ASCII, and no whitespace.',
  );
}

/** One spelling for each address. What is none stays as it is, to be refused. */
function toNormal(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).href.replace(/\/+$/, '') : endpoint;
}

function badInput(message: string): AppError {
  return new AppError('BAD_INPUT', message);
}
