import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createClaimCheck } from '../../src/answers/claims/claim-check.ts';
import type { ClaimPassage } from '../../src/answers/claims/read-passage.ts';
import type { DocumentId } from '../../src/ids.ts';
import { SUPPORTS, type Support } from '../../src/store/answers.ts';
import type { Figure } from './table.ts';

const squad = z.object({
  data: z.array(z.object({ paragraphs: z.array(z.object({ context: z.string() })) })),
});
const claimsFile = squad.partial().extend({
  claims: z.array(
    z.object({
      sentence: z.string(),
      /** `true`, or in what way it is not. */
      label: z.enum(['true', 'changed', 'other']),
      kind: z.string(),
      /** Of the passage that it cites, in `passages`. */
      article: z.int(),
      paragraph: z.int(),
    }),
  ),
});

/** A sentence, and the paragraphs of the article that it cites one of. */
export interface LabelledClaim {
  readonly sentence: string;
  readonly label: 'true' | 'changed' | 'other';
  readonly kind: string;
  readonly article: number;
  readonly passages: readonly ClaimPassage[];
  /** Of the one that it cites, from 1. */
  readonly marker: number;
}

/** Reads a file of sentences with labels. Their passages are in it too, or in one in SQuAD's format, beside it or where it is said. */
export async function readClaims(file: string, passagesFile = besideOrShared(file)): Promise<LabelledClaim[]> {
  const { claims, data: own } = claimsFile.parse(JSON.parse(await readFile(file, 'utf8')));
  const { data } = own ? { data: own } : squad.parse(JSON.parse(await readFile(passagesFile, 'utf8')));
  return claims.map(({ paragraph, ...claim }) => {
    const paragraphs = data[claim.article]?.paragraphs ?? [];
    if (!paragraphs[paragraph]) throw new Error(`${passagesFile} has no paragraph ${claim.article}/${paragraph}.`);
    const passages = paragraphs.map(({ context }, at) => ({
      documentId: String(at) as DocumentId,
      text: context,
      start: 0,
    }));
    return { ...claim, passages, marker: paragraph + 1 };
  });
}

function besideOrShared(file: string): string {
  const beside = join(dirname(file), 'xquad.en.json');
  return existsSync(beside) ? beside : fileURLToPath(new URL('../../../shared/data/xquad.en.json', import.meta.url));
}

/** What came out for some claims. */
export interface ClaimFigures {
  readonly what: string;
  readonly count: number;
  /** The share of each. */
  readonly shares: Readonly<Record<Support, number>>;
}

/** Checks each claim against the passage that it cites: all of a label, by kind, and by halves of the articles. */
export function measureClaims(claims: readonly LabelledClaim[]): ClaimFigures[] {
  const judged = claims.map((claim) => ({ ...claim, support: supportOf(claim) }));
  const groups = new Map<string, Support[]>();
  for (const { label, kind, article, support } of judged) {
    const half = article % 2 === 0 ? 'even' : 'odd';
    for (const what of [label, `${label}: ${kind}`, `${label}, ${half} articles`]) {
      groups.set(what, [...(groups.get(what) ?? []), support]);
    }
  }
  const share = (supports: readonly Support[], of: Support) =>
    supports.filter((each) => each === of).length / supports.length;
  return Array.from(groups, ([what, supports]) => ({
    what,
    count: supports.length,
    shares: Object.fromEntries(SUPPORTS.map((each) => [each, share(supports, each)])) as Record<Support, number>,
  })).sort((a, b) => LABELS.indexOf(labelOf(a)) - LABELS.indexOf(labelOf(b)) || (a.what < b.what ? -1 : 1));
}

/** Of the true claims: which paragraph of their article is found to support them, where they cite none. */
export function measureMarkers(claims: readonly LabelledClaim[]): Figure[] {
  const found = claims
    .filter(({ label }) => label === 'true')
    .map(({ sentence, passages, marker }) => ({
      marker,
      given: createClaimCheck(passages).supporting(sentence),
      without: createClaimCheck(passages.toSpliced(marker - 1, 1)).supporting(sentence),
    }));
  const share = (what: string, is: (each: (typeof found)[number]) => boolean) => ({
    what,
    value: found.filter(is).length / found.length,
  });
  return [
    share('true: the right marker', ({ given, marker }) => given === marker),
    share('true: a wrong marker', ({ given, marker }) => given !== null && given !== marker),
    share('true: a marker with its passage taken away', ({ without }) => without !== null),
  ];
}

/** Milliseconds of CPU that reading a passage takes, and checking a claim; the second time, when all code was compiled. */
export function measureClaimCost(claims: readonly LabelledClaim[]): {
  readonly readMs: number;
  readonly checkMs: number;
} {
  let times = { readMs: 0, checkMs: 0 };
  for (let round = 0; round < 2; round++) {
    times = { readMs: 0, checkMs: 0 };
    for (const { sentence, passages, marker } of claims) {
      const check = createClaimCheck(passages.slice(marker - 1, marker));
      const first = cpuMs(() => check.check(cited(sentence, 1)));
      const second = cpuMs(() => check.check(cited(sentence, 1)));
      times.checkMs += second / claims.length;
      times.readMs += (first - second) / claims.length;
    }
  }
  return times;
}

function cpuMs(work: () => void): number {
  const begin = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

/** The figures as a Markdown table. */
export function toClaimTable(figures: readonly ClaimFigures[]): string {
  const lines = figures.map(({ what, count, shares: { SUPPORTED, PARTLY, UNSUPPORTED } }) => {
    const cells = [what, count, ...[SUPPORTED, PARTLY, UNSUPPORTED].map((share) => share.toFixed(2))];
    return `| ${cells.join(' | ')} |`;
  });
  return ['| claims | n | SUPPORTED | PARTLY | UNSUPPORTED |', '|---|---|---|---|---|', ...lines].join('\n');
}

const LABELS = ['true', 'changed', 'other'];

function labelOf({ what }: ClaimFigures): string {
  return /^\w+/.exec(what)?.[0] ?? '';
}

function supportOf({ sentence, passages, marker }: LabelledClaim): Support {
  const claims = createClaimCheck(passages).check(cited(sentence, marker));
  // A sentence that was cut is as good as its worst part.
  return WORST_FIRST.find((support) => claims.some((claim) => claim.support === support)) ?? 'UNCITED';
}

const WORST_FIRST: readonly Support[] = ['UNSUPPORTED', 'PARTLY', 'SUPPORTED'];

function cited(sentence: string, marker: number): string {
  return sentence.replace(/([.!?]?["”]?)$/, ` [${marker}]$1`);
}
