import { describe, expect, it } from 'vitest';
import { readingOf } from '../../src/search/reading.ts';

const read = (question: string) => readingOf(question, { language: 'en' });

describe('readingOf', () => {
  it.each([
    'What is the notice period?',
    'laptop',
    'per diem rates',
    'Los Angeles office',
    'Who is 毛泽东?',
    'São Paulo branch',
  ])('compares %s by its meaning', (question) => {
    expect(read(question)).toBe('MEANING');
  });

  it.each([
    'Wie lang ist die Kündigungsfrist?',
    'Welche Auszeichnung erhielt Marlee Matlin?',
    'IT部门在哪里？',
    'NASUWT是什么？',
    'Sky Digital เปิดตัวเมื่อใด?',
    'Сколько дней отпуска?',
  ])('compares %s by its words with an embedder that reads English', (question) => {
    expect(read(question)).toBe('WORDS');
  });

  it.each(['¿Qué cantó Lady Gaga en la Super Bowl?', 'Combien de jours de congés ai-je ?'])(
    'asks for more words in common for %s',
    (question) => {
      expect(read(question)).toBe('ROMANCE');
    },
  );

  it('compares every question by its meaning with an embedder of many languages', () => {
    expect(readingOf('谁是总统？', {})).toBe('MEANING');
  });
});
