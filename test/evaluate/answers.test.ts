import { describe, expect, it } from 'vitest';
import { judgeAnswer } from '../../scripts/evaluate/answers.ts';

const question = (paragraph: string, ...answers: string[]) => ({
  paragraph: { article: 'Pumps', text: paragraph },
  answers: answers.map((text) => ({ text, start: 0, end: text.length })),
});

describe('what the sentences of an answer add', () => {
  const pump = question('The pump was made in Leeds. Its motor is from Hull. Both are blue.', 'Hull', 'in Hull');

  it.each([
    ['Its motor is from Hull. [1]', true, []],
    ['Its motor is from Hull. [1] The pump was made in Leeds. [1]', true, ['needless']],
    ['The pump was made in Leeds. Its motor is from Hull. [1]', true, ['needed']],
    ['The pump was made in Leeds. [1] Both are blue. [2]', false, ['neither']],
    [
      '**The pump**\n\nThe pump was made in Leeds. [1] Both are blue. [1] Its motor is from Hull. [1]',
      true,
      ['neither', 'needed'],
    ],
    ['The documents do not hold the answer to this question.', false, []],
  ])('is told by the expected words: %j', (text, isRight, later) => {
    expect(judgeAnswer(text, pump)).toEqual({ isRight, later });
  });

  it('is told in scripts without blanks too', () => {
    const leave = question('年假为十五天。申请须提前两周。', '十五天');
    expect(judgeAnswer('年假为十五天。[1] 申请须提前两周。[1]', leave)).toEqual({ isRight: true, later: ['needless'] });
  });
});
