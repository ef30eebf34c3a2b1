import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/models/embedder.ts';

const TEXTS = [
  'The cat sat on the mat.',
  'Quarterly revenue rose by a tenth, and the board was pleased with it, more than it had been for many years.',
  'Red.',
  'A feline rested on a rug.',
  'Die Katze saß auf der Matte. 猫がマットの上に座った。 🐈',
];

/** What every embedder promises. */
export function describeEmbedder(name: string, open: () => Promise<Embedder> | Embedder): void {
  describe(`${name}, as an embedder`, () => {
    let embedder: Embedder;
    let vectors: Float32Array[];
    beforeAll(async () => {
      embedder = await open();
      await embedder.ready();
      vectors = await embedder.embed(TEXTS, { as: 'passage' });
    });
    afterAll(() => embedder?.close());

    it('names itself and says why it was chosen', () => {
      expect(embedder.id).not.toBe('');
      expect(embedder.reason).toMatch(/\.$/);
      expect(embedder.dimensions).toBeGreaterThan(1);
    });

    it('gives one finite vector of unit length a text', () => {
      expect(vectors).toHaveLength(TEXTS.length);
      for (const vector of vectors) {
        expect(vector).toBeInstanceOf(Float32Array);
        expect(vector).toHaveLength(embedder.dimensions);
        expect(cosine(vector, vector)).toBeCloseTo(1, 4);
      }
    });

    it("keeps the texts' order, and gives a text the same vector whatever its neighbours are", async () => {
      for (const [place, text] of TEXTS.entries()) {
        const [alone] = await embedder.embed([text], { as: 'passage' });
        expect(cosine(alone, vectors[place])).toBeGreaterThan(0.999);
      }
      expect(cosine(vectors[0], vectors[1])).toBeLessThan(0.999);
    });

    it('gives the same vectors again, each in memory of its own', async () => {
      const again = await embedder.embed(TEXTS, { as: 'passage' });
      expect(again).toEqual(vectors);
      expect(new Set(again.map(({ buffer }) => buffer)).size).toBe(TEXTS.length);
    });

    it('gives nothing for no texts', async () => {
      expect(await embedder.embed([], { as: 'passage' })).toEqual([]);
      expect(await embedder.embed([], { as: 'question' })).toEqual([]);
    });

    it('takes a text that is longer than the model reads', async () => {
      const [vector] = await embedder.embed(['Many words make a long text. '.repeat(400)], { as: 'passage' });
      expect(vector).toHaveLength(embedder.dimensions);
    });

    it('refuses at once when the signal has aborted, and goes on working for others', async () => {
      const signal = AbortSignal.abort();
      await expect(embedder.embed(TEXTS, { as: 'passage', signal })).rejects.toBe(signal.reason);
      expect(await embedder.embed(['Red.'], { as: 'question' })).toHaveLength(1);
    });

    it('stops when the signal aborts meanwhile, and goes on working for others', async () => {
      const controller = new AbortController();
      const stopped = embedder.embed(TEXTS, { as: 'passage', signal: controller.signal });
      controller.abort();
      await expect(stopped).rejects.toBe(controller.signal.reason);
      expect(await embedder.embed(['Red.'], { as: 'question' })).toHaveLength(1);
    });

    it('closes twice, and then refuses', async () => {
      const other = await open();
      await other.close();
      await other.close();
      await expect(other.embed(TEXTS, { as: 'passage' })).rejects.toThrow();
    });
  });
}

export function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  return (a ?? new Float32Array()).reduce((sum, value, at) => sum + value * (b?.[at] ?? 0), 0);
}
