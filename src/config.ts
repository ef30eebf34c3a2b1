import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadEnvFile } from 'node:process';
import { z } from 'zod';
import { ConfigError, describeProblem, findMisspelt, type VariableName } from './config-problems.ts';
import { StartupError } from './errors.ts';
import { isNetwork } from './lib/client-address.ts';
import { deepFreeze } from './lib/deep-freeze.ts';
import { readSealingKey } from './lib/sealed.ts';
import {
  contentOf,
  decimal,
  hostName,
  listOf,
  matching,
  megabytes,
  oneOf,
  onOff,
  origin,
  path,
  type SettingSchema,
  wholeNumber,
} from './lib/settings.ts';

/** A setting of the operator: an environment variable. */
interface Setting<T> {
  readonly name: VariableName;
  readonly schema: SettingSchema<T>;
  /** What holds where it is not set, written as one would set it; null for nothing. */
  readonly fallback: string | null;
  /** For operators: `.env.example` and the README show it. */
  readonly about: string;
  /** Its value may hold a password, and is never repeated. */
  readonly secret: boolean;
}

const setting = <T>(
  name: VariableName,
  schema: SettingSchema<T>,
  row: { default: string; about: string; secret?: true },
): Setting<T> => ({ name, schema, fallback: row.default, about: row.about, secret: row.secret ?? false });

const optional = <T>(
  name: VariableName,
  schema: SettingSchema<T>,
  row: { about: string; secret?: true },
): Setting<T | null> => ({ name, schema, fallback: null, about: row.about, secret: row.secret ?? false });

/** Which embedder to use: the weights in the repository, a folder or hub id for transformers.js, or a model of Ollama. */
export type EmbedderChoice =
  | { readonly type: 'auto' }
  | { readonly type: 'transformers'; readonly model: string }
  | { readonly type: 'ollama'; readonly model: string };

/** What a setting such as `ollama:bge-m3` means. */
export function toEmbedderChoice(text: string): EmbedderChoice {
  if (text === 'auto') return { type: 'auto' };
  if (text.startsWith('ollama:')) return { type: 'ollama', model: text.slice('ollama:'.length) };
  return { type: 'transformers', model: text };
}

const embedder = z
  .string()
  .refine((text) => text !== 'ollama:')
  .transform(toEmbedderChoice)
  .describe('auto, a model folder, a hub id or ollama:<model>');

/** Ollama reads a variable of this name too, and takes it without scheme and port. No slash at its end. */
const ollamaUrl = z
  .string()
  .transform((text) => (text.includes('://') ? text : `http://${/:\d+\/?$/.test(text) ? text : `${text}:11434`}`))
  .pipe(z.url({ protocol: /^https?$/ }))
  .transform((text) => text.replace(/\/+$/, ''))
  .describe('the http(s) address of an Ollama server');

/** User and password have no place in it, as the key goes into the header that they would. */
const providerUrl = z
  .url({ protocol: /^https?$/ })
  .refine((text) => !URL.canParse(text) || new URL(text).username + new URL(text).password === '')
  .transform((text) => text.replace(/\/+$/, ''))
  .describe('an http(s) address without user and password');

const apiKey = matching('a key in ASCII, without whitespace', /^[\x21-\x7e]+$/);

const modelName = matching('the name of a model', /^\S+$/);

