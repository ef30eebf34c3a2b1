import { fillWithDocuments } from '../../../test/web/support/many-documents.ts';
import { median, type Row } from '../row.ts';
import { readyMs } from './ready.ts';
import type { Site } from './site.ts';

const RUNS = 7;
const FEW = 100;
const MANY = 10_000;
const ROWS_A_PAGE = 50;

/** How long the list of many documents takes to be shown, over that of a few. */
export async function longList({ visit, signIn, store }: Site): Promise<Row[]> {
  const [few, many] = [await signIn('few@example.com'), await signIn('many@example.com')];
  await fillWithDocuments(store, few.tenantId, FEW);
  await fillWithDocuments(store, many.tenantId, MANY);
  const measure = ({ stored }: typeof few) =>
    visit({ stored, slow: true }, (page) => readyMs(page, '/documents', 'main a[href^="/documents/"]', ROWS_A_PAGE));
  const times: { few: number; many: number }[] = [];
  for (let run = 0; run < RUNS; run++) times.push({ few: await measure(few), many: await measure(many) });
  console.error(`web: documents in ${median(times.map((each) => each.few)).toFixed(0)} ms, slowed`);
  return [
    {
      what: `the list of ${MANY} documents is shown, over that of ${FEW}, processor slowed 4 ×`,
      unit: '×',
      runs: times.map((each) => each.many / each.few),
      bar: { atMost: 1.2 },
    },
  ];
}
