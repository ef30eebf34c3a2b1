import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Paragraph } from './squad.ts';
import type { Subject } from './subject.ts';

/** Whole documents, and questions with what a useful answer holds; null where no document answers. */
export interface UsefulSet {
  readonly documents: readonly Paragraph[];
  readonly questions: readonly UsefulQuestion[];
}

const question = z.object({
  question: z.string(),
  /** All of these words. */
  expected: z.array(z.string()).min(1).nullable(),
  /** None of these: they tell of another thing, or of markup that was shown. */
  unwanted: z.array(z.string()).default([]),
});
/** A question of the set. */
export type UsefulQuestion = z.infer<typeof question>;

const file = z.object({ documents: z.array(z.string()), questions: z.array(question) });

/** Reads a set: a JSON file beside its documents; null where the file is of another kind. */
export async function readUsefulSet(path: string): Promise<UsefulSet | null> {
  const { data } = file.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!data) return null;
  const documents = data.documents.map(async (name) => ({
    article: name,
    text: await readFile(join(dirname(path), name), 'utf8'),
  }));
  return { documents: await Promise.all(documents), questions: data.questions };
}

/** An answer, and what is wrong with it; null for a useful one. */
export interface Judged extends UsefulQuestion {
  readonly text: string;
  readonly fault: string | null;
}

/** Asks all questions of the set's documents, one after the other. */
export async function judgeAnswers(subject: Subject, { documents, questions }: UsefulSet): Promise<Judged[]> {
  await subject.add(documents);
  const judged: Judged[] = [];
  for (const asked of questions) {
    const { text, answered } = await subject.ask(asked.question);
    judged.push({ ...asked, text, fault: faultOf(asked, { text, answered }) });
  }
  return judged;
}

/** Longer answers are no answers, but documents. */
const MOST_WORDS = 150;

function faultOf({ expected, unwanted }: UsefulQuestion, answer: { text: string; answered: boolean }): string | null {
  if (!expected) return answer.answered ? 'should have been refused' : null;
  if (!answer.answered) return 'was refused';
  const text = squeezed(answer.text);
  const missing = expected.find((words) => !text.includes(squeezed(words)));
  if (missing !== undefined) return `lacks “${missing}”`;
  const wrong = unwanted.find((words) => text.includes(squeezed(words)));
  if (wrong !== undefined) return `holds “${wrong}”`;
  return text.split(' ').length > MOST_WORDS ? 'is too long' : null;
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ').toLowerCase();
}
