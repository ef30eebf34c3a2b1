import { createProviderModel } from '../../src/models/provider-model.ts';
import { createQuotingModel } from '../../src/models/quoting/quoting-model.ts';
import { describeAnswerModel } from '../contracts/answer-model.ts';
import { replay, startModelServer } from '../support/model-server.ts';
import { LLAMACPP_STOP } from '../support/openai-recordings.ts';

describeAnswerModel('a recorded llama.cpp', async () => {
  const { host, close } = await startModelServer({
    '/v1/chat/completions': replay(200, 'text/event-stream', ...LLAMACPP_STOP),
  });
  const model = createProviderModel(
    {
      provider: 'OPENAI_COMPATIBLE',
      endpoint: `${host}/v1`,
      apiKey: 'sk-secret',
      model: 'smollm2',
      contextTokens: 2_048,
    },
    { quoting: createQuotingModel(), route: { connectMs: 1_000, silenceMs: 5_000 } },
  );
  return { model, close };
});
