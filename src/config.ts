import { z } from 'zod';
import { isNetwork } from './lib/client-address.ts';
import { deepFreeze } from './lib/deep-freeze.ts';
import { contentOf, decimal, listOf, matching, oneOf, onOff, origin, path, wholeNumber } from './lib/settings.ts';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Which embedder to use: the weights in the repository, a folder or hub id for transformers.js, or a model of Ollama. */
export type EmbedderChoice =
  | { readonly type: 'auto' }
  | { readonly type: 'transformers'; readonly model: string }
  | { readonly type: 'ollama'; readonly model: string };

/** What a process does: everything, or only serve the API, or only ingest (and tell of its health). */
export const PROCESS_ROLES = ['all', 'api', 'worker'] as const;

/** All that an operator can set, checked and frozen. */
export interface Config {
  readonly role: (typeof PROCESS_ROLES)[number];
  readonly server: {
    /** 0: any free port. */
    readonly port: number;
    readonly host: string;
    /** Origins of other sites whose pages may call; none by default. */
    readonly allowedOrigins: readonly string[];
    /** Addresses and networks (CIDR) whose `X-Forwarded-For` is believed. */
    readonly trustedProxies: readonly string[];
    readonly introspection: boolean;
  };
  readonly store: {
    /** Absolute. */
    readonly dataDir: string;
    /** Null: embedded in `dataDir`. Holds a secret. */
    readonly mongodbUri: string | null;
    /** On MongoDB, the control database; those of the tenants begin with its name. */
    readonly mongodbDatabase: string;
    /** On MongoDB, a tenant with fewer chunks is searched without indexes for vectors and words. */
    readonly vectorIndexMinChunks: number;
  };
  readonly auth: {
    readonly accessTokenMinutes: number;
    readonly registration: 'open' | 'first' | 'closed';
    readonly rateLimits: boolean;
    /** Absolute. Null: beside the data. */
    readonly signingKeysFile: string | null;
  };
  readonly models: {
    readonly language: 'auto' | 'ollama' | 'quoting';
    readonly embedder: EmbedderChoice;
    /** `host` is a URL without a slash at its end, and may hold a secret. */
    readonly ollama: { readonly host: string; readonly model: string; readonly contextTokens: number };
  };
  readonly search: { readonly answerableThreshold: number };
  readonly documents: { readonly maxFileBytes: number };
  readonly log: { readonly level: (typeof LOG_LEVELS)[number] };
}

/** The configuration is wrong; the message lists every problem with its remedy, ready to print. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? 'a setting is wrong' : `${problems.length} settings are wrong`;
    const list = problems.map((problem) => `  - ${problem}\n`).join('');
    super(
      `Carrel can't start, because ${count}:\n${list}Set them in the environment or in .env; .env.example lists all.`,
    );
    this.problems = problems;
  }
}

/**
 * Reads the configuration from environment variables. Unset and blank ones get their defaults, unknown ones are ignored.
 * @throws ConfigError with every problem at once
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.keys(VARIABLES).map((name) => [name, env[name]?.trim() || undefined]);
  const parsed = SCHEMA.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0] as VariableName));
    throw new ConfigError([...wrong].map((name) => describeProblem(name, env[name]?.trim() ?? '')));
  }
  const values = parsed.data;
  return deepFreeze({
    role: values.PROCESS_ROLE,
    server: {
      port: values.PORT,
      host: values.HOST,
      allowedOrigins: values.ALLOWED_ORIGINS,
      trustedProxies: values.TRUSTED_PROXIES,
      introspection: values.INTROSPECTION,
    },
    store: {
      dataDir: values.DATA_DIR,
      mongodbUri: values.MONGODB_URI ?? values.MONGODB_URI_FILE ?? null,
      mongodbDatabase: values.MONGODB_DATABASE,
      vectorIndexMinChunks: values.VECTOR_INDEX_MIN_CHUNKS,
    },
    auth: {
      accessTokenMinutes: values.ACCESS_TOKEN_MINUTES,
      registration: values.REGISTRATION,
      rateLimits: values.RATE_LIMITS,
      signingKeysFile: values.SIGNING_KEYS_FILE ?? null,
    },
    models: {
      language: values.LANGUAGE_MODEL,
      embedder: values.EMBEDDER,
      ollama: { host: values.OLLAMA_HOST, model: values.OLLAMA_MODEL, contextTokens: values.OLLAMA_NUM_CTX },
    },
    search: { answerableThreshold: values.ANSWERABLE_THRESHOLD },
    documents: { maxFileBytes: Math.floor(values.MAX_FILE_MB * 1024 * 1024) },
    log: { level: values.LOG_LEVEL },
  });
}

/** Ollama reads a variable of this name too, and takes it without scheme and port. */
const ollamaUrl = z
  .string()
  .transform((text) => (text.includes('://') ? text : `http://${/:\d+\/?$/.test(text) ? text : `${text}:11434`}`))
  .pipe(z.url({ protocol: /^https?$/ }))
  .transform((text) => text.replace(/\/+$/, ''));

