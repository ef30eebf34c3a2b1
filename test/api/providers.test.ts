import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerDocument, AskDocument, SystemDocument } from '../../schema/typed/graphql.ts';
import * as anthropic from '../support/anthropic-recordings.ts';
import type { Client } from '../support/client.ts';
import { replay, stall, startModelServer } from '../support/model-server.ts';
import * as openai from '../support/openai-recordings.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const KEY = 'sk-hunter2';
const sse = 'text/event-stream';
const QUESTION = { input: { question: 'How many days of paid leave do employees get?' } };

const PROVIDERS = [
  {
    choice: 'openai',
    path: '/v1/chat/completions',
    recording: openai.LLAMACPP_STOP,
    settings: (host: string) => ({ OPENAI_BASE_URL: `${host}/v1`, OPENAI_API_KEY: KEY, OPENAI_MODEL: 'smollm2' }),
    thought: 'data: {"choices":[{"index":0,"delta":{"reasoning_content":"Secret thought."}}]}\n\n',
  },
  {
    choice: 'anthropic',
    path: '/v1/messages',
    recording: anthropic.ANTHROPIC_THINKING,
    settings: (host: string) => ({ ANTHROPIC_BASE_URL: host, ANTHROPIC_API_KEY: KEY, ANTHROPIC_MODEL: 'smollm2' }),
    thought:
      'data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Secret thought."}}\n\n',
  },
] as const;

describe.each(PROVIDERS)(
  'a server whose LANGUAGE_MODEL is $choice',
  ({ choice, path, recording, settings, thought }) => {
    let provider: Awaited<ReturnType<typeof startModelServer>>;
    let server: TestServer;
    let ada: Client;
    const good = replay(200, sse, thought, ...recording);
    beforeAll(async () => {
      provider = await startModelServer({ [path]: good });
      server = await startTestServer({ LANGUAGE_MODEL: choice, ANSWERABLE_THRESHOLD: '0', ...settings(provider.host) });
      ada = await server.register();
      await ada.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
    });
    afterAll(async () => {
      await server.close();
      await provider.close();
    });

    const events = async () => {
      const all: unknown[] = [];
      for await (const { data } of ada.subscribe(AnswerDocument, QUESTION)) all.push(data?.answer);
      return all;
    };

    it('answers by it, without its thoughts', async () => {
      provider.answers[path] = good;
      const { ask } = await ada.data(AskDocument, QUESTION);
      expect(ask.answer).toMatchObject({
        text: expect.stringMatching(/^The capital of France is Paris\./),
        model: `${choice}:smollm2`,
      });
      expect(JSON.stringify(await events())).not.toContain('thought');
    });

    it('shows members which model it is, and not where', async () => {
      const { system } = await ada.data(SystemDocument, {});
      expect(system.languageModel).toMatchObject({
        id: `${choice}:smollm2`,
        contextTokens: 8_192,
        reason: `LANGUAGE_MODEL is ${choice}, with smollm2.`,
      });
      expect(JSON.stringify(system)).not.toMatch(/hunter2|127\.0\.0\.1/);
      expect(server.log).toContainEqual(
        expect.objectContaining({ msg: 'language model chosen', endpoint: expect.any(String) }),
      );
    });

    it.each([
      [
        'refuses the key',
        replay(401, 'application/json', `{"error":{"message":"Incorrect key ${KEY}"}}`),
        /refused the key/,
      ],
      ['is overloaded', replay(529, 'application/json', `{"error":{"message":"Busy, ${KEY}"}}`), /is overloaded/],
      ['dies', replay(200, sse, ...recording.slice(0, 4)), /ended before the answer did/],
      [
        'fails in its stream',
        replay(200, sse, `data: {"error":{"message":"Out of memory for ${KEY}"}}\n\n`),
        /could not run/,
      ],
      ['answers with a page', replay(200, 'text/html', `<html>${KEY}</html>`), /no chat endpoint/],
    ])('says that its provider %s, quotes nothing instead, and tells nobody the key', async (_, answer, message) => {
      provider.answers[path] = answer;
      const told = await events();
      expect(told.at(-1)).toMatchObject({
        __typename: 'AnswerFailed',
        code: 'MODEL_UNAVAILABLE',
        message: expect.stringMatching(message),
        retryable: true,
      });
      expect(JSON.stringify([await ada.error(AskDocument, QUESTION), told, server.log])).not.toContain('hunter2');
      expect(server.log).toContainEqual(
        expect.objectContaining({
          level: 'warn',
          msg: expect.stringContaining(`smollm2 at ${provider.host}${path} failed`),
        }),
      );
    });

    it('leaves its provider when the reader leaves', async () => {
      provider.answers[path] = stall(sse, ...recording.slice(0, 8));
      const before = provider.requests.length;
      for await (const { data } of ada.subscribe(AnswerDocument, QUESTION)) {
        if (data?.answer.__typename === 'AnswerDelta') break;
      }
      await provider.requests[before]?.left;
    });
  },
);