/** As Ollama's API takes it: seconds are a number there, and only a duration with units is a text. */
const ollamaDuration = z
  .string()
  .regex(/^-?(?:\d+(?:\.\d+)?|(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+)$/)
  .transform((text) => (/[a-zµ]$/.test(text) ? text : Number(text)))
  .describe('a duration such as 30m, or seconds');

const mongodbUri = matching(
  'a connection string that begins with mongodb:// or mongodb+srv://',
  /^mongodb(\+srv)?:\/\/[^\s/]+\S*$/,
);

const sealingKey = z.string().refine((text) => readSealingKey(text) !== null);

/** Where the models of organisations may be: an origin, or `public`. */
const modelEndpoint: SettingSchema<string> = z.union([z.literal('public'), origin]);

/** As in the name of its package. */
const languageCode = matching('a code such as eng or chi_sim', /^[a-z]{3}(_[a-z]+)*$/);

/** Keys that come over an open network could be anybody's. */
const issuerUrl = z
  .url({ protocol: /^https?$/ })
  .refine((text) => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(text))
  .describe('an https address, or one of this machine');

/** Every setting: a row each, at its place in the configuration. */
const SETTINGS = {
  server: {
    /** What a process does: everything, or only serve the API, or only ingest (and tell of its health). */
    role: setting('PROCESS_ROLE', oneOf(['all', 'api', 'worker']), {
      default: 'all',
      about:
        'What this process does: `all`, `api` (serve, but not ingest) or `worker` (ingest only). Without MongoDB: `all`.',
    }),
    port: setting('PORT', wholeNumber(0, 65_535), {
      default: '4000',
      about: 'Port to listen on; `0` takes any free one and prints it.',
    }),
    host: setting('HOST', matching('an address or a host name', /^[\w.:%-]+$/), {
      default: '127.0.0.1',
      about: 'Address to listen on: `127.0.0.1` for this machine only, `0.0.0.0` for all networks.',
    }),
    allowedOrigins: setting('ALLOWED_ORIGINS', listOf('origins with commas between them', origin), {
      default: '',
      about: 'Origins of other sites whose pages may call the API (CORS), with commas between them; empty allows none.',
    }),
    allowedHosts: setting('ALLOWED_HOSTS', listOf('host names with commas between them', hostName), {
      default: '',
      about:
        'Host names under which Carrel is reached, with commas between them. Empty allows any, but where `HOST` is this machine only: there `localhost`, and what trusted proxies forward.',
    }),
    trustedProxies: setting(
      'TRUSTED_PROXIES',
      listOf('IP addresses or networks with commas between them', z.string().refine(isNetwork)),
      {
        default: '',
        about:
          'Addresses or networks (CIDR) of your reverse proxies, with commas between them: only their `X-Forwarded-For` is trusted.',
      },
    ),
    introspection: setting('INTROSPECTION', onOff, {
      default: 'on',
      about: 'Whether clients may query the schema (introspection): `on` or `off`.',
    }),
  },
  store: {
    dataDir: setting('DATA_DIR', path('a folder'), {
      default: './data',
      about:
        'Folder for the embedded store and the signing keys; a relative one is below the folder that Carrel is started in.',
    }),
    mongodbUri: optional('MONGODB_URI', mongodbUri, {
      about: 'Connection string of MongoDB (`mongodb://` or `mongodb+srv://`); empty keeps everything in `DATA_DIR`.',
      secret: true,
    }),
    mongodbUriFile: optional('MONGODB_URI_FILE', contentOf(mongodbUri), {
      about: 'File that holds the connection string instead, such as a Docker secret.',
    }),
    // With `_t_` and 32 digits behind it, a name of at most 63 bytes; names that differ only in case can't coexist.
    mongodbDatabase: setting(
      'MONGODB_DATABASE',
      matching('up to 24 lower-case letters, digits and underscores, a letter first', /^[a-z][a-z0-9_]{0,23}$/),
      {
        default: 'carrel',
        about:
          'On MongoDB, the control database; those of the organisations begin with its name. Several deployments need several names.',
      },
    ),
    vectorIndexMinChunks: setting('VECTOR_INDEX_MIN_CHUNKS', wholeNumber(0, 1_000_000_000), {
      default: '0',
      about:
        'On MongoDB, chunks that an organisation must have to get search indexes; smaller ones are scanned. `0` indexes all.',
    }),
  },
  models: {
    concurrency: optional('MODEL_CONCURRENCY', wholeNumber(1, 1_000), {
      about:
        'Answers that language models write at the same time; the others wait, and organisations take turns. Empty: `1` with Ollama, which writes one at a time unless told otherwise, else `8`.',
    }),
    queueLimit: setting('MODEL_QUEUE_LIMIT', wholeNumber(1, 10_000), {
      default: '200',
      about:
        'Answers that may wait for the language model, at most half of them of one organisation; more are refused.',
    }),
    language: setting('LANGUAGE_MODEL', oneOf(['auto', 'ollama', 'openai', 'anthropic', 'quoting']), {
      default: 'auto',
      about:
        'What writes answers: `auto` (Ollama if it runs and has the model, else quoting), `ollama`, `openai` (any server with the Chat Completions API), `anthropic`, or `quoting` (no model: the sentences of the documents that answer, with citations).',
    }),
    contextTokens: setting('MODEL_CONTEXT_TOKENS', wholeNumber(512, 10_000_000), {
      default: '8192',
      about:
        'Tokens that a prompt and its answer may have together, with `openai` and `anthropic`; Ollama has `OLLAMA_NUM_CTX`.',
    }),
    connectSeconds: setting('MODEL_CONNECT_SECONDS', wholeNumber(1, 3_600), {
      default: '5',
      about: "Seconds that connecting to a model's server may take.",
    }),
    silenceSeconds: setting('MODEL_TIMEOUT_SECONDS', wholeNumber(0, 86_400), {
      default: '600',
      about:
        "Seconds that a model's server may send nothing, before its first token or between two, until the answer fails; `0`: no limit.",
    }),
    endpoints: setting('MODEL_ENDPOINTS', listOf('origins, or public, with commas between them', modelEndpoint), {
      default: '',
      about:
        "Origins of the model servers that organisations may choose for themselves, with commas between them; `public` allows all https servers at public addresses. Empty: the deployment's own alone.",
    }),
    embedder: setting('EMBEDDER', embedder, {
      default: 'auto',
      about: 'Embedder: `auto` (the weights in the repository), a model folder, a hub id, or `ollama:<model>`.',
    }),
  },
  ollama: {
    host: setting('OLLAMA_HOST', ollamaUrl, {
      default: 'http://127.0.0.1:11434',
      about: 'Address of the Ollama server; behind basic authentication, `https://user:password@host`.',
      secret: true,
    }),
    model: setting('OLLAMA_MODEL', modelName, {
      default: 'llama3.2:3b',
      about: "Ollama's model for answers.",
    }),
    contextTokens: setting('OLLAMA_NUM_CTX', wholeNumber(512, 1_048_576), {
      default: '8192',
      about: 'Context length requested from Ollama, in tokens; capped by what the model supports.',
    }),
    keepAlive: optional('OLLAMA_KEEP_ALIVE', ollamaDuration, {
      about:
        "How long Ollama keeps a model in memory after its use: a duration such as `30m`, or seconds; `-1` for ever. Empty leaves it to Ollama's own setting.",
    }),
  },
  openai: {
    baseUrl: setting('OPENAI_BASE_URL', providerUrl, {
      default: 'https://api.openai.com/v1',
      about:
        'Address of a server with the Chat Completions API, with its path: OpenAI, vLLM, llama.cpp, LM Studio and others.',
      secret: true,
    }),
    apiKey: optional('OPENAI_API_KEY', apiKey, {
      about: 'Its API key, which is sent to that address only; empty if it needs none.',
      secret: true,
    }),
    model: optional('OPENAI_MODEL', modelName, { about: 'Its model for answers; needed with `openai`.' }),
  },
  anthropic: {
    baseUrl: setting('ANTHROPIC_BASE_URL', providerUrl, {
      default: 'https://api.anthropic.com',
      about: "Address of a server with Anthropic's Messages API, without `/v1`.",
      secret: true,
    }),
    apiKey: optional('ANTHROPIC_API_KEY', apiKey, {
      about: 'Its API key, which is sent to that address only; empty if it needs none.',
      secret: true,
    }),
    model: optional('ANTHROPIC_MODEL', modelName, { about: 'Its model for answers; needed with `anthropic`.' }),
  },
  search: {
    answerableThreshold: setting('ANSWERABLE_THRESHOLD', decimal('a number from 0 to 1.25', z.number().max(1.25)), {
      default: '0.44',
      about: 'How close the best passage must be for a question to be answered, from 0 to 1.25; `0` never refuses.',
    }),
  },
  documents: {
    maxFileBytes: setting('MAX_FILE_MB', megabytes('a number above 0, up to 1024', z.number().gt(0).max(1_024)), {
      default: '10',
      about: 'Largest file that can be uploaded, in megabytes.',
    }),
    ingestionConcurrency: setting('INGESTION_CONCURRENCY', wholeNumber(1, 1_000), {
      default: '32',
      about:
        'Documents that this process ingests at the same time, each with its text in memory; at most two of one organisation.',
    }),
    ocr: setting('OCR', onOff, {
      default: 'off',
      about: 'Whether the text of scanned PDFs is recognized: `on` (needs further packages), or `off` to refuse them.',
    }),
    ocrLanguages: setting(
      'OCR_LANGUAGES',
      listOf('language codes of Tesseract with commas between them', languageCode).pipe(z.array(z.string()).min(1)),
      {
        default: 'eng',
        about: 'Languages of scans as Tesseract calls them, with commas between them, the most frequent first.',
      },
    ),
  },
  chunks: {
    words: setting('CHUNK_WORDS', wholeNumber(40, 250), {
      default: '150',
      about:
        'Length of a passage in words, about; documents that were ingested before keep theirs. The embedder would not read more than 250.',
    }),
    overlap: setting('CHUNK_OVERLAP', wholeNumber(0, 5), {
      default: '1',
      about: 'Overlap: sentences at the end of a passage that the next one repeats; `0`: none.',
    }),
  },
  auth: {
    registration: setting('REGISTRATION', oneOf(['open', 'first', 'closed']), {
      default: 'open',
      about: 'Who may register: `open` (everybody), `first` (the first user only), `closed` (nobody).',
    }),
    accessTokenMinutes: setting(
      'ACCESS_TOKEN_MINUTES',
      decimal('a number above 0, up to 1440', z.number().gt(0).max(1_440)),
      { default: '15', about: 'Minutes until an access token expires.' },
    ),
    signingKeysFile: optional('SIGNING_KEYS_FILE', path('a file'), {
      about:
        'File with the keys that sign tokens; empty keeps them beside the data (`DATA_DIR`, or the control database).',
    }),
    keyRotationDays: setting('KEY_ROTATION_DAYS', wholeNumber(0, 3_650), {
      default: '90',
      about:
        'Days after which a new key signs tokens; tokens signed by the key before stay valid. `0`: only by command.',
    }),
    rateLimits: setting('RATE_LIMITS', onOff, {
      default: 'on',
      about: 'Limits on logins, searches, questions and streams: `on`, or `off` for benchmarks and tests.',
    }),
  },
  secrets: {
    keyFile: optional('SECRETS_KEY_FILE', path('a file'), {
      about:
        'File with the keys that encrypt the API keys of organisations, created if it does not exist; empty: `secrets.key` in `DATA_DIR`, and with MongoDB none.',
    }),
    keys: setting('SECRETS_KEY', listOf('keys of 32 bytes in base64url or hex with commas between them', sealingKey), {
      default: '',
      about: 'The keys themselves instead of a file, with commas between them: the first one seals, all of them open.',
      secret: true,
    }),
  },
  oidc: {
    issuer: optional('OIDC_ISSUER', issuerUrl, {
      about:
        'Issuer of an external identity provider whose tokens are accepted, exactly as in their `iss`; empty for none.',
    }),
    audience: optional('OIDC_AUDIENCE', matching('a name without spaces', /^\S+$/), {
      about: 'Audience (`aud`) that those tokens must name; needed with `OIDC_ISSUER`.',
    }),
    jwksUri: optional('OIDC_JWKS_URI', issuerUrl, {
      about: "Address of the provider's public keys (JWKS); empty: as its discovery document says.",
    }),
    tenantClaim: setting('OIDC_TENANT_CLAIM', matching('the name of a claim', /^\S+$/), {
      default: 'tenant_id',
      about: "Claim with the organisation's id.",
    }),
    rolesClaim: setting('OIDC_ROLES_CLAIM', matching('the name of a claim', /^\S+$/), {
      default: 'roles',
      about: 'Claim with one role or several; they can lower what the membership allows, and never raise it.',
    }),
  },
  quotas: {
    documents: setting('QUOTA_DOCUMENTS', wholeNumber(0, 1_000_000_000), {
      default: '0',
      about:
        'Documents that an organisation may have, unless the operator has set another limit for it (`npm run admin -- tenant limits`); `0`: no limit.',
    }),
    storageMegabytes: setting('QUOTA_STORAGE_MB', wholeNumber(0, 1_000_000_000), {
      default: '0',
      about: 'Megabytes of originals that an organisation may have; `0`: no limit.',
    }),
    questionsPerDay: setting('QUOTA_QUESTIONS_PER_DAY', wholeNumber(0, 1_000_000_000), {
      default: '0',
      about: 'Questions that an organisation may ask in a day; `0`: no limit.',
    }),
  },
  audit: {
    answerRetentionDays: setting('ANSWER_RETENTION_DAYS', wholeNumber(0, 36_500), {
      default: '90',
      about:
        'Days that questions and answers are kept, for the user who asked and beside the audit log, which has their hashes. Those in a conversation are kept as long as the conversation. `0` keeps none.',
    }),
  },
  log: {
    level: setting('LOG_LEVEL', oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), {
      default: 'info',
      about: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
    }),
  },
};

