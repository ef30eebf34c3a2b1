import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPrefixes } from '../../src/models/embedding-prefixes.ts';
import { openOllamaEmbedder } from '../../src/models/ollama-embedder.ts';
import { startOllamaServer } from '../support/ollama-server.ts';
import { startTestServer } from '../support/server.ts';

const SEARCHING = 'Represent this sentence for searching relevant passages: ';
const INSTRUCTION = 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:';

describe('an embedding model that wants prefixes', () => {
  let ollama: Awaited<ReturnType<typeof startOllamaServer>>;
  beforeAll(async () => {
    ollama = await startOllamaServer();
  });
  afterAll(() => ollama.close());

  it.each([
    ['nomic-embed-text', 'search_query: ', 'search_document: '],
    ['nomic-embed-text:v1.5', 'search_query: ', 'search_document: '],
    ['hf.co/nomic-ai/nomic-embed-text-v2-moe-GGUF:Q8_0', 'search_query: ', 'search_document: '],
    ['mxbai-embed-large', SEARCHING, ''],
    ['snowflake-arctic-embed:33m', SEARCHING, ''],
    ['snowflake-arctic-embed2', 'query: ', ''],
    ['bge-large', SEARCHING, ''],
    ['quentinz/bge-large-zh-v1.5', '为这个句子生成表示以用于检索相关文章：', ''],
    ['jeffh/intfloat-multilingual-e5-large:f16', 'query: ', 'passage: '],
    ['jeffh/intfloat-multilingual-e5-large-instruct:f16', `${INSTRUCTION} `, ''],
    ['znbang/bge:small-en-v1.5-q8_0', SEARCHING, ''],
    ['hf.co/nomic-ai/modernbert-embed-base', 'search_query: ', 'search_document: '],
    ['rjmalagon/gte-qwen2-1.5b-instruct-embed-f16', `${INSTRUCTION} `, ''],
    ['avr/sfr-embedding-mistral', `${INSTRUCTION} `, ''],
    ['embeddinggemma', 'task: search result | query: ', 'title: none | text: '],
    ['qwen3-embedding:0.6b', INSTRUCTION, ''],
    ['bge-m3', '', ''],
    ['all-minilm', '', ''],
    ['granite-embedding', '', ''],
    ['paraphrase-multilingual', '', ''],
  ])('gets them (%s)', async (model, question, passage) => {
    const embedder = withPrefixes(await openOllamaEmbedder({ host: ollama.host, model }), model);
    ollama.requests.length = 0;
    await embedder.embed(['How long?'], { as: 'question' });
    await embedder.embed(['Two years.', 'Blue.'], { as: 'passage' });
    expect(ollama.requests.map(({ body }) => body.input)).toEqual([
      [`${question}How long?`],
      [`${passage}Two years.`, `${passage}Blue.`],
    ]);
    expect(embedder.id).toBe(`ollama:${model}${question ? '+prefixes' : ''}`);
    await embedder.close();
  });

  it('gets them from the whole server', async () => {
    const server = await startTestServer({ EMBEDDER: 'ollama:nomic-embed-text', OLLAMA_HOST: ollama.host });
    try {
      const ada = await server.register();
      ollama.requests.length = 0;
      await ada.ingest('leave.md', 'Employees get 25 days.');
      await ada.data('query { search(query: "How many days?") { answerable } }');
      const sent = ollama.requests.flatMap(({ body }) => body.input);
      expect(sent).toContain('search_document: Employees get 25 days.');
      expect(sent).toContain('search_query: How many days?');
    } finally {
      await server.close();
    }
  });
});
