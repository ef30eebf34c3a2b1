import { setTimeout as sleep } from 'node:timers/promises';
import type { Script } from '../../../test/support/scripted-model.ts';
import type { Row } from '../row.ts';
import { type Frames, watchFrames } from './frames.ts';
import type { Site } from './site.ts';

const RUNS = 3;
const TOKENS_A_SECOND = 200;
const TOKENS = 2_000;
const LAST = 'This is where it ends.';

/** What a page loses while an answer comes in faster than anybody reads, over the same page at rest. */
export async function streaming({ visit, signIn, model }: Site): Promise<Row[]> {
  const { client, stored } = await signIn('streaming@example.com');
  await client.ingest('leave.md', 'Employees get 25 days of paid annual leave.');
  model.script = saysFast;
  const runs: { processor: number[]; added: number[]; longest: number[]; slow: number[] } = {
    processor: [],
    added: [],
    longest: [],
    slow: [],
  };
  for (let run = 0; run < RUNS; run++) {
    const { rest, busy } = await ask({ slow: false });
    runs.processor.push(busy.processorMs);
    runs.added.push(Math.max(0, busy.dropped - rest.dropped) * 100);
    runs.longest.push(busy.longestTaskMs);
    runs.slow.push((await ask({ slow: true })).busy.longestTaskMs);
  }
  const what = `while ${TOKENS_A_SECOND} tokens a second stream in, ${TOKENS} in all`;
  return [
    {
      what: `processor time of the page, of a second, ${what}`,
      unit: 'ms',
      runs: runs.processor,
      bar: { atMost: 300 },
    },
    { what: 'frames dropped meanwhile, over those at rest', unit: '%', runs: runs.added, bar: { atMost: 5 } },
    { what: 'longest task of the page meanwhile', unit: 'ms', runs: runs.longest, bar: { atMost: 50 } },
    { what: 'the same, processor slowed 4 ×', unit: 'ms', runs: runs.slow, bar: { atMost: 200 } },
  ];

  function ask({ slow }: { slow: boolean }): Promise<{ rest: Frames; busy: Frames }> {
    return visit({ stored, slow }, async (page) => {
      await page.goto('/');
      const field = page.getByRole('textbox', { name: 'Question' });
      await field.fill('How many days of leave do I get?');
      const rest = await watchFrames(page, () => sleep(3_000));
      const busy = await watchFrames(page, async () => {
        await field.press('Enter');
        await page.getByText(LAST).first().waitFor({ timeout: 120_000 });
      });
      return { rest, busy };
    });
  }
}

/** Paragraphs, a list, a table and code, with markers, at an even pace however late a timer comes. */
const saysFast: Script = async function* (_request, { signal }) {
  const begin = performance.now();
  for (let token = 0; token < TOKENS; token++) {
    const due = begin + (token * 1_000) / TOKENS_A_SECOND - performance.now();
    if (due > 1) await sleep(due, undefined, { signal });
    yield { type: 'text', text: PATTERN[token % PATTERN.length] ?? '' };
  }
  yield { type: 'text', text: `\n\n${LAST}` };
  yield { type: 'finished', reason: 'stop', promptTokens: 7, completionTokens: TOKENS };
};

const PATTERN = [
  ...'Employees get 25 days of paid annual leave [1]. '.split(/(?<=\s)/),
  ...'They **plan** it with their team by the end of March [1].\n\n'.split(/(?<=\s)/),
  ...'- a day off for moving house [1]\n- six days of bereavement leave\n\n'.split(/(?<=\s)/),
  ...'| leave | days |\n| --- | --- |\n| annual | 25 |\n| study | 5 |\n\n'.split(/(?<=\s)/),
  ...'```\nleave --days 25\n```\n\n'.split(/(?<=\s)/),
];