type Values = {
  readonly [Group in keyof typeof SETTINGS]: {
    readonly [Key in keyof (typeof SETTINGS)[Group]]: (typeof SETTINGS)[Group][Key] extends Setting<infer T>
      ? T extends readonly (infer Entry)[]
        ? readonly Entry[]
        : T
      : never;
  };
};

/** The same as it was read: what is wrong is undefined. */
type Parsed = {
  readonly [Group in keyof Values]: { readonly [Key in keyof Values[Group]]: Values[Group][Key] | undefined };
};

/** All that an operator can set, checked and frozen; the file behind `MONGODB_URI_FILE` has been read. Paths are absolute. */
export type Config = Omit<Values, 'store' | 'models'> & {
  readonly store: Omit<Values['store'], 'mongodbUriFile'>;
  readonly models: Omit<Values['models'], 'concurrency'> & { readonly concurrency: number };
};

/** Where the keys are that seal the secrets of organisations. */
export function sealingKeyPlace({ secrets, store }: Config) {
  return { ...secrets, dataDir: store.mongodbUri === null ? store.dataDir : null };
}

/** The rows of the table, group by group, as documentation shows them. */
export const SETTING_GROUPS: readonly (readonly Setting<unknown>[])[] = Object.values(SETTINGS).map((group) =>
  Object.values<Setting<unknown>>(group),
);

