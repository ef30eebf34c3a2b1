import { expect, it } from 'vitest';
import { startOllamaServer } from '../support/ollama-server.ts';
import { startTestServer } from '../support/server.ts';

it('is ready while all parts are there, and names the one that is missing', async () => {
  const ollama = await startOllamaServer();
  const server = await startTestServer({ EMBEDDER: 'ollama:any', OLLAMA_HOST: ollama.host });
  try {
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await ollama.close();
    const response = await fetch(`${server.url}/readyz`);
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Service Unavailable',
      status: 503,
      detail: 'Not ready: embedder.',
    });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  } finally {
    await ollama.close();
    await server.close();
  }
});
