import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { ANSWER_MODES, type AnswerMode } from '../../src/answers/answer.ts';
import { readSquad } from './squad.ts';
import type { Subject } from './subject.ts';
import type { Figure } from './table.ts';

const multiPart = z.object({ question: z.string(), expected: z.array(z.string()).min(1) });
const file = z.object({ questions: z.array(multiPart) });

/** A question of several parts, and a text of each part's answer. */
export type MultiPart = z.infer<typeof multiPart>;

/** How many questions of several parts are answered in full, and how many of the parts, QUICK and THOROUGH. */
export async function measureMultiPart(
  subject: Subject,
  path: string,
  {
    passages = join(dirname(path), 'xquad.en.json'),
    choose = (questions) => questions,
  }: { passages?: string | undefined; choose?: (questions: readonly MultiPart[]) => readonly MultiPart[] } = {},
): Promise<Figure[]> {
  const { ask } = subject;
  const questions = choose(file.parse(JSON.parse(await readFile(path, 'utf8'))).questions);
  await subject.add((await readSquad(passages)).paragraphs);
  const lacking: Record<AnswerMode, string[][]> = { QUICK: [], THOROUGH: [] };
  // A slow model is heard question by question, so that both modes have met the same machine.
  for (const { question, expected } of questions) {
    for (const mode of ANSWER_MODES) {
      const text = (await ask(question, { mode })).text.toLowerCase();
      const missing = expected.filter((words) => !text.includes(words.toLowerCase()));
      if (missing.length > 0) console.error(`${mode}: ${question} lacks ${missing.join(', ')}`);
      lacking[mode].push(missing);
    }
  }
  const parts = questions.reduce((sum, { expected }) => sum + expected.length, 0);
  return ANSWER_MODES.flatMap((mode) => [
    {
      what: `${mode}: answered in full`,
      value: lacking[mode].filter(({ length }) => length === 0).length / questions.length,
    },
    { what: `${mode}: parts answered`, value: 1 - lacking[mode].flat().length / parts },
  ]);
}
