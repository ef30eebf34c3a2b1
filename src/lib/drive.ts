/** Runs a generator to its end: `answer` gives what each of its yields asks for. */
export function drive<Asked, Answer, Result>(
  steps: Generator<Asked, Result, Answer>,
  answer: (asked: Asked) => Answer,
): Result {
  let step = steps.next();
  while (!step.done) step = steps.next(answer(step.value));
  return step.value;
}

/** The same where answers take time. */
export async function driveAsync<Asked, Answer, Result>(
  steps: Generator<Asked, Result, Answer>,
  answer: (asked: Asked) => Promise<Answer>,
): Promise<Result> {
  let step = steps.next();
  while (!step.done) step = steps.next(await answer(step.value));
  return step.value;
}
