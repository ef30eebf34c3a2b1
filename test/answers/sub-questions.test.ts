import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { subQuestions } from '../../src/answers/sub-questions.ts';

describe('a question that is made of several', () => {
  it.each([
    ['When was the museum opened, and who paid for it?', ['When was the museum opened?', 'Who paid for it?']],
    [
      'What is the capital of Velden? How many people live there?',
      ['What is the capital of Velden?', 'How many people live there?'],
    ],
    ['Who wrote it; in which year did it appear?', ['Who wrote it?', 'In which year did it appear?']],
    [
      'Wann wurde das Museum eröffnet und wer hat es bezahlt?',
      ['Wann wurde das Museum eröffnet?', 'Wer hat es bezahlt?'],
    ],
    ['¿Cuándo se abrió el museo y quién lo pagó?', ['¿Cuándo se abrió el museo?', 'Quién lo pagó?']],
    ["Quand le musée a-t-il ouvert et qui l'a payé ?", ['Quand le musée a-t-il ouvert?', "Qui l'a payé ?"]],
  ])('%s', (question, parts) => {
    expect(subQuestions(question)).toEqual(parts);
  });

  it('has three parts at most, the last of which is the rest', () => {
    expect(subQuestions('Who is it and who was it and when did she come and where is she from?')).toEqual([
      'Who is it?',
      'Who was it?',
      'When did she come and where is she from?',
    ]);
  });

  it.each([
    'Where and when was he born?',
    'What are the fees for trainees and directors?',
    'List all fees and what they are for.',
    'Which towns lie between Arlen and Varn?',
  ])('is not %s', (question) => {
    expect(subQuestions(question)).toEqual([question]);
  });
});

const file = (language: string) => new URL(`../../../shared/data/xquad.${language}.json`, import.meta.url);

describe.skipIf(!existsSync(file('en')))('the questions of XQuAD (skipped where ../shared/data is absent)', () => {
  it.each(['en', 'de', 'es'])('are each one, in %s', (language) => {
    const { data } = JSON.parse(readFileSync(file(language), 'utf8')) as {
      data: { paragraphs: { qas: { question: string }[] }[] }[];
    };
    const questions = data
      .flatMap(({ paragraphs }) => paragraphs.flatMap(({ qas }) => qas))
      .map(({ question }) => question);
    expect(questions).toHaveLength(1_190);
    expect(questions.filter((question) => subQuestions(question).length > 1)).toEqual([]);
  });
});