/**
 * Reads the configuration from environment variables. Unset and blank ones get their defaults, unknown ones are ignored.
 * @throws ConfigError with every problem at once
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const problems = new Map<VariableName, string>();
  const reject = ({ name, schema, secret }: Setting<unknown>, expected = schema.description ?? 'something else') => {
    problems.set(name, describeProblem({ name, expected, secret }, env[name]?.trim() ?? ''));
  };
  const read = (row: Setting<unknown>): unknown => {
    const text = env[row.name]?.trim() || row.fallback;
    if (text === null) return null;
    const parsed = row.schema.safeParse(text);
    if (!parsed.success) reject(row);
    return parsed.data;
  };
  // What the table's rows parse is what its type says.
  const parsed = mapValues(SETTINGS, (group) => mapValues(group, read)) as Parsed;

  // What no variable can be judged by alone. Of what is wrong already, nothing more is said.
  const { store, models, oidc, secrets } = parsed;
  if (store.mongodbUri && store.mongodbUriFile)
    reject(SETTINGS.store.mongodbUriFile, 'left out where MONGODB_URI is set');
  // A data folder belongs to one process, so without `all` nobody would ingest, or nobody serve.
  const isApart = parsed.server.role === 'api' || parsed.server.role === 'worker';
  if (isApart && store.mongodbUri === null && store.mongodbUriFile === null)
    reject(SETTINGS.server.role, 'all where there is no MongoDB');

  if (secrets.keys?.length && secrets.keyFile) reject(SETTINGS.secrets.keyFile, 'left out where SECRETS_KEY is set');

  // Tokens of the same provider for somebody else must not pass for ours.
  if (oidc.issuer && oidc.audience === null) reject(SETTINGS.oidc.audience, 'set where OIDC_ISSUER is');

  const { language } = models;
  if ((language === 'openai' || language === 'anthropic') && parsed[language].model === null)
    reject(SETTINGS[language].model, `set where LANGUAGE_MODEL is ${language}`);

  if (problems.size > 0) throw new ConfigError([...problems.values()]);
  // Now nothing is undefined.
  const values = parsed as Values;
  const { mongodbUriFile, ...stored } = values.store;
  // What waits at Ollama itself, it serves by arrival: nobody could take turns there.
  const concurrency = values.models.concurrency ?? (language === 'auto' || language === 'ollama' ? 1 : 8);
  return deepFreeze({
    ...values,
    store: { ...stored, mongodbUri: stored.mongodbUri ?? mongodbUriFile },
    models: { ...values.models, concurrency },
  });
}

/**
 * Reads `.env` of the folder that Carrel is started in into the environment, which goes before it.
 * @returns the file's path, or null where there is none
 * @throws StartupError when it can't be read
 */
export function loadEnvironmentFile(): string | null {
  const file = resolve('.env');
  if (!existsSync(file)) return null;
  try {
    loadEnvFile(file);
    return file;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      `The settings in ${file} can't be read (${why}). Let Carrel read the file, or move it away.`,
      {
        cause: error,
      },
    );
  }
}

/** Warnings on variables whose names are almost those of settings, a sentence each. */
export function misspeltSettings(env: NodeJS.ProcessEnv = process.env): string[] {
  return findMisspelt(Object.keys(env));
}

function mapValues<T>(record: Readonly<Record<string, T>>, map: (value: T) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
