import { beforeAll, describe, expect, it } from 'vitest';
import { type BundleSizes, measureBundle } from './support/bundle.ts';

describe('the built client (W2)', () => {
  let sizes: BundleSizes;
  beforeAll(async () => {
    sizes = await measureBundle();
  });

  it('runs at most 150 kB of scripts before its first page is drawn', () => {
    // Less than half of that would mean that something was not counted.
    expect(sizes.initialJs).toBeGreaterThan(75_000);
    expect(sizes.initialJs).toBeLessThanOrEqual(150_000);
    expect(sizes.initialCss).toBeGreaterThan(2_000);
    expect(sizes.initialCss).toBeLessThanOrEqual(15_000);
  });

  it('adds at most 15 kB for each other page', () => {
    expect(sizes.pages.map(({ name }) => name)).toEqual(expect.arrayContaining(['documents-page', 'sign-up-page']));
    expect(sizes.pages.filter(({ bytes }) => bytes > 15_000)).toEqual([]);
  });
});
