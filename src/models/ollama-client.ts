import { Ollama } from 'ollama';
import { splitCredentials } from './ollama-address.ts';
import { faultOf } from './ollama-errors.ts';
import { createPatientFetch } from './ollama-fetch.ts';
import type { OllamaModel } from './ollama-model.ts';

/** A host that is there takes a connection at once, however busy it is. */
const CONNECT_MS = 3_000;

/** A client for one call, which ends with the signal: the package's own `abort()` would end those of everybody. */
export function ollamaClient({ host, apiKey, route }: OllamaModel, signal: AbortSignal): Ollama {
  const { url, headers } = splitCredentials(host);
  if (apiKey) headers['authorization'] = `Bearer ${apiKey}`;
  const patient = createPatientFetch({ connectMs: CONNECT_MS, silenceMs: 0, ...route }, { headers, signal });
  return new Ollama({ host: url, fetch: patient });
}

/** As in `OllamaFault`. `slow`: it takes the connection, but did not answer in time. `silent`: nothing answers. */
export type OllamaState = 'ready' | 'lacking' | 'unauthorized' | 'untrusted' | 'foreign' | 'slow' | 'silent';

/** What is there takes a connection within this time, however busy it is, and answers within the other. */
const PROBE_CONNECT_MS = 1_000;
const PROBE_MS = 5_000;

/** Whether a server answers and has the model. Never rejects, and takes no longer than `timeoutMs`. */
export async function probeOllama(server: OllamaModel, timeoutMs = PROBE_MS): Promise<OllamaState> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const route = { ...server.route, connectMs: PROBE_CONNECT_MS };
    const { models } = await ollamaClient({ ...server, route }, signal).list();
    const hasModel = models.some(({ name }) => name === server.model || name === `${server.model}:latest`);
    return hasModel ? 'ready' : 'lacking';
  } catch (error) {
    const fault = faultOf(error);
    if (fault === 'unauthorized' || fault === 'untrusted' || fault === 'foreign') return fault;
    return signal.aborted ? 'slow' : 'silent';
  }
}

/** What keeps a server from answering with a model, by its state: the beginning of a sentence on `subject`. */
export function describeOllama(subject: string, model: string): Record<OllamaState, string> {
  return {
    ready: `${subject} has ${model}`,
    lacking: `${subject} does not have ${model} (run \`ollama pull ${model}\`)`,
    unauthorized: `${subject} refuses the user or the password in OLLAMA_HOST`,
    untrusted: `${subject} has a certificate that is not trusted (it has expired, is for another name, or NODE_EXTRA_CA_CERTS is needed)`,
    foreign: `${subject} does not answer as Ollama does (correct OLLAMA_HOST)`,
    slow: `${subject} does not answer in time`,
    silent: `${subject} does not answer`,
  };
}
