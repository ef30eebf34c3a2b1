import { StartupError } from './errors.ts';
import { editDistance } from './lib/edit-distance.ts';

/** What helps when a setting is wrong: a sentence a variable. Each has a row in the table of config.ts. */
const REMEDIES = {
  PROCESS_ROLE: 'Use all, or give every process MONGODB_URI and have at least one api and one worker.',
  PORT: 'Choose a free port such as 4000, or 0 for any free one.',
  HOST: 'Use 127.0.0.1 for this machine only, 0.0.0.0 for all networks.',
  ALLOWED_ORIGINS: 'Give scheme, host and port only, as in https://app.example.org,http://localhost:5173.',
  ALLOWED_HOSTS: 'Give names without scheme and port, as in carrel.example.org,nas.local.',
  TRUSTED_PROXIES: 'Name your own reverse proxies only, as in 10.0.0.7,192.168.0.0/16.',
  INTROSPECTION: 'Use off to hide the schema from clients.',
  DATA_DIR: 'Name a folder that Carrel may write to, such as ./data.',
  MONGODB_URI: 'Copy it from your deployment, or leave it out to keep everything in DATA_DIR.',
  MONGODB_URI_FILE: 'Let Carrel read the file, and set either this or MONGODB_URI.',
  MONGODB_DATABASE: 'Use carrel, or another name where several deployments share one MongoDB.',
  VECTOR_INDEX_MIN_CHUNKS: 'Use 0 to index every organisation, or a few thousand to leave small ones out.',
  LANGUAGE_MODEL: 'Use auto to take Ollama where it runs.',
  MODEL_CONTEXT_TOKENS: 'Give it in tokens, such as 8192.',
  MODEL_CONNECT_SECONDS: 'Use a number such as 5.',
  MODEL_TIMEOUT_SECONDS: 'Use 0 to wait for a slow model as long as its reader does.',
  EMBEDDER: 'Use auto for the model that comes with Carrel, or name one, as in ollama:nomic-embed-text.',
  OLLAMA_HOST: 'Where it runs on this machine that is http://127.0.0.1:11434.',
  OLLAMA_MODEL: 'Take one that `ollama list` shows, such as llama3.2:3b.',
  OLLAMA_NUM_CTX: 'Give it in tokens, such as 8192.',
  OLLAMA_KEEP_ALIVE: "Leave it out for Ollama's own setting.",
  OPENAI_BASE_URL: 'Give its path too, as in https://api.openai.com/v1 or http://127.0.0.1:8080/v1.',
  OPENAI_API_KEY: 'Copy it from your provider, or leave it out where the server needs none.',
  OPENAI_MODEL: 'Take one that the server has.',
  ANTHROPIC_BASE_URL: 'Give it without /v1, as in https://api.anthropic.com.',
  ANTHROPIC_API_KEY: 'Copy it from your provider, or leave it out where the server needs none.',
  ANTHROPIC_MODEL: 'Take one that the server has.',
  ANSWERABLE_THRESHOLD: 'Use 0.44, or 0 to refuse no question.',
  MAX_FILE_MB: 'Give it in megabytes, such as 10.',
  INGESTION_CONCURRENCY: 'Use a number such as 32.',
  OCR: 'Use off, or install the packages that the README names.',
  OCR_LANGUAGES: 'Use codes such as eng,deu,chi_sim, whose packages you have installed.',
  CHUNK_WORDS: 'Use a number of words such as 150.',
  CHUNK_OVERLAP: 'Use 1, or 0 for no overlap.',
  REGISTRATION: 'Use first to let nobody register after the first user.',
  ACCESS_TOKEN_MINUTES: 'Use a few minutes, such as 15.',
  SECRETS_KEY_FILE: 'Set either this or SECRETS_KEY, and let Carrel read it.',
  SECRETS_KEY: 'Make one with `openssl rand -hex 32`.',
  OIDC_ISSUER: 'Give its https address, as tokens name it in `iss`, or leave it empty.',
  OIDC_AUDIENCE: 'Give what tokens name in `aud`.',
  OIDC_JWKS_URI: 'Give an https address, or leave it empty.',
  OIDC_TENANT_CLAIM: 'Give the name of a claim, such as tenant_id.',
  OIDC_ROLES_CLAIM: 'Give the name of a claim, such as roles.',
  MODEL_ENDPOINTS: 'Give scheme, host and port only, as in https://api.openai.com,http://10.0.0.7:8000.',
  MODEL_CONCURRENCY: 'Use a number such as 4, or leave it out.',
  MODEL_QUEUE_LIMIT: 'Use a number such as 200.',
  QUOTA_DOCUMENTS: 'Use a number of documents, or 0 for no limit.',
  QUOTA_STORAGE_MB: 'Use a number of megabytes, or 0 for no limit.',
  QUOTA_QUESTIONS_PER_DAY: 'Use a number of questions, or 0 for no limit.',
  KEY_ROTATION_DAYS: 'Use a number of days, such as 90, or 0 for never.',
  ANSWER_RETENTION_DAYS: 'Use a number of days, such as 90, or 0 to keep none.',
  SIGNING_KEYS_FILE: 'Name a file that Carrel may read and make, or leave it out.',
  RATE_LIMITS: 'Use off for benchmarks and tests only.',
  LOG_LEVEL: 'Use info for one line an operation.',
};

