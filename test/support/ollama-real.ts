/** The real Ollama that tests may use, and a chat model that it has; undefined where there is none. */
export const realOllama =
  process.env['OLLAMA_TEST_HOST'] && process.env['OLLAMA_TEST_MODEL']
    ? { host: process.env['OLLAMA_TEST_HOST'], model: process.env['OLLAMA_TEST_MODEL'] }
    : undefined;

/** Why the tests of a real Ollama were skipped. */
export const NO_OLLAMA = 'OLLAMA_TEST_HOST and OLLAMA_TEST_MODEL are not set';
