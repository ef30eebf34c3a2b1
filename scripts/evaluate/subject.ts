import type { AnswerMode, Turn } from '../../src/answers/answer.ts';
import type { Support } from '../../src/store/answers.ts';
import type { Paragraph } from './squad.ts';

/** A passage that was found, and the paragraph that it is from. */
export interface Found {
  readonly paragraph: Paragraph;
  readonly start: number;
  readonly end: number;
}

/** An answer, with its markers in the text; a refusal's too. */
export interface Answered {
  readonly text: string;
  readonly answered: boolean;
  /** The paragraphs whose passages it cites. */
  readonly cited: readonly Paragraph[];
  /** How far the passages that its sentences cite say so. */
  readonly supports: readonly Support[];
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
  /** `among`: as in `search`. */
  ask(question: string, options?: { among?: readonly Paragraph[]; mode?: AnswerMode }): Promise<Answered>;
  /** The same in a conversation. Only in this process. */
  readonly askNext?: (question: string, earlier: readonly Turn[]) => Promise<Answered>;
  /** The two lists that ours is made of, best first. Only in this process. */
  readonly lists?: Record<'keywords' | 'vectors', (question: string, limit: number) => Promise<Found[]>>;
  close(): Promise<void>;
}
