import { beforeAll, describe, expect, it } from 'vitest';
import { type BundleSizes, measureBundle } from './support/bundle.ts';

const KIB = 1_024;

describe('the built client (W2)', () => {
  let sizes: BundleSizes;
  beforeAll(async () => {
    sizes = await measureBundle();
  });

  it('runs at most 90 KiB of scripts before somebody can sign in, and 150 before the first page behind the login', () => {
    // Less than half of that would mean that something was not counted.
    expect(sizes.initialJs).toBeGreaterThan(75 * KIB);
    expect(sizes.signInJs).toBeLessThanOrEqual(90 * KIB);
    expect(sizes.initialJs).toBeLessThanOrEqual(150 * KIB);
    expect(sizes.initialCss).toBeGreaterThan(2 * KIB);
    expect(sizes.initialCss).toBeLessThanOrEqual(15 * KIB);
  });

  it('adds at most 15 KiB for each other page, 20 for the reader of Markdown, and 5 for what a page may need', () => {
    const pages = sizes.parts.filter(({ name }) => name.endsWith('-page'));
    const others = sizes.parts.filter((part) => !pages.includes(part));
    expect(pages.map(({ name }) => name)).toEqual(expect.arrayContaining(['documents-page', 'sign-up-page']));
    expect(pages.filter(({ bytes }) => bytes > 15 * KIB)).toEqual([]);
    expect(others.filter(({ name, bytes }) => bytes > (name === 'markdown' ? 20 : 5) * KIB)).toEqual([]);
  });
});
