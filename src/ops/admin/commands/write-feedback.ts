import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { AppError } from '../../../errors.ts';
import { feedbackFile } from '../feedback.ts';
import { operate } from '../operate.ts';
import type { Call, Report } from './command.ts';

/** What is written into a file is written here, whichever process reads it from the store. */
export async function writeFeedback({ config, args: [tenant = '', path], print }: Call): Promise<Report> {
  const { lines, data } = await operate(config, 'feedback', [tenant]);
  for (const line of lines) print(line);
  if (path === undefined) return { data };
  const file = resolve(path);
  await writeFile(file, `${JSON.stringify(data, null, 2)}\n`, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new AppError('BAD_INPUT', `${file} is there already. Name another file.`);
    throw error;
  });
  print(`Written to ${file}, which holds what was asked and the words of the documents. Only you can read it.`);
  const { organization, answers } = feedbackFile.parse(data);
  return { data: { file, organization, answers: answers.length } };
}
