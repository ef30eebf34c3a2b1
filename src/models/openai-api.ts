import { z } from 'zod';
import type { ChatApi, ChatEvent } from './chat-api.ts';
import { BrokenEventError } from './event-stream.ts';
import { HttpError, readErrorObject } from './http-error.ts';

/** Mistral's content, where it thinks. */
const Piece = z.object({ type: z.string(), text: z.string().nullish() });

const Chunk = z.object({
  choices: z
    .array(
      z.object({
        index: z.number().nullish().catch(null),
        delta: z
          .object({
            /** What OpenAI's models say where they don't answer. */
            refusal: z.unknown().optional(),
            content: z.union([z.string(), z.array(Piece)]).nullish(),
            // The thoughts of DeepSeek, llama.cpp and older vLLM, then those of Ollama and newer vLLM.
            reasoning_content: z.unknown().optional(),
            reasoning: z.unknown().optional(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  // Nobody's answer fails for a number that is none.
  usage: z
    .object({
      prompt_tokens: z.number().nullish().catch(null),
      completion_tokens: z.number().nullish().catch(null),
      completion_tokens_details: z.object({ reasoning_tokens: z.number().nullish() }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
  error: z.unknown().optional(),
  object: z.unknown().optional(),
});

/** Chat completions of OpenAI, vLLM, llama.cpp, LM Studio, Ollama and others. */
export const openAiApi: ChatApi = {
  name: 'openai',
  path: '/chat/completions',
  optional: ['max_tokens', 'temperature', 'seed', 'stream_options'],
  headers: (apiKey) => (apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
  body: ({ model, messages, maxTokens, schema, refused }) => ({
    model,
    messages,
    stream: true,
    // OpenAI's newer models know the second alone, Ollama the first alone.
    [refused.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens']: maxTokens,
    ...(!refused.has('temperature') && { temperature: 0 }),
    ...(!refused.has('seed') && { seed: 1 }),
    ...(!refused.has('stream_options') && { stream_options: { include_usage: true } }),
    ...(schema && {
      response_format: { type: 'json_schema', json_schema: { name: 'reply', strict: true, schema } },
    }),
  }),
  read: (event): ChatEvent => {
    const { data: chunk } = Chunk.safeParse(event);
    if (!chunk) throw new BrokenEventError('An event of the answer is no chunk of a chat completion.');
    if (chunk.error) throw readErrorObject(chunk.error);
    // As older vLLM has it.
    if (chunk.object === 'error') throw readErrorObject(event);
    const choice = chunk.choices?.find(({ index }) => !index);
    const { delta, finish_reason: finish } = choice ?? {};
    const reason = delta?.refusal ? 'content_filter' : finish;
    if (reason && BROKEN.test(reason)) throw new HttpError(500, `It finished for ${reason}.`);
    const { usage } = chunk;
    const pieces =
      typeof delta?.content === 'string' ? [{ type: 'text', text: delta.content }] : (delta?.content ?? []);
    const texts = pieces.filter(({ type }) => type === 'text');
    return {
      text: texts.map(({ text }) => text ?? '').join(''),
      thinks: Boolean(
        delta?.reasoning_content ||
          delta?.reasoning ||
          texts.length < pieces.length ||
          usage?.completion_tokens_details?.reasoning_tokens,
      ),
      reason: reason && !UNFINISHED.test(reason) ? (REASONS[reason.toLowerCase()] ?? 'stop') : undefined,
      promptTokens: usage?.prompt_tokens ?? undefined,
      completionTokens: usage?.completion_tokens ?? undefined,
    };
  },
};

/** Other reasons, of tools and of end tokens, are a stop. */
const REASONS: Readonly<Record<string, ChatEvent['reason']>> = {
  length: 'length',
  max_tokens: 'length',
  content_filter: 'withheld',
  safety: 'withheld',
};

/** Where the answer was given up: OpenRouter, vLLM, DeepSeek. */
const BROKEN = /^(?:error|abort|insufficient_system_resource)$/i;
/** As some write that there is no reason yet. */
const UNFINISHED = /^(?:null|none)$/i;
