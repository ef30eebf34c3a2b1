import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A paragraph of the data set: a document of its own. */
export interface Paragraph {
  /** Its title, or the name of a file. */
  readonly article: string;
  readonly text: string;
}

/** What the document is called. */
export function documentName({ article }: Paragraph): string {
  return /\.(?:md|txt|html|csv)$/.test(article) ? article : `${article}.txt`;
}

/** A question, and the paragraph that answers it. */
export interface Question {
  readonly text: string;
  readonly paragraph: Paragraph;
  /** Where the paragraph answers it: offsets in UTF-16 code units, end exclusive; at least one. */
  readonly answers: readonly { readonly text: string; readonly start: number; readonly end: number }[];
}

/** A file in SQuAD's format, read. */
export interface DataSet {
  readonly paragraphs: readonly Paragraph[];
  readonly questions: readonly Question[];
  /** Questions that no paragraph answers (SQuAD 2.0's impossible ones). */
  readonly impossible: readonly string[];
}

const squad = z.object({
  data: z.array(
    z.object({
      title: z.string(),
      paragraphs: z.array(
        z.object({
          context: z.string(),
          qas: z.array(
            z.object({
              question: z.string(),
              answers: z.array(z.object({ text: z.string(), answer_start: z.number().int() })),
            }),
          ),
        }),
      ),
    }),
  ),
});

/** Reads a file in SQuAD's format, 1.1 or 2.0. @throws Error when it is none */
export async function readSquad(path: string): Promise<DataSet> {
  const { data } = squad.parse(JSON.parse(await readFile(path, 'utf8')));
  const paragraphs = new Map<string, Paragraph>();
  const questions: Question[] = [];
  const impossible: string[] = [];
  for (const { title, paragraphs: entries } of data) {
    for (const { context, qas } of entries) {
      const paragraph = paragraphs.get(context) ?? {
        article: title.replaceAll('_', ' '),
        text: context,
      };
      paragraphs.set(context, paragraph);
      for (const { question, answers } of qas) {
        const places = answers.map((answer) => place(context, answer.text, answer.answer_start));
        if (places.length > 0) questions.push({ text: question.trim(), paragraph, answers: places });
        else impossible.push(question.trim());
      }
    }
  }
  return { paragraphs: [...paragraphs.values()], questions, impossible };
}

/** Some files count code points, or bytes: then the answer's nearest occurrence is meant. */
function place(context: string, text: string, claimed: number) {
  const before = context.lastIndexOf(text, claimed);
  const start = before >= 0 ? before : context.indexOf(text);
  if (start < 0) throw new Error(`The answer “${text}” is not in its paragraph.`);
  return { text, start, end: start + text.length };
}
