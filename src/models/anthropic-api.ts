import { z } from 'zod';
import type { ChatApi, ChatEvent } from './chat-api.ts';
import { BrokenEventError } from './event-stream.ts';
import { readErrorObject } from './http-error.ts';

/** Nobody's answer fails for a number that is none. */
const Usage = z.object({
  input_tokens: z.number().nullish().catch(null),
  cache_read_input_tokens: z.number().nullish().catch(null),
  cache_creation_input_tokens: z.number().nullish().catch(null),
  output_tokens: z.number().nullish().catch(null),
});

const MessageEvent = z.object({
  /** Empty but for a few servers, and a thought's. */
  content_block: z.object({ type: z.string().nullish(), text: z.string().nullish() }).nullish(),
  message: z.object({ usage: Usage.nullish().catch(null) }).nullish(),
  delta: z
    .object({
      type: z.string().nullish(),
      text: z.string().nullish(),
      partial_json: z.string().nullish(),
      stop_reason: z.string().nullish(),
    })
    .nullish(),
  usage: Usage.nullish().catch(null),
  error: z.unknown().optional(),
});

/** The tool that a model must use where its reply is to be JSON. */
const REPLY = 'reply';

/** Messages of Anthropic, and of others that speak them. */
export const anthropicApi: ChatApi = {
  name: 'anthropic',
  path: '/v1/messages',
  optional: ['temperature'],
  headers: (apiKey) => ({
    'anthropic-version': '2023-06-01',
    ...(apiKey !== null && { 'x-api-key': apiKey }),
  }),
  body: ({ model, messages, maxTokens, schema, refused }) => ({
    model,
    system: messages
      .filter(({ role }) => role === 'system')
      .map(({ content }) => content)
      .join('\n\n'),
    messages: messages.filter(({ role }) => role !== 'system'),
    stream: true,
    max_tokens: maxTokens,
    ...(!refused.has('temperature') && { temperature: 0 }),
    ...(schema && {
      tools: [{ name: REPLY, description: 'Takes the reply.', input_schema: schema }],
      tool_choice: { type: 'tool', name: REPLY },
    }),
  }),
  read: (event): ChatEvent => {
    const { data } = MessageEvent.safeParse(event);
    if (!data) throw new BrokenEventError('An event of the answer is none of a message.');
    if (data.error) throw readErrorObject(data.error);
    const { delta, content_block: block } = data;
    const usage = data.usage ?? data.message?.usage;
    return {
      text: (delta?.type === 'text_delta' ? delta.text : block?.type === 'text' ? block.text : null) ?? undefined,
      json: delta?.type === 'input_json_delta' ? (delta.partial_json ?? undefined) : undefined,
      thinks: delta?.type === 'thinking_delta' || block?.type === 'thinking' || block?.type === 'redacted_thinking',
      reason: delta?.stop_reason ? (REASONS[delta.stop_reason] ?? 'withheld') : undefined,
      // Where it is told twice, the first is a guess.
      promptTokens: typeof usage?.input_tokens === 'number' ? promptTokensOf(usage) : undefined,
      completionTokens: usage?.output_tokens ?? undefined,
    };
  },
};

function promptTokensOf(usage: z.infer<typeof Usage>): number {
  const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens } = usage;
  return (input_tokens ?? 0) + (cache_read_input_tokens ?? 0) + (cache_creation_input_tokens ?? 0);
}

/** What stands for none of these is a refusal. */
const REASONS: Readonly<Record<string, ChatEvent['reason']>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
};
