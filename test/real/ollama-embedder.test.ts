import { describe, it } from 'vitest';
import { openOllamaEmbedder } from '../../src/models/ollama-embedder.ts';
import { describeEmbedder } from '../contracts/embedder.ts';
import { NO_OLLAMA, realOllama } from '../support/ollama-real.ts';

if (realOllama) {
  const server = realOllama;
  // A chat model embeds too, badly, which is enough for the contract.
  describeEmbedder('a real Ollama', () => openOllamaEmbedder(server));
} else {
  describe('a real Ollama, as an embedder', () => {
    it('is not there', ({ skip }) => skip(NO_OLLAMA));
  });
}
