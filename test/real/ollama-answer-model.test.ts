import { Ollama } from 'ollama';
import { describe, expect, it } from 'vitest';
import { createAnswerModels } from '../../src/models/answer-models.ts';
import { createOllamaAnswerModel } from '../../src/models/ollama-answer-model.ts';
import { buildPrompt, estimatePrompt } from '../../src/models/prompt.ts';
import { createQuotingModel } from '../../src/models/quoting/quoting-model.ts';
import { describeAnswerModel, partsOf, passage, REQUEST } from '../contracts/answer-model.ts';
import { NO_OLLAMA, realOllama } from '../support/ollama-real.ts';

const numCtx = 2_048;

if (realOllama) {
  const server = realOllama;
  const open = () => createOllamaAnswerModel({ ...server, numCtx });
  describeAnswerModel('a real Ollama', async () => ({ model: open(), close: async () => {} }));

  describe('a real Ollama', () => {
    it('is free for the next request at once after an abort', async () => {
      const model = open();
      const whole = await timed(() => partsOf(model));
      const controller = new AbortController();
      const endless = { question: 'Count from 1 to 500, one number a line.', passages: REQUEST.passages };
      for await (const part of model.stream(endless, controller)) {
        expect(part).toMatchObject({ type: 'text' });
        break;
      }
      controller.abort();
      // Were the first still running, up to 512 tokens would come before this one's first.
      const after = await timed(() => partsOf(model));
      expect(after).toBeLessThan(whole + 3_000);
    });

    it('has the model, says `auto`', async () => {
      const models = createAnswerModels({ ollama: open(), server, quoting: createQuotingModel() });
      expect((await models.current({})).model.id).toBe(`ollama:${server.model}`);
    });

    it('says how to get a model that it lacks', async () => {
      const asking = partsOf(createOllamaAnswerModel({ ...server, model: 'no-such-model', numCtx }));
      await expect(asking).rejects.toMatchObject({
        code: 'MODEL_UNAVAILABLE',
        message: expect.stringContaining('ollama pull no-such-model'),
      });
    });

    it('answers from passages of a script that it cuts finer than was estimated', async () => {
      const text = '猫がマットの上に座った。会社は期限を延長する。'.repeat(30);
      const request = { question: 'What?', passages: [0.5, 0.6, 0.7].map((relevance) => passage(text, { relevance })) };
      const parts = open().stream(request, new AbortController())[Symbol.asyncIterator]();
      expect(await parts.next()).toMatchObject({ done: false, value: { type: 'text' } });
      await parts.return?.();
    });

    it.each([
      ['prose', 'The quick brown fox jumps over the lazy dog, and nobody minds. '],
      ['a table', '| 12.5 | 1,190 | 2026-11-22 | +3.7 % |\n'],
      ['Russian', 'Общество с ограниченной ответственностью продлевает срок. '],
      ['code', 'if (a[i] != null && b->next) { return f(x, y) * 2; }\n'],
    ])('counts no more tokens in %s than were estimated', async (_, text) => {
      const { messages } = buildPrompt({
        question: 'What?',
        passages: [passage(text.repeat(Math.ceil(600 / text.length)))],
      });
      const options = { num_ctx: numCtx, num_predict: 1 };
      const { prompt_eval_count: tokens } = await new Ollama(server).chat({ model: server.model, messages, options });
      expect(tokens).toBeGreaterThan(100);
      expect(tokens).toBeLessThanOrEqual(estimatePrompt(messages));
    });
  });
} else {
  describe('a real Ollama, as an answer model', () => {
    it('is not there', ({ skip }) => skip(NO_OLLAMA));
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
