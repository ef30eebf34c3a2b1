import { existsSync, readdirSync, readFileSync } from 'node:fs';

const XQUAD = new URL('../../../shared/data/xquad.en.json', import.meta.url);
const DEMO = new URL('../../web/public/examples/', import.meta.url);

/** A text of some hundred chunks: XQuAD's paragraphs where they are at hand, else the demo's documents. */
export async function readCorpus(): Promise<string> {
  if (!existsSync(XQUAD)) {
    return readdirSync(DEMO)
      .map((name) => readFileSync(new URL(name, DEMO), 'utf8'))
      .join('\n\n');
  }
  const { data } = JSON.parse(readFileSync(XQUAD, 'utf8')) as { data: { paragraphs: { context: string }[] }[] };
  return data.flatMap(({ paragraphs }) => paragraphs.map(({ context }) => context)).join('\n\n');
}
