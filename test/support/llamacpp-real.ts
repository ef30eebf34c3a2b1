/** The real llama.cpp server that tests may use; undefined where there is none. */
export const realLlamaCpp = process.env['LLAMACPP_TEST_URL']
  ? { url: process.env['LLAMACPP_TEST_URL'], apiKey: process.env['LLAMACPP_TEST_KEY'] ?? null }
  : undefined;

/** Why the tests of a real llama.cpp were skipped. */
export const NO_LLAMACPP = 'LLAMACPP_TEST_URL is not set';
