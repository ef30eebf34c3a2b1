import { describe, expect, it } from 'vitest';
import { likelySubject, overviewSubject } from '../../src/lib/text/overview.ts';

describe('a question for an overview', () => {
  it.each([
    'What is this document about?',
    'Give me a summary.',
    'give me a short summary',
    'summarize this',
    'tl;dr',
    'What are the documents about?',
    'What does this document say?',
    'Worum geht es in diesem Dokument?',
    'Worum geht es?',
    'Gib mir bitte eine Zusammenfassung',
    '¿De qué trata este documento?',
    'De quoi parle ce document ?',
    'Di cosa parla questo documento?',
    'Waar gaat dit document over?',
    'О чём этот документ?',
    '这份文件讲了什么？',
    '总结一下这篇文章',
    'この文書は何についてですか？',
    'この文書を要約してください',
    'لخص هذا المستند',
    'สรุปเอกสารนี้',
  ])('names no document: %s', (question) => {
    expect(overviewSubject(question)).toBe('');
  });

  it.each([
    ['Summarise the employee handbook', 'the employee handbook'],
    ['Can you summarise handbook.md in two sentences?', 'handbook.md'],
    ['I need an overview of the travel policy', 'travel policy'],
    ['What is tariffs.md about?', 'tariffs.md'],
    ['What does mail.md say?', 'mail.md'],
    ['What does "mail.md" say?', 'mail.md'],
    ['What is “tariffs.md” about?', 'tariffs.md'],
    ['mail.md', 'mail.md'],
    ['Worum geht es im Handbuch?', 'handbuch'],
    ['Кратко изложите политику отпусков', 'политику отпусков'],
    ['Fasse das Handbuch zusammen', 'das handbuch'],
    ['Hazme un resumen del manual', 'manual'],
    ['Fais-moi un résumé du manuel', 'manuel'],
    ['О чем говорится в справочнике?', 'справочнике'],
    ['请总结员工手册', '员工手册'],
  ])('says of what: %s', (question, subject) => {
    expect(overviewSubject(question)).toBe(subject);
  });

  it.each([
    'How many days of leave?',
    'What is in the box?',
    'What does QNH stand for?',
    'What do employees say about lunch?',
    'Was sagt der Chef?',
    'What does the contract say?',
    'IT',
    'who',
  ])('is another one: %s', (question) => {
    expect(overviewSubject(question)).toBeNull();
  });

  it.each([
    ['What is in the employee handbook?', 'the employee handbook'],
    ['What does the contract say?', 'the contract'],
    ['Was steht in der Richtlinie?', 'der richtlinie'],
    ['How many days of leave?', null],
    ['Where is the handbook?', null],
  ])('may be: %s', (question, subject) => {
    expect(likelySubject(question)).toBe(subject);
  });
});
