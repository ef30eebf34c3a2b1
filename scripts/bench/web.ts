import { measureBundle } from '../../test/web/support/bundle.ts';
import { findChromium } from '../../test/web/support/find-chromium.ts';
import type { Bench, Row } from './row.ts';
import { withDataDir } from './server.ts';
import { interactive } from './web/interactive.ts';
import { longList } from './web/long-list.ts';
import { withSite } from './web/site.ts';
import { streaming } from './web/streaming.ts';

/** The browser client: what it weighs, when it can be used, and what it does while an answer streams in. */
export const web: Bench = {
  name: 'web',
  run: async () => {
    const sizes = await weigh();
    const executablePath = findChromium();
    if (executablePath === null) {
      console.error('web: sizes alone, as there is no Chromium: apt-get install chromium');
      return sizes;
    }
    return await withDataDir((dataDir) =>
      withSite({ dataDir, executablePath }, async (site) => [
        ...sizes,
        ...(await interactive(site)),
        ...(await streaming(site)),
        ...(await longList(site)),
      ]),
    );
  },
};

async function weigh(): Promise<Row[]> {
  const { signInJs, initialJs, initialCss, parts } = await measureBundle();
  const largest = parts.find(({ name }) => name.endsWith('-page'));
  const kibibytes = (bytes: number) => [bytes / 1_024];
  return [
    { what: 'scripts before somebody can sign in, gzip', unit: 'KiB', runs: kibibytes(signInJs), bar: { atMost: 90 } },
    { what: 'scripts before the first page, gzip', unit: 'KiB', runs: kibibytes(initialJs), bar: { atMost: 150 } },
    { what: 'styles before the first page, gzip', unit: 'KiB', runs: kibibytes(initialCss), bar: { atMost: 15 } },
    {
      what: `the largest other page (${largest?.name}), gzip`,
      unit: 'KiB',
      runs: kibibytes(largest?.bytes ?? Number.NaN),
      bar: { atMost: 15 },
    },
  ];
}
