import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerDocument, AskDocument, SystemDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import * as recorded from '../support/ollama-recordings.ts';
import { behindBasicAuth, replay, startOllamaServer } from '../support/ollama-server.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const json = 'application/json; charset=utf-8';
const QUESTION = { input: { question: 'How many days of paid leave do employees get?' } };

describe.each(['auto', 'ollama'])('Ollama behind basic authentication, chosen by %s', (choice) => {
  let ollama: Awaited<ReturnType<typeof startOllamaServer>>;
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    const locked = (answer: Parameters<typeof behindBasicAuth>[1]) => behindBasicAuth('svc:hunter2', answer);
    ollama = await startOllamaServer({
      '/api/tags': locked(replay(200, json, recorded.TAGS)),
      '/api/show': locked(replay(200, json, recorded.SHOW)),
      '/api/embed': locked(recorded.answerEmbed),
      '/api/chat': locked(replay(200, 'application/x-ndjson', ...recorded.CHAT_STOP)),
    });
    server = await startTestServer({
      LANGUAGE_MODEL: choice,
      OLLAMA_HOST: ollama.host.replace('//', '//svc:hunter2@'),
      OLLAMA_MODEL: 'smollm2:135m',
      EMBEDDER: 'ollama:smollm2:135m',
      ANSWERABLE_THRESHOLD: '0',
    });
    ada = await server.register();
    await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
  });
  afterAll(async () => {
    await server.close();
    await ollama.close();
  });

  const expectNoPlace = (text: string) => {
    for (const secret of ['hunter2', 'svc', '127.0.0.1', new URL(ollama.host).port]) expect(text).not.toContain(secret);
  };

  it('answers', async () => {
    const { ask } = await ada.data(AskDocument, QUESTION);
    expect(ask.answer).toMatchObject({ text: 'The capital of France is Paris.', model: 'ollama:smollm2:135m' });
  });

  it('shows members neither its place nor its password', async () => {
    const { system } = await ada.data(SystemDocument, {});
    expect(system.languageModel?.reason).toContain('smollm2:135m');
    expectNoPlace(JSON.stringify(system));
  });

  it('fails without showing members its place, which operators find in the log, without the password', async () => {
    ollama.answers['/api/chat'] = replay(500, json, '{"error":"llama runner at http://10.0.0.7:40001 died"}');
    expectNoPlace(JSON.stringify(await ada.error(AskDocument, QUESTION)));
    const events: unknown[] = [];
    for await (const { data } of ada.subscribe(AnswerDocument, QUESTION)) events.push(data?.answer);
    expect(events.at(-1)).toMatchObject({ __typename: 'AnswerFailed', code: 'MODEL_UNAVAILABLE', retryable: true });
    expect(JSON.stringify(events)).not.toContain('10.0.0.7');
    expectNoPlace(JSON.stringify(events));
    expect(server.log).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        msg: `Ollama at ${ollama.host} could not run smollm2:135m: llama runner at http://10.0.0.7:40001 died`,
      }),
    );
    expect(JSON.stringify(server.log)).not.toContain('hunter2');
  });
});
