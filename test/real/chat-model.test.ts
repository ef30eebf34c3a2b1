import { describe, expect, it } from 'vitest';
import type { AnswerModel } from '../../src/models/answer-model.ts';
import { COMPLETION, describeAnswerModel, partsOf, passage, REQUEST } from '../contracts/answer-model.ts';
import { NO_LLAMACPP, realLlamaCpp } from '../support/llamacpp-real.ts';
import { NO_OLLAMA, realOllama } from '../support/ollama-real.ts';
import { openProviderModel } from '../support/provider-model.ts';

type Settings = Parameters<typeof openProviderModel>[0];
const route = { connectMs: 3_000, silenceMs: 0 };

/** What every server must do that speaks to us as a provider. */
function describeReal(name: string, settings: Settings): void {
  const problems: string[] = [];
  const open = (others: Partial<Settings> = {}): AnswerModel =>
    openProviderModel({ ...settings, ...others }, { route, onFailure: (problem) => void problems.push(problem) });

  // Small models have no tools, so they write no JSON for Anthropic's API.
  const contracted = () => (settings.provider === 'ANTHROPIC' ? withoutJson(open()) : open());
  describeAnswerModel(name, async () => ({ model: contracted(), close: async () => {} }));

  describe(name, () => {
    it('says what its answer cost', async () => {
      const { promptTokens, completionTokens } = (await partsOf(open())).at(-1) as Record<string, unknown>;
      expect(promptTokens).toBeGreaterThan(100);
      expect(completionTokens).toBeGreaterThan(0);
    });

    it('is free for the next request at once after an abort, and after a reader who left', async () => {
      const whole = await timed(() => partsOf(open()));
      const endless = { question: 'Count from 1 to 500, one number a line.', passages: REQUEST.passages };
      for (const leaves of [false, true]) {
        const controller = new AbortController();
        const parts = open().stream(endless, controller)[Symbol.asyncIterator]();
        expect(await parts.next()).toMatchObject({ value: { type: 'text' } });
        if (leaves) await parts.return?.();
        else controller.abort();
        // Were the first still running, up to 512 tokens would come before this one's first.
        expect(await timed(() => partsOf(open()))).toBeLessThan(whole + 3_000);
      }
    });

    if (settings.provider === 'ANTHROPIC') {
      it('is known to write no JSON once it did not', async () => {
        const model = open();
        await expect(model.complete?.(COMPLETION, new AbortController())).rejects.toMatchObject({
          code: 'MODEL_UNAVAILABLE',
        });
        expect(model.complete).toBeUndefined();
        expect((await partsOf(model)).at(-1)?.type).toBe('finished');
      });
    }
  });
}

if (realLlamaCpp) {
  const { url, apiKey } = realLlamaCpp;
  const settings = { provider: 'OPENAI_COMPATIBLE', endpoint: `${url}/v1`, apiKey } as const;
  describeReal('a real llama.cpp over chat completions', settings);
  describeReal('a real llama.cpp over messages', { ...settings, provider: 'ANTHROPIC', endpoint: url });

  describe.each(['OPENAI_COMPATIBLE', 'ANTHROPIC'] as const)('a real llama.cpp as %s', (provider) => {
    const endpoint = provider === 'ANTHROPIC' ? url : `${url}/v1`;

    it('refuses a wrong key, which is told to nobody', async () => {
      const problems: string[] = [];
      const onFailure = (problem: string) => void problems.push(problem);
      const model = openProviderModel({ provider, endpoint, apiKey: 'sk-hunter2' }, { route, onFailure });
      const error = await partsOf(model).catch((e) => e);
      expect(error).toMatchObject({ code: 'MODEL_UNAVAILABLE', message: expect.stringContaining('refused the key') });
      expect(`${error.stack} ${problems}`).not.toContain('hunter2');
    });

    it('is asked for less where its context is smaller than was thought', async () => {
      const model = openProviderModel({ provider, endpoint, apiKey, contextTokens: 8_192 }, { route });
      const passages = [0.5, 0.6].map((relevance) => passage('The office opens at eight. '.repeat(600), { relevance }));
      const parts = model.stream({ question: 'When?', passages }, new AbortController())[Symbol.asyncIterator]();
      expect(await parts.next()).toMatchObject({ value: { type: 'text' } });
      await parts.return?.();
    });
  });
} else {
  describe('a real llama.cpp, as an answer model', () => {
    it('is not there', ({ skip }) => skip(NO_LLAMACPP));
  });
}

if (realOllama) {
  const { host, model } = realOllama;
  const settings = { provider: 'OPENAI_COMPATIBLE', endpoint: `${host}/v1`, apiKey: null, model } as const;
  describeReal('a real Ollama over chat completions', settings);
  describeReal('a real Ollama over messages', { ...settings, provider: 'ANTHROPIC', endpoint: host });

  it.each(['OPENAI_COMPATIBLE', 'ANTHROPIC'] as const)('a real Ollama as %s lacks a model', async (provider) => {
    const endpoint = provider === 'ANTHROPIC' ? host : `${host}/v1`;
    const lacking = openProviderModel({ provider, endpoint, model: 'no-such-model' }, { route });
    await expect(partsOf(lacking)).rejects.toThrow('does not have the model no-such-model');
  });
} else {
  describe('a real Ollama, as a provider', () => {
    it('is not there', ({ skip }) => skip(NO_OLLAMA));
  });
}

function withoutJson(model: AnswerModel): AnswerModel {
  return { ...model, complete: undefined };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