/** The name of a setting. */
export type VariableName = keyof typeof REMEDIES;

/** Variables of other programs whose names are close to one of ours, and those that Kubernetes sets for each service. */
const FOREIGN = /^OLLAMA_MODELS$|_SERVICE_(HOST|PORT)|_PORT(_\d+_|$)/;

/** What settings are called by other programs, or were here before. */
const OTHER_NAMES: Readonly<Record<string, VariableName>> = {
  EMBEDDING_MODEL: 'EMBEDDER',
  MONGO_URL: 'MONGODB_URI',
  OLLAMA_API_BASE: 'OLLAMA_HOST',
  OLLAMA_BASE_URL: 'OLLAMA_HOST',
  OLLAMA_TIMEOUT_SECONDS: 'MODEL_TIMEOUT_SECONDS',
  OLLAMA_URL: 'OLLAMA_HOST',
  OPENAI_API_BASE: 'OPENAI_BASE_URL',
  TRUST_PROXY: 'TRUSTED_PROXIES',
};

/** The configuration is wrong; the message lists every problem with its remedy. */
export class ConfigError extends StartupError {
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

/** What is wrong with a setting's value, and what helps. */
export function describeProblem(
  setting: { name: VariableName; expected: string; secret: boolean },
  value: string,
): string {
  const shown = setting.secret
    ? 'holds something else (not shown, as it may hold a password)'
    : `is ${JSON.stringify(value.slice(0, 80))}`;
  return `${setting.name} must be ${setting.expected}, but ${shown}. ${REMEDIES[setting.name]}`;
}

/** Variables whose names are almost those of settings, each as a sentence that names the setting. */
export function findMisspelt(given: Iterable<string>): string[] {
  return [...given].flatMap((name) => {
    if (KNOWN.includes(name) || FOREIGN.test(name)) return [];
    const written = name.toUpperCase();
    const meant = OTHER_NAMES[written] ?? byLetters(written) ?? KNOWN.find((setting) => isOneWordOff(written, setting));
    return meant ? [`${name} is not a setting of Carrel and has no effect. Did you mean ${meant}?`] : [];
  });
}

const KNOWN = Object.keys(REMEDIES);

/** The setting that is spelt most alike, where only a few letters are wrong. */
function byLetters(name: string): string | undefined {
  const near = KNOWN.map((setting) => ({ setting, distance: editDistance(name, setting) }))
    .filter(({ setting, distance }) => distance <= (setting.length < 8 ? 1 : setting.length < 12 ? 2 : 3))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.setting;
}

/** Whether two names begin alike and have the same words, but for one that is left out or put in, or for their order. */
function isOneWordOff(name: string, setting: string): boolean {
  const [given, meant] = [name, setting].map((text) => text.split(/[_-]/)) as [string[], string[]];
  const [fewer, more] = given.length < meant.length ? [given, meant] : [meant, given];
  if (given[0] !== meant[0] || fewer.length < 2 || more.length - fewer.length > 1) return false;
  return fewer.every((word) => more.includes(word));
}
