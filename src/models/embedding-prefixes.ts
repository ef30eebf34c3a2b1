import type { Embedder } from './embedder.ts';

/** What a model was trained to see before a question and before a passage. */
interface Prefixes {
  readonly question: string;
  readonly passage: string;
}

const SEARCHING = 'Represent this sentence for searching relevant passages: ';
const INSTRUCTION = 'Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:';

/**
 * By what a model's name holds, the first that fits; each as the card of the model says, whose name stands above the line.
 * Others, such as all-minilm, bge-m3, granite-embedding and paraphrase-multilingual, take texts as they are.
 */
const PREFIXES: readonly (readonly [RegExp, Prefixes])[] = [
  // nomic-ai/nomic-embed-text-v1, -v1.5, -v2-moe, modernbert-embed-base
  [/nomic-embed-text|modernbert-embed/, { question: 'search_query: ', passage: 'search_document: ' }],
  // mixedbread-ai/mxbai-embed-large-v1
  [/mxbai-embed-large/, { question: SEARCHING, passage: '' }],
  // Snowflake/snowflake-arctic-embed-l-v2.0, -m-v2.0
  [/arctic-embed2|arctic-embed-[lm]-v2/, { question: 'query: ', passage: '' }],
  // Snowflake/snowflake-arctic-embed-xs to -l, -m-v1.5
  [/arctic-embed/, { question: SEARCHING, passage: '' }],
  // BAAI/bge-small-zh to bge-large-zh-v1.5
  [/bge[-:](?:small|base|large)-zh/, { question: '为这个句子生成表示以用于检索相关文章：', passage: '' }],
  // BAAI/bge-small-en to bge-large-en-v1.5
  [/bge[-:](?:small|base|large)/, { question: SEARCHING, passage: '' }],
  // intfloat/multilingual-e5-large-instruct, e5-mistral-7b-instruct, Alibaba-NLP/gte-Qwen2-1.5B-instruct, and what began as those
  [/\be5-.*instruct|gte-qwen2|(?:sfr-embedding|linq-embed)-mistral/, { question: `${INSTRUCTION} `, passage: '' }],
  // intfloat/e5-small to multilingual-e5-large
  [/\be5-(?:small|base|large)/, { question: 'query: ', passage: 'passage: ' }],
  // google/embeddinggemma-300m
  [/embeddinggemma/, { question: 'task: search result | query: ', passage: 'title: none | text: ' }],
  // Qwen/Qwen3-Embedding-0.6B to -8B
  [/qwen3-embedding/, { question: INSTRUCTION, passage: '' }],
];

/**
 * The same embedder, with the prefixes that its model wants before questions and passages. Its id says so, as vectors with
 * and without them don't fit together.
 */
export function withPrefixes(embedder: Embedder, model: string): Embedder {
  const name = model.toLowerCase();
  const prefixes = PREFIXES.find(([part]) => part.test(name))?.[1];
  if (!prefixes) return embedder;
  return {
    ...embedder,
    id: `${embedder.id}+prefixes`,
    embed: (texts, options) =>
      embedder.embed(
        texts.map((text) => prefixes[options.as] + text),
        options,
      ),
  };
}
