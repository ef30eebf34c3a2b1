import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { measureClaims, measureMarkers, readClaims } from '../../scripts/evaluate/claims.ts';

const file = fileURLToPath(new URL('../../../shared/data/claims.json', import.meta.url));

describe('claims over texts of a company', async () => {
  const claims = await readClaims(fileURLToPath(new URL('../data/company-claims.json', import.meta.url)));
  const figures = measureClaims(claims);
  const supported = (what: string) => figures.find((each) => each.what === what)?.shares.SUPPORTED ?? Number.NaN;

  it.each([
    ['true: verbatim', 1],
    ['true: paraphrase', 0.8],
    ['true: near-copy', 0.85],
  ])('that are %s are supported', (what, least) => {
    expect(supported(what)).toBeGreaterThanOrEqual(least);
  });

  it.each([
    ['noun', 0.05],
    ['number', 0],
    ['name', 0],
    ['date', 0],
    ['unit', 0.15],
    ['verb', 0.1],
    ['negation', 0.1],
    ['comparison', 0.15],
    ['quantifier', 0.5],
  ])('with another %s are not', (kind, most) => {
    expect(supported(`changed: ${kind}`)).toBeLessThanOrEqual(most);
  });
});

describe.skipIf(!existsSync(file))(
  'claims with labels (skipped where ../shared/data/claims.json is absent)',
  async () => {
    const claims = existsSync(file) ? await readClaims(file) : [];

    it.each(['', ', even articles', ', odd articles'])('are told apart%s', (half) => {
      const figures = measureClaims(claims);
      const sharesOf = (label: string) => {
        const shares = figures.find(({ what }) => what === label + half)?.shares;
        if (!shares) throw new Error(`There are no claims ${label}${half}.`);
        return shares;
      };
      expect(sharesOf('true').SUPPORTED).toBeGreaterThanOrEqual(0.9);
      expect(sharesOf('changed').SUPPORTED).toBeLessThanOrEqual(0.15);
      expect(sharesOf('other').UNSUPPORTED).toBeGreaterThanOrEqual(0.9);
      expect(sharesOf('other').SUPPORTED).toBeLessThanOrEqual(0.04);
    });

    it('get the marker of the passage that supports them', () => {
      const [right, wrong, without] = measureMarkers(claims).map(({ value }) => value);
      expect(right).toBeGreaterThanOrEqual(0.9);
      expect(wrong).toBeLessThanOrEqual(0.01);
      expect(without).toBeLessThanOrEqual(0.04);
    });
  },
);
