/** What Ollama 0.17.4 sent over `/v1/chat/completions`, with SmolLM2-135M and a limit of 12 tokens. */
export const OLLAMA_LENGTH = [
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"The"},"finish_reason":null}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":" capital"},"finish_reason":null}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":" of"},"finish_reason":null}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":" France"},"finish_reason":null}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":" is"},"finish_reason":null}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":" Paris"},"finish_reason":null}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":","},"finish_reason":null}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":" also"},"finish_reason":null}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":" known"},"finish_reason":null}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":" as"},"finish_reason":null}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":" the"},"finish_reason":null}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":" City"},"finish_reason":null}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"length"}]}\n\n',
  'data: {"id":"chatcmpl-410","object":"chat.completion.chunk","created":1795662348,"model":"smollm2:135m","system_fingerprint":"fp_ollama","choices":[],"usage":{"prompt_tokens":24,"completion_tokens":12,"total_tokens":36}}\n\n',
  'data: [DONE]\n\n',
];

/** What llama.cpp's server sent. */
export const LLAMACPP_STOP = [
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1795662348,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"The"}}],"created":1795662348,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":" capital"}}],"created":1795662348,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":" of"}}],"created":1795662348,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":" France"}}],"created":1795662348,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":" is"}}],"created":1795662348,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":" Paris"}}],"created":1795662348,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"."}}],"created":1795662348,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"created":1795662348,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[],"created":1795662348,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk","usage":{"completion_tokens":8,"prompt_tokens":24,"total_tokens":32,"prompt_tokens_details":{"cached_tokens":0}},"timings":{"cache_n":0,"prompt_n":24,"prompt_ms":144.643,"prompt_per_token_ms":6.026791666666667,"prompt_per_second":165.92576204863008,"predicted_n":8,"predicted_ms":88.856,"predicted_per_token_ms":12.693714285714284,"predicted_per_second":78.7791482848654}}\n\n',
  'data: [DONE]\n\n',
];

/** What llama.cpp's server sent where it was asked for JSON after a schema. */
export const LLAMACPP_JSON = [
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1795663465,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"{"}}],"created":1795663466,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"\\n "}}],"created":1795663466,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":" \\""}}],"created":1795663466,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"answer"}}],"created":1795663466,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"\\":"}}],"created":1795663466,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":" \\""}}],"created":1795663466,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"no"}}],"created":1795663466,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"\\""}}],"created":1795663466,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"\\n"}}],"created":1795663466,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"}"}}],"created":1795663466,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[{"finish_reason":"stop","index":0,"delta":{}}],"created":1795663466,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"}\n\n',
  'data: {"choices":[],"created":1795663466,"id":"chatcmpl-410","model":"smollm2","system_fingerprint":"b0-unknown","object":"chat.completion.chunk","usage":{"completion_tokens":22,"prompt_tokens":35,"total_tokens":57}}\n\n',
  'data: [DONE]\n\n',
];
