import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAgain, measureFeedback, toBeRead } from '../../scripts/evaluate/feedback.ts';
import { openInProcess } from '../../scripts/evaluate/in-process.ts';
import type { Subject } from '../../scripts/evaluate/subject.ts';
import { loadConfig } from '../../src/config.ts';
import type { FeedbackAnswer } from '../../src/ops/admin/feedback.ts';

const LEAVE = { document: 'handbook.pdf', headings: ['Leave'], text: 'Employees get 25 days of paid annual leave.' };
const PARKING = { document: 'site.txt', headings: [], text: 'The car park closes at nine in the evening.' };
const LEAVE_QUESTION = 'How many days of paid annual leave do employees get?';

const rated = (change: Partial<FeedbackAnswer>): FeedbackAnswer => {
  const question = change.question ?? LEAVE_QUESTION;
  return {
    ...{ id: 'f'.repeat(32), at: '2026-04-01T12:00:00.123Z', question, searchedFor: [question] },
    ...{ answered: true, text: '**Leave**\n\nEmployees get 25 days of paid annual leave [1].', model: 'quoting' },
    ...{ helpful: true, comment: null, passages: [LEAVE, PARKING] },
    ...change,
  };
};

describe('rated answers', () => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await openInProcess({ threshold: loadConfig({}).search.answerableThreshold });
  });
  afterAll(() => subject.close());

  it('are compared with how their questions are answered now, from the same passages', async () => {
    const nothing = { answered: false, text: 'The documents do not hold the answer to this question.' };
    const answers = [
      rated({}),
      // In other words, from the same passage.
      rated({ text: 'They get 25 days [1].' }),
      // From another passage than the one that answers it.
      rated({ text: 'The car park closes at nine in the evening. [2]' }),
      rated({ ...nothing, question: 'Who invented the telephone?' }),
      // What refers back is asked as it was searched for.
      rated({ question: 'And how many days?', searchedFor: [`${LEAVE_QUESTION} And how many days?`] }),
      // One of several parts is asked as it was.
      rated({ searchedFor: ['When does the car park close?', LEAVE_QUESTION] }),
      // Nothing was found then, so nothing answers it now.
      rated({ ...nothing, helpful: false, comment: 'It is in the handbook.', passages: [] }),
      rated({ text: 'They get 30 days [1].', helpful: false, comment: 'Wrong.' }),
      rated({ ...nothing, helpful: false }),
    ];
    const again = await askAgain(subject, answers);
    expect(again.map(({ isAlike }) => isAlike)).toEqual([true, true, false, true, true, true, true, true, false]);
    const [same] = again;
    expect(same).toMatchObject({ isSame: true, now: { answered: true, cited: [{ article: 'handbook.pdf.md' }] } });
    expect(measureFeedback(again)).toEqual([
      { what: 'helpful: answered alike, of 6', value: 5 / 6 },
      { what: 'helpful: in the same words, of 6', value: 4 / 6 },
      { what: 'not helpful: in other words, of 3', value: 2 / 3 },
      { what: 'not helpful: answered otherwise, of 3', value: 1 / 3 },
    ]);
    const read = toBeRead(again);
    expect(read[0]).toContain('then (helpful):\nThe car park closes at nine');
    expect(read.join('\n')).toContain('then (not helpful: Wrong.):\nThey get 30 days [1].\n  now:\n');
  });

  it('of one kind alone are all that is measured', () => {
    expect(measureFeedback([])).toEqual([]);
    const now = { text: '', answered: false, cited: [], supports: [] };
    const again = [{ rated: rated({}), now, isAlike: false, isSame: false }];
    expect(measureFeedback(again)).toEqual([
      { what: 'helpful: answered alike, of 1', value: 0 },
      { what: 'helpful: in the same words, of 1', value: 0 },
    ]);
  });
});
