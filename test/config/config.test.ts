import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig, misspeltSettings, SETTING_GROUPS } from '../../src/config.ts';
import { ConfigError } from '../../src/config-problems.ts';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('configuration', () => {
  it('has a default for everything', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      server: {
        role: 'all',
        port: 4000,
        host: '127.0.0.1',
        allowedOrigins: [],
        trustedProxies: [],
        introspection: true,
      },
      store: { mongodbUri: null, mongodbDatabase: 'carrel', vectorIndexMinChunks: 0 },
      auth: { accessTokenMinutes: 15, registration: 'open', rateLimits: true, signingKeysFile: null },
      models: { language: 'auto', embedder: { type: 'auto' } },
      ollama: { host: 'http://127.0.0.1:11434', model: 'llama3.2:3b', contextTokens: 8192 },
      search: { answerableThreshold: 0.44 },
      documents: { maxFileBytes: 10_485_760 },
      log: { level: 'info' },
    });
    expect(isAbsolute(config.store.dataDir)).toBe(true);
  });

  it('takes blank variables as unset, trims the rest and ignores what it does not know', () => {
    expect(loadConfig({ PORT: '  ', HOST: ' 0.0.0.0 ', MONGODB_URI: '', ALLOWED_ORIGINS: '', FRUIT: 'pear' })).toEqual(
      loadConfig({ HOST: '0.0.0.0' }),
    );
  });

  it.each([
    ['PORT', '0', { server: { port: 0 } }],
    ['LANGUAGE_MODEL', 'Quoting', { models: { language: 'quoting' } }],
    ['OLLAMA_HOST', 'https://models.example/ollama/', { ollama: { host: 'https://models.example/ollama' } }],
    ['OLLAMA_HOST', 'gpu:9000', { ollama: { host: 'http://gpu:9000' } }],
    ['OLLAMA_HOST', '0.0.0.0', { ollama: { host: 'http://0.0.0.0:11434' } }],
    [
      'EMBEDDER',
      'ollama:nomic-embed-text:v1.5',
      { models: { embedder: { type: 'ollama', model: 'nomic-embed-text:v1.5' } } },
    ],
    ['EMBEDDER', 'Xenova/bge-m3', { models: { embedder: { type: 'transformers', model: 'Xenova/bge-m3' } } }],
    ['ANSWERABLE_THRESHOLD', '0', { search: { answerableThreshold: 0 } }],
    ['ACCESS_TOKEN_MINUTES', '0.05', { auth: { accessTokenMinutes: 0.05 } }],
    ['REGISTRATION', 'first', { auth: { registration: 'first' } }],
    ['RATE_LIMITS', 'off', { auth: { rateLimits: false } }],
    ['INTROSPECTION', 'off', { server: { introspection: false } }],
    [
      'ALLOWED_ORIGINS',
      'https://a.example/, http://localhost:5173',
      { server: { allowedOrigins: ['https://a.example', 'http://localhost:5173'] } },
    ],
    ['TRUSTED_PROXIES', '10.0.0.0/8,::1', { server: { trustedProxies: ['10.0.0.0/8', '::1'] } }],
    ['SIGNING_KEYS_FILE', 'keys.json', { auth: { signingKeysFile: resolve('keys.json') } }],
    ['MONGODB_DATABASE', 'carrel_2', { store: { mongodbDatabase: 'carrel_2' } }],
    ['VECTOR_INDEX_MIN_CHUNKS', '5000', { store: { vectorIndexMinChunks: 5000 } }],
    ['CHUNK_WORDS', '80', { chunks: { words: 80, overlap: 1 } }],
    ['CHUNK_OVERLAP', '0', { chunks: { words: 150, overlap: 0 } }],
    ['MAX_FILE_MB', '0.5', { documents: { maxFileBytes: 524_288 } }],
    ['OCR', 'on', { documents: { ocr: true, ocrLanguages: ['eng'] } }],
    ['OCR_LANGUAGES', 'eng, chi_sim', { documents: { ocr: false, ocrLanguages: ['eng', 'chi_sim'] } }],
    ['MONGODB_URI', 'mongodb+srv://u:p@h.example/x', { store: { mongodbUri: 'mongodb+srv://u:p@h.example/x' } }],
    ['LOG_LEVEL', 'debug', { log: { level: 'debug' } }],
  ])('reads %s=%s', (name, value, expected) => {
    expect(loadConfig({ [name]: value })).toMatchObject(expected);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '4000.5'],
    ['PORT', '-1'],
    ['HOST', 'http://localhost'],
    ['MONGODB_URI', 'postgres://h/x'],
    ['MONGODB_DATABASE', 'Carrel'],
    ['MONGODB_DATABASE', 'a.b'],
    ['MONGODB_URI', 'mongodb://h/?appName=a b'],
    ['MONGODB_URI_FILE', 'no/such/file'],
    ['PROCESS_ROLE', 'both'],
    ['VECTOR_INDEX_MIN_CHUNKS', '-1'],
    ['LANGUAGE_MODEL', 'gpt'],
    ['MODEL_CONTEXT_TOKENS', '12'],
    ['MODEL_CONNECT_SECONDS', '0'],
    ['OPENAI_BASE_URL', 'ftp://h/v1'],
    ['OPENAI_BASE_URL', 'https://me:hunter2@h/v1'],
    ['OPENAI_API_KEY', 'sk 1'],
    ['ANTHROPIC_BASE_URL', 'h'],
    ['ANTHROPIC_MODEL', 'a b'],
    ['OLLAMA_HOST', 'ftp://h'],
    ['OLLAMA_HOST', 'http://'],
    ['OLLAMA_MODEL', 'a b'],
    ['OLLAMA_NUM_CTX', '12'],
    ['EMBEDDER', 'ollama:'],
    ['ANSWERABLE_THRESHOLD', '42'],
    ['ACCESS_TOKEN_MINUTES', '0'],
    ['REGISTRATION', 'yes'],
    ['ALLOWED_ORIGINS', 'https://a.example/app'],
    ['ALLOWED_ORIGINS', '*'],
    ['ALLOWED_ORIGINS', 'a.example'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'proxy.example'],
    ['RATE_LIMITS', 'maybe'],
    ['INTROSPECTION', '1'],
    ['MAX_FILE_MB', '1e3'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s in one sentence that names it', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} must be .+, but (is|holds) .+\\. .+\\.$`));
  });

  it.each(
    SETTING_GROUPS.flat()
      .filter(({ schema }) => !schema.safeParse('a b').success)
      .map(({ name }) => name),
  )('names a wrong %s once, whatever else depends on it', (name) => {
    const asked = { LANGUAGE_MODEL: 'openai', OPENAI_MODEL: 'gpt', PROCESS_ROLE: 'api', MONGODB_URI: 'mongodb://h' };
    const problems = problemsOf({ ...asked, OIDC_ISSUER: 'https://h', OIDC_AUDIENCE: 'carrel', [name]: 'a b' });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} must be `))]);
  });

  it('reports every problem at once, each with value, expectation and remedy', () => {
    const problems = problemsOf({ PORT: 'http', LOG_LEVEL: 'loud', TRUSTED_PROXIES: 'x,y' });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toBe(
      'PORT must be a whole number from 0 to 65535, but is "http". Choose a free port such as 4000, or 0 for any free one.',
    );
    expect(new ConfigError(problems).message).toContain(problems[2]);
  });

  it('never repeats what may hold a password', () => {
    const problems = problemsOf({
      MONGODB_URI: 'mongo://me:hunter2@h',
      OLLAMA_HOST: 'ftp://me:hunter2@h',
      OPENAI_BASE_URL: 'https://me:hunter2@h/v1',
      OPENAI_API_KEY: 'hunter2 ',
      ANTHROPIC_API_KEY: 'hunter2 hunter2',
    });
    expect(problems).toHaveLength(4);
    expect(problems.join()).not.toContain('hunter2');
  });

  it.each([
    [{}, 1],
    [{ LANGUAGE_MODEL: 'ollama' }, 1],
    [{ LANGUAGE_MODEL: 'openai', OPENAI_MODEL: 'gpt' }, 8],
    [{ LANGUAGE_MODEL: 'quoting' }, 8],
    [{ MODEL_CONCURRENCY: '3' }, 3],
  ])('with %j has as many answers written at once as the model takes: %i', (env, expected) => {
    expect(loadConfig(env).models.concurrency).toBe(expected);
  });

  it('wants the name of a model where there is none by default', () => {
    expect(problemsOf({ LANGUAGE_MODEL: 'openai', ANTHROPIC_MODEL: 'claude' })).toEqual([
      'OPENAI_MODEL must be set where LANGUAGE_MODEL is openai, but is "". Take one that the server has.',
    ]);
    expect(problemsOf({ LANGUAGE_MODEL: 'anthropic' })).toEqual([expect.stringMatching(/^ANTHROPIC_MODEL /)]);
    expect(
      loadConfig({ LANGUAGE_MODEL: 'openai', OPENAI_MODEL: 'gpt', OPENAI_BASE_URL: 'http://h:8080/v1/' }),
    ).toMatchObject({
      models: { language: 'openai', contextTokens: 8_192, connectSeconds: 5, silenceSeconds: 600 },
      openai: { baseUrl: 'http://h:8080/v1', apiKey: null, model: 'gpt' },
      anthropic: { baseUrl: 'https://api.anthropic.com', model: null },
    });
  });

  it('lets processes share the work on MongoDB, but not in a data folder, which is for one process', () => {
    const env = { PROCESS_ROLE: 'worker' };
    expect(loadConfig({ ...env, MONGODB_URI: 'mongodb://h' }).server.role).toBe('worker');
    expect(problemsOf(env)).toEqual([
      'PROCESS_ROLE must be all where there is no MongoDB, but is "worker". Use all, or give every process MONGODB_URI and have at least one api and one worker.',
    ]);
  });

  describe('of a secret in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'carrel-config-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const fileWith = (content: string) => {
      const file = join(folder, 'mongodb_uri.txt');
      writeFileSync(file, content);
      return file;
    };

    it('reads the file, but for whitespace at its ends', () => {
      const file = fileWith('mongodb://me:hunter2@h/?directConnection=true\n');
      expect(loadConfig({ MONGODB_URI_FILE: file, PROCESS_ROLE: 'api' })).toMatchObject({
        server: { role: 'api' },
        store: { mongodbUri: 'mongodb://me:hunter2@h/?directConnection=true' },
      });
    });

    it('refuses a file with something else, without repeating it', () => {
      const problems = problemsOf({ MONGODB_URI_FILE: fileWith('hunter2') });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(/^MONGODB_URI_FILE must be a readable file /);
      expect(problems[0]).not.toContain('hunter2');
    });

    it('refuses two answers to one question', () => {
      const file = fileWith('mongodb://a');
      expect(problemsOf({ MONGODB_URI: 'mongodb://b', MONGODB_URI_FILE: file })).toEqual([
        expect.stringMatching(/^MONGODB_URI_FILE must be left out where MONGODB_URI is set, but is /),
      ]);
    });
  });

  it('is frozen to its leaves', () => {
    const config = loadConfig({ ALLOWED_ORIGINS: 'https://a.example' });
    expect(Object.isFrozen(config.ollama)).toBe(true);
    expect(() => (config.server.allowedOrigins as string[]).push('https://b.example')).toThrow(TypeError);
  });
});

describe('misspelt settings', () => {
  it.each([
    ['PORTT', 'PORT'],
    ['PROT', 'PORT'],
    ['REGISTRATON', 'REGISTRATION'],
    ['MONGODB_URL', 'MONGODB_URI'],
    ['OLAMA_HOTS', 'OLLAMA_HOST'],
    ['data_dir', 'DATA_DIR'],
    ['OLLAMA_TIMEOUT_SECONDS', 'MODEL_TIMEOUT_SECONDS'],
    ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
    ['ANTHROPIC_KEY', 'ANTHROPIC_API_KEY'],
    ['OPENAI_KEY', 'OPENAI_API_KEY'],
    ['OPENAI_API_BASE', 'OPENAI_BASE_URL'],
    ['ollama_url', 'OLLAMA_HOST'],
    ['MAX_FILE_SIZE_MB', 'MAX_FILE_MB'],
    ['MAX_FILE', 'MAX_FILE_MB'],
    ['MAX_MB_FILE', 'MAX_FILE_MB'],
    ['ALLOWED_ORIGIN', 'ALLOWED_ORIGINS'],
  ])('are named with what was meant: %s', (name, meant) => {
    expect(misspeltSettings({ [name]: 'x' })).toEqual([
      `${name} is not a setting of Carrel and has no effect. Did you mean ${meant}?`,
    ]);
  });

  it('are not seen in settings, nor in what other programs read', () => {
    const others = [
      ...['PATH', 'HOME', 'HOSTNAME', 'SHELL', 'TERM', 'NODE_ENV', 'CARREL_PORT', 'LOGNAME', 'API_KEY', 'DATABASE_URL'],
      ...['OLLAMA_MODELS', 'OLLAMA_NUM_PARALLEL', 'OLLAMA_ORIGINS', 'OLLAMA_MAX_QUEUE', 'OLLAMA_CONTEXT_LENGTH'],
      ...['OLLAMA_SERVICE_HOST', 'OLLAMA_SERVICE_PORT_HTTP', 'OLLAMA_PORT', 'OLLAMA_PORT_11434_TCP_ADDR'],
      ...['OPENAI_ORG_ID', 'OPENAI_PROJECT_ID', 'OPENAI_API_VERSION', 'MONGODB_VERSION', 'CARREL_URL', 'CARREL_TOKEN'],
    ];
    expect(misspeltSettings(Object.fromEntries(others.map((name) => [name, 'x'])))).toEqual([]);
    expect(misspeltSettings({ PORT: '1', MONGODB_URI_FILE: 'x', OLLAMA_HOST: 'h' })).toEqual([]);
  });
});
