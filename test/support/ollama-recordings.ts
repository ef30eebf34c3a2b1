import type { ServerResponse } from 'node:http';

/** What Ollama 0.17.4 sent, with SmolLM2-135M; long parts that nothing reads are left out. */

const line = (content: string) =>
  `{"model":"smollm2:135m","created_at":"2026-11-22T19:29:05.318838531Z","message":{"role":"assistant","content":${JSON.stringify(content)}},"done":false}\n`;

export const CHAT_TOKENS = ['The', ' capital', ' of', ' France', ' is', ' Paris'].map(line);

export const CHAT_LENGTH = [
  ...CHAT_TOKENS,
  '{"model":"smollm2:135m","created_at":"2026-11-22T19:29:07.042983115Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"length","total_duration":2613717659,"load_duration":706858457,"prompt_eval_count":16,"prompt_eval_duration":177339567,"eval_count":6,"eval_duration":1724791778}\n',
];

export const CHAT_STOP = [
  ...CHAT_TOKENS,
  line('.'),
  '{"model":"smollm2:135m","created_at":"2026-11-22T19:29:11.281906134Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":4221742792,"load_duration":26076784,"prompt_eval_count":16,"prompt_eval_duration":139812827,"eval_count":8,"eval_duration":3992545826}\n',
];

/** Where it was asked for JSON after a schema. */
export const CHAT_JSON = [
  ...['{', '\n ', ' "', 'a', 'ns', 'w', 'er', '"', '\n   ', ' :', '\n     ', ' "', 'no', '"', '\n', '}'].map(line),
  CHAT_STOP.at(-1) ?? '',
];

export const TAGS =
  '{"models":[{"name":"smollm2:135m","model":"smollm2:135m","modified_at":"2026-11-22T19:12:07.667303506Z","size":98363007,"digest":"cbfd08d64595fe1d54331cc6a88bf1eddeb63bbb8d2349043ed0ff9f6dec64c2","details":{"parent_model":"","format":"gguf","family":"llama","families":["llama"],"parameter_size":"134.52M","quantization_level":"Q4_1"}}]}';

export const SHOW =
  '{"parameters":"stop                           \\"<|im_start|>\\"\\nstop                           \\"<|im_end|>\\"","details":{"parent_model":"","format":"gguf","family":"llama","families":["llama"],"parameter_size":"134.52M","quantization_level":"Q4_1"},"model_info":{"general.architecture":"llama","general.parameter_count":134515008,"llama.block_count":30,"llama.context_length":8192,"llama.embedding_length":576},"capabilities":["completion"],"modified_at":"2026-11-22T19:12:07.667303506Z"}';

export const MODEL_NOT_FOUND = `{"error":"model 'nope' not found"}`;
export const MODEL_REQUIRED = '{"error":"model is required"}';
export const BROKEN_JSON = '{"error":"unexpected EOF"}';
export const TOO_LONG = '{"error":"the input length exceeds the context length"}';
export const BUSY = '{"error":"server busy, please try again.  maximum pending requests exceeded"}';

const DIMENSIONS = 8;

/** An answer of `/api/embed` in its shape, with a vector that depends on the text alone. */
export function answerEmbed(response: ServerResponse, { body }: { body: { model: string; input: string[] } }): void {
  const embeddings = body.input.map((text) =>
    Array.from(
      { length: DIMENSIONS },
      (_, at) => 0.01 * ([...text].filter((_, i) => i % DIMENSIONS === at).length + at),
    ),
  );
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(
    JSON.stringify({ model: body.model, embeddings, total_duration: 1, load_duration: 1, prompt_eval_count: 1 }),
  );
}
