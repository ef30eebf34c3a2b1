import { expect, it, onTestFinished } from 'vitest';
import { answerEmbed } from '../support/ollama-recordings.ts';
import { replay, startOllamaServer } from '../support/ollama-server.ts';
import { startTestServer } from '../support/server.ts';

it('takes a document in whose embedder is away for as long as its server needs to be started again', async () => {
  const ollama = await startOllamaServer();
  onTestFinished(() => ollama.close());
  const server = await startTestServer({ EMBEDDER: 'ollama:nomic-embed-text', OLLAMA_HOST: ollama.host });
  onTestFinished(() => server.close());
  const ada = await server.register();
  const away = replay(503, 'application/json', '{"error":"server busy"}');
  let refused = 0;
  ollama.answers['/api/embed'] = (response, request) => {
    refused += 1;
    return (refused <= 3 ? away : answerEmbed)(response, request);
  };
  const { status } = await ada.ingest('leave.md', 'Employees get 25 days.');
  expect({ status, refused }).toMatchObject({ status: 'SEARCHABLE' });
  expect(refused).toBeGreaterThan(3);
});
