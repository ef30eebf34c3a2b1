import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerDocument, AskDocument } from '../../schema/typed/graphql.ts';
import type { Client } from '../support/client.ts';
import { type OllamaObserver, observeOllama } from '../support/ollama-observer.ts';
import { NO_OLLAMA, realOllama } from '../support/ollama-real.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const VARIABLES = { input: { question: 'How many days of paid annual leave do employees get?' } };
/** So that the reader leaves in the middle of it. */
const LONG = { input: { question: 'Write a long story about the days of paid annual leave that employees get.' } };

describe.skipIf(!realOllama)('answers by a real Ollama', () => {
  let observer: OllamaObserver;
  let server: TestServer;
  let ada: Client;
  beforeAll(async () => {
    const { host = '', model = '' } = realOllama ?? {};
    observer = await observeOllama(host);
    server = await startTestServer({
      LANGUAGE_MODEL: 'ollama',
      OLLAMA_HOST: observer.host,
      OLLAMA_MODEL: model,
      OLLAMA_NUM_CTX: '2048',
    });
    ada = await server.register();
    await ada.ingest('leave.md', '# Leave\n\nEmployees get 25 days of paid annual leave.');
  });
  afterAll(async () => {
    await server.close();
    await observer.close();
  });

  it('stream in many pieces, and cite only what is there', async () => {
    let text = '';
    let pieces = 0;
    for await (const { data } of ada.subscribe(AnswerDocument, VARIABLES)) {
      const event = data?.answer;
      if (event?.__typename === 'AnswerDelta') {
        text += event.text;
        pieces += 1;
      }
      if (event?.__typename !== 'AnswerCompleted') continue;
      expect(event.answer.text).toBe(text);
      expect(event.answer.usage.completionTokens).toBeGreaterThan(0);
      for (const { marker } of event.answer.citations) expect(marker).toBe(1);
    }
    expect(pieces).toBeGreaterThan(3);
  });

  it('are the same each time', async () => {
    const ask = async () => (await ada.data(AskDocument, VARIABLES)).ask.answer.text;
    expect(await ask()).toBe(await ask());
  });

  it.each(['subscribe', 'stream'] as const)('leave Ollama free when their reader leaves (%s)', async (how) => {
    const end = observer.nextEnd();
    for await (const { data } of ada[how](AnswerDocument, LONG)) {
      if (data?.answer.__typename === 'AnswerDelta') break;
    }
    expect(await end).toBe('hung up');
    expect((await ada.data(AskDocument, VARIABLES)).ask.answer.text).not.toBe('');
  });
});

if (!realOllama) it('a real Ollama is not there', ({ skip }) => skip(NO_OLLAMA));
