import { describe, expect, it } from 'vitest';
import type { AnswerModel } from '../../src/models/answer-model.ts';
import { COMPLETION, describeAnswerModel, partsOf, passage, REQUEST } from '../contracts/answer-model.ts';
import { NO_LLAMACPP, realLlamaCpp } from '../support/llamacpp-real.ts';
import { NO_OLLAMA, realOllama } from '../support/ollama-real.ts';
import { openProviderModel } from '../support/provider-model.ts';

type Settings = Parameters<typeof openProviderModel>[0];
const route = { connectMs: 3_000, silenceMs: 0 };

/** What every server must do that speaks to us as a provider. `free` waits until it is at work for nobody. */
function describeReal(name: string, settings: Settings, free: () => Promise<unknown>): void {
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

    it('is free at once after an abort, and after a reader who left', async () => {
      const endless = { question: 'Count from 1 to 500, one number a line.', passages: REQUEST.passages };
      const whole = await timed(() => partsOf(open(), endless));
      for (const leaves of [false, true]) {
        const controller = new AbortController();
        const parts = open().stream(endless, controller)[Symbol.asyncIterator]();
        expect(await parts.next()).toMatchObject({ value: { type: 'text' } });
        if (leaves) await parts.return?.();
        else controller.abort();
        // Were it still at work, that would take as long as all of it took.
        expect(await timed(free)).toBeLessThan(whole);
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
  const headers = { authorization: `Bearer ${apiKey}` };
  const free = async () => {
    for (;;) {
      const slots = (await (await fetch(`${url}/slots`, { headers })).json()) as { is_processing: boolean }[];
      if (!slots.some(({ is_processing }) => is_processing)) return;
    }
  };
  describeReal('a real llama.cpp over chat completions', settings, free);
  describeReal('a real llama.cpp over messages', { ...settings, provider: 'ANTHROPIC', endpoint: url }, free);

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
  // It answers one at a time: the next answer begins once the one before has ended.
  const free = async () => {
    for await (const _ of openProviderModel(settings, { route }).stream(REQUEST, new AbortController())) break;
  };
  describeReal('a real Ollama over chat completions', settings, free);
  describeReal('a real Ollama over messages', { ...settings, provider: 'ANTHROPIC', endpoint: host }, free);

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