const embedder = z
  .string()
  .refine((text) => text !== 'ollama:')
  .transform((text): EmbedderChoice => {
    if (text === 'auto') return { type: 'auto' };
    if (text.startsWith('ollama:')) return { type: 'ollama', model: text.slice('ollama:'.length) };
    return { type: 'transformers', model: text };
  });

const mongodbUri = matching(/^mongodb(\+srv)?:\/\/[^\s/]+\S*$/);

const FIELDS = z.object({
  PROCESS_ROLE: oneOf(PROCESS_ROLES).prefault('all'),
  PORT: wholeNumber(0, 65_535).prefault('4000'),
  HOST: matching(/^[\w.:%-]+$/).prefault('127.0.0.1'),
  DATA_DIR: path.prefault('./data'),
  MONGODB_URI: mongodbUri.optional(),
  MONGODB_URI_FILE: contentOf(mongodbUri).optional(),
  // With `_t_` and 32 digits behind it, a name of at most 63 bytes; names that differ only in case can't coexist.
  MONGODB_DATABASE: matching(/^[a-z][a-z0-9_]{0,23}$/).prefault('carrel'),
  VECTOR_INDEX_MIN_CHUNKS: wholeNumber(0, 1_000_000_000).prefault('0'),
  LANGUAGE_MODEL: oneOf(['auto', 'ollama', 'quoting']).prefault('auto'),
  OLLAMA_HOST: ollamaUrl.prefault('http://127.0.0.1:11434'),
  OLLAMA_MODEL: matching(/^\S+$/).prefault('llama3.2:3b'),
  OLLAMA_NUM_CTX: wholeNumber(512, 1_048_576).prefault('8192'),
  EMBEDDER: embedder.prefault('auto'),
  ANSWERABLE_THRESHOLD: decimal(z.number().max(1.25)).prefault('0.42'),
  ACCESS_TOKEN_MINUTES: decimal(z.number().gt(0).max(1_440)).prefault('15'),
  SIGNING_KEYS_FILE: path.optional(),
  REGISTRATION: oneOf(['open', 'first', 'closed']).prefault('open'),
  ALLOWED_ORIGINS: listOf(origin).prefault(''),
  TRUSTED_PROXIES: listOf(z.string().refine(isNetwork)).prefault(''),
  RATE_LIMITS: onOff.prefault('on'),
  INTROSPECTION: onOff.prefault('on'),
  MAX_FILE_MB: decimal(z.number().gt(0).max(1_024)).prefault('10'),
  LOG_LEVEL: oneOf(LOG_LEVELS).prefault('info'),
});

type VariableName = keyof typeof FIELDS.shape;

/** What no variable can be judged by alone. */
const SCHEMA = FIELDS.check(({ value, issues }) => {
  const wrong = (name: VariableName) => issues.push({ code: 'custom', input: value[name], path: [name] });
  if (value.MONGODB_URI && value.MONGODB_URI_FILE) wrong('MONGODB_URI_FILE');
  // A data folder belongs to one process, so without `all` nobody would ingest, or nobody serve.
  if (value.PROCESS_ROLE !== 'all' && !value.MONGODB_URI && !value.MONGODB_URI_FILE) wrong('PROCESS_ROLE');
});

