import { EXTENSIONS, MEDIA_TYPES } from '../documents/parsers/parsers.ts';
import type { TenantId } from '../ids.ts';
import type { TenantModels } from '../models/answer-model.ts';
import type { Embedder } from '../models/embedder.ts';
import { MAX_QUESTION_LENGTH, MAX_TOP_K } from '../search/inputs.ts';
import type { Abortable } from '../store/abortable.ts';
import type { Store } from '../store/store.ts';

/** Limits that clients may want to know before they send anything. */
export interface Limits {
  readonly maxFileBytes: number;
  readonly maxTopK: number;
  readonly maxQuestionLength: number;
  readonly mediaTypes: readonly string[];
  /** With their dots. */
  readonly fileExtensions: readonly string[];
}

/** What this server is and runs on. */
export interface SystemService {
  readonly version: string;
  readonly limits: Limits;
  /** Whether strangers may register an organisation now. */
  isRegistrationOpen(options?: Abortable): Promise<boolean>;
  /** Whether anybody has an account. */
  hasAccounts(options?: Abortable): Promise<boolean>;
  readonly store: string;
  readonly embedder: { readonly id: string; readonly dimensions: number; readonly reason: string };
  /** That of an organisation. */
  languageModel(
    id: TenantId,
    options?: Abortable,
  ): Promise<{ id: string; contextTokens: number | null; reason: string }>;
}

/** Tells of the parts that the server was started with. */
export function createSystemService(options: {
  version: string;
  store: Store;
  embedder: Embedder;
  models: TenantModels;
  maxFileBytes: number;
  registration: 'open' | 'first' | 'closed';
}): SystemService {
  const { version, store, embedder, models, maxFileBytes, registration } = options;
  const hasAccounts = (abortable?: Abortable) => store.directory.hasUsers(abortable);
  return {
    version,
    limits: {
      maxFileBytes,
      maxTopK: MAX_TOP_K,
      maxQuestionLength: MAX_QUESTION_LENGTH,
      mediaTypes: MEDIA_TYPES,
      fileExtensions: EXTENSIONS,
    },
    isRegistrationOpen: async (abortable) =>
      registration === 'first' ? !(await hasAccounts(abortable)) : registration === 'open',
    hasAccounts,
    store: store.description,
    embedder,
    languageModel: async (id, { signal } = {}) => {
      const { model, reason } = await models.of(id, { signal });
      return { id: model.id, contextTokens: model.contextTokens, reason };
    },
  };
}
