import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ANSWER_MODES } from '../../src/answers/answer.ts';
import { readSquad } from './squad.ts';
import type { Subject } from './subject.ts';
import type { Figure } from './table.ts';

const file = z.object({
  questions: z.array(z.object({ question: z.string(), expected: z.array(z.string()).min(1) })),
});

/** How many questions of several parts are answered in full, and how many of the parts, QUICK and THOROUGH. */
export async function measureMultiPart(
  subject: Subject,
  path: string,
  passages: string = join(dirname(path), 'xquad.en.json'),
): Promise<Figure[]> {
  const { ask } = subject;
  const { questions } = file.parse(JSON.parse(await readFile(path, 'utf8')));
  await subject.add((await readSquad(passages)).paragraphs);
  const figures: Figure[] = [];
  for (const mode of ANSWER_MODES) {
    const lacking: string[][] = [];
    for (const { question, expected } of questions) {
      const text = (await ask(question, { mode })).text.toLowerCase();
      const missing = expected.filter((words) => !text.includes(words.toLowerCase()));
      if (missing.length > 0) console.error(`${mode}: ${question} lacks ${missing.join(', ')}`);
      lacking.push(missing);
    }
    const parts = questions.reduce((sum, { expected }) => sum + expected.length, 0);
    figures.push(
      {
        what: `${mode}: answered in full`,
        value: lacking.filter(({ length }) => length === 0).length / questions.length,
      },
      { what: `${mode}: parts answered`, value: 1 - lacking.flat().length / parts },
    );
  }
  return figures;
}