/** What a variable must be, and what helps when it is not. A `secret` value is not repeated. */
const VARIABLES: Record<VariableName, { expected: string; remedy: string; secret?: true }> = {
  PROCESS_ROLE: {
    expected: 'all, api or worker, and all where there is no MongoDB',
    remedy: 'Use all, or give every process MONGODB_URI and have at least one api and one worker.',
  },
  PORT: {
    expected: 'a whole number from 0 to 65535',
    remedy: 'Choose a free port such as 4000, or 0 for any free one.',
  },
  HOST: {
    expected: 'an address or a host name',
    remedy: 'Use 127.0.0.1 for this machine only, 0.0.0.0 for all networks.',
  },
  DATA_DIR: { expected: 'a folder', remedy: 'Name a folder that Carrel may write to, such as ./data.' },
  MONGODB_URI: {
    expected: 'a connection string that begins with mongodb:// or mongodb+srv://',
    remedy: 'Copy it from your deployment, or leave it out to keep everything in DATA_DIR.',
    secret: true,
  },
  MONGODB_URI_FILE: {
    expected: 'a readable file with a connection string that begins with mongodb:// or mongodb+srv://',
    remedy: 'Let Carrel read the file, and set either this or MONGODB_URI.',
  },
  MONGODB_DATABASE: {
    expected: 'up to 24 lower-case letters, digits and underscores, a letter first',
    remedy: 'Use carrel, or another name where several deployments share one MongoDB.',
  },
  VECTOR_INDEX_MIN_CHUNKS: {
    expected: 'a whole number from 0 to 1000000000',
    remedy: 'Use 0 to index every tenant, or a few thousand to leave small ones out.',
  },
  LANGUAGE_MODEL: { expected: 'auto, ollama or quoting', remedy: 'Use auto to take Ollama where it runs.' },
  OLLAMA_HOST: {
    expected: 'the http(s) address of an Ollama server',
    remedy: 'Where it runs on this machine that is http://127.0.0.1:11434.',
    secret: true,
  },
  OLLAMA_MODEL: { expected: 'the name of a model', remedy: 'Take one that `ollama list` shows, such as llama3.2:3b.' },
  OLLAMA_NUM_CTX: { expected: 'a whole number from 512 to 1048576', remedy: 'Give it in tokens, such as 8192.' },
  EMBEDDER: {
    expected: 'auto, a model folder, a hub id or ollama:<model>',
    remedy: 'Use auto for the model that comes with Carrel, or name one, as in ollama:nomic-embed-text.',
  },
  ANSWERABLE_THRESHOLD: { expected: 'a number from 0 to 1.25', remedy: 'Use 0.42, or 0 to refuse no question.' },
  ACCESS_TOKEN_MINUTES: { expected: 'a number above 0, up to 1440', remedy: 'Use a few minutes, such as 15.' },
  SIGNING_KEYS_FILE: { expected: 'a file', remedy: 'Name a file that Carrel may read and make, or leave it out.' },
  REGISTRATION: { expected: 'open, first or closed', remedy: 'Use first to let nobody register after the first user.' },
  ALLOWED_ORIGINS: {
    expected: 'origins with commas between them',
    remedy: 'Give scheme, host and port only, as in https://app.example.org,http://localhost:5173.',
  },
  TRUSTED_PROXIES: {
    expected: 'IP addresses or networks with commas between them',
    remedy: 'Name your own reverse proxies only, as in 10.0.0.7,192.168.0.0/16.',
  },
  RATE_LIMITS: { expected: 'on or off', remedy: 'Use off for benchmarks and tests only.' },
  INTROSPECTION: { expected: 'on or off', remedy: 'Use off to hide the schema from clients.' },
  MAX_FILE_MB: { expected: 'a number above 0, up to 1024', remedy: 'Give it in megabytes, such as 10.' },
  LOG_LEVEL: { expected: `one of ${LOG_LEVELS.join(', ')}`, remedy: 'Use info for one line an operation.' },
};

function describeProblem(name: VariableName, value: string): string {
  const { expected, remedy, secret } = VARIABLES[name];
  const shown = secret
    ? 'holds something else (not shown, as it may hold a password)'
    : `is ${JSON.stringify(value.slice(0, 80))}`;
  return `${name} must be ${expected}, but ${shown}. ${remedy}`;
}
