import type { Turn } from '../../src/answers/answer.ts';
import type { Paragraph } from './squad.ts';

/** A passage that was found, and the paragraph that it is from. */
export interface Found {
  readonly paragraph: Paragraph;
  readonly start: number;
  readonly end: number;
}

/** What is evaluated: one organisation's documents and questions, in this process or on a server. */
export interface Subject {
  /** Makes each paragraph a searchable document. */
  add(paragraphs: readonly Paragraph[]): Promise<void>;
  remove(paragraphs: readonly Paragraph[]): Promise<void>;
  /** `among`: only these documents; all by default. `earlier`: what it refers back to, as far as that can be said here. */
  search(
    question: string,
    options: { limit: number; among?: readonly Paragraph[]; earlier?: readonly string[] },
  ): Promise<{ found: Found[]; answerable: boolean }>;
  /** The answer's text, with its markers; a refusal's too. */
  ask(question: string): Promise<{ text: string; answered: boolean }>;
  /** The same in a conversation. Only in this process. */
  readonly askNext?: (question: string, earlier: readonly Turn[]) => Promise<{ text: string; answered: boolean }>;
  /** The two lists that ours is made of, best first. Only in this process. */
  readonly lists?: Record<'keywords' | 'vectors', (question: string, limit: number) => Promise<Found[]>>;
  close(): Promise<void>;
}
