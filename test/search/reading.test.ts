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
    ['LATIN', 'Wie lang ist die Kündigungsfrist?'],
    ['LATIN', 'Welche Auszeichnung erhielt Marlee Matlin?'],
    ['LATIN', 'Kto jest prezydentem?'],
    ['ROMANCE', '¿Qué cantó Lady Gaga en la Super Bowl?'],
    ['ROMANCE', 'Combien de jours de congés ai-je ?'],
    ['OTHER', 'IT部门在哪里？'],
    ['OTHER', '财务部门在哪里？'],
    ['OTHER', 'Sky Digital เปิดตัวเมื่อใด?'],
    ['OTHER', 'Сколько дней отпуска?'],
  ])('compares by words, %s: %s', (reading, question) => {
    expect(read(question)).toBe(reading);
  });

  it('compares every question by its meaning with an embedder of many languages', () => {
    expect(readingOf('谁是总统？', {})).toBe('MEANING');
  });
});
