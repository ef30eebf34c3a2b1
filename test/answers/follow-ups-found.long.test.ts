import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BARS } from '../../scripts/evaluate/bars.ts';
import { measureFollowUps, readFollowUps } from '../../scripts/evaluate/follow-ups.ts';
import { openInProcess } from '../../scripts/evaluate/in-process.ts';
import type { Subject } from '../../scripts/evaluate/subject.ts';
import { type Figure, reaches } from '../../scripts/evaluate/table.ts';
import { loadConfig } from '../../src/config.ts';

/** Those of all of XQuAD take too long for a test: `npm run evaluate -- follow-ups` has them. */
const BARS_HERE = Object.entries(BARS['follow-ups.json'] ?? {}).filter(([what]) => !what.includes('XQuAD'));
const FILE = fileURLToPath(new URL('../../../shared/data/follow-ups.json', import.meta.url));

describe.skipIf(!existsSync(FILE))('follow-ups to XQuAD (skipped where ../shared/data is absent)', () => {
  let subject: Subject;
  let figures: Figure[];
  beforeAll(async () => {
    subject = await openInProcess({ threshold: loadConfig({}).search.answerableThreshold });
    figures = await measureFollowUps(subject, await readFollowUps(FILE), { strangers: 0 });
  });
  afterAll(() => subject.close());

  it.each(BARS_HERE)('reach the bar of %s', (what, bar) => {
    const figure = figures.find((each) => each.what === what);
    expect(figure).toBeDefined();
    expect(figure && reaches({ ...figure, bar })).toBe(true);
  });
});
