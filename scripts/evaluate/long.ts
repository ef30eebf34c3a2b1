import { chunkSizes } from '../../src/documents/chunking/chunk-size.ts';
import { measureAnswers } from './answers.ts';
import { openInProcess } from './in-process.ts';
import { measureRanking } from './measures.ts';
import type { DataSet, Paragraph, Question } from './squad.ts';

/** Words of a passage, each with the usual overlap of a sentence; then other overlaps with the usual words. */
const TRIED = [
  ...[60, 100, 150, 200, 250].map((words) => ({ words, overlap: 1 })),
  ...[0, 2, 3].map((overlap) => ({ words: 150, overlap })),
];

/** Articles that are joined to one document. */
const ARTICLES = 8;

/** How well passages of several sizes are found in long documents, and answered from: a Markdown table. */
export async function measureSizes(
  dataSet: DataSet,
  questions: readonly Question[],
  { threshold }: { threshold: number },
): Promise<string> {
  const long = toLong(dataSet);
  const asked = questions.flatMap((question) => long.question(question) ?? []);
  const rows = ['| words | overlap | R@1 | R@4 | MRR@10 | answers |', '|---|---|---|---|---|---|'];
  for (const { words, overlap } of TRIED) {
    const subject = await openInProcess({ threshold, sizes: chunkSizes({ words, overlap }) });
    try {
      await subject.add(long.documents);
      const find = async (question: string, limit: number) => (await subject.search(question, { limit })).found;
      const { r1, r4, mrr10 } = await measureRanking(asked, find);
      const { right } = await measureAnswers(subject, asked);
      const figures = [r1, r4, mrr10, right].map((value) => value.toFixed(3));
      rows.push(`| ${[words, overlap, ...figures].join(' | ')} |`);
      console.error(rows.at(-1));
    } finally {
      await subject.close();
    }
  }
  return rows.join('\n');
}

/** The paragraphs of some articles after each other, as one document, and where its questions' answers are in it. */
function toLong({ paragraphs }: DataSet) {
  const articles = [...new Set(paragraphs.map(({ article }) => article))];
  const documents: Paragraph[] = [];
  const places = new Map<Paragraph, { document: Paragraph; offset: number }>();
  for (let at = 0; at < articles.length; at += ARTICLES) {
    const joined = articles.slice(at, at + ARTICLES);
    const own = joined.flatMap((title) => paragraphs.filter(({ article }) => article === title));
    const document = { article: `Volume ${at / ARTICLES + 1}`, text: own.map(({ text }) => text).join('\n\n') };
    documents.push(document);
    let offset = 0;
    for (const paragraph of own) {
      places.set(paragraph, { document, offset });
      offset += paragraph.text.length + 2;
    }
  }
  return {
    documents,
    question: (question: Question): Question | null => {
      const place = places.get(question.paragraph);
      if (!place) return null;
      const answers = question.answers.map(({ text, start, end }) => ({
        text,
        start: start + place.offset,
        end: end + place.offset,
      }));
      return { ...question, paragraph: place.document, answers };
    },
  };
}
