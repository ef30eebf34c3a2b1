import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { readWith } from '../../src/answers/follow-ups.ts';
import { mapLimited } from './map-limited.ts';
import { type DataSet, type Paragraph, type Question, readSquad } from './squad.ts';
import type { Found, Subject } from './subject.ts';
import type { Figure } from './table.ts';

/** A question, what was said before it, and where its answer stands. */
export interface FollowUp {
  readonly group: 'refers back' | 'third turn' | 'new topic';
  readonly earlier: readonly { readonly question: string; readonly answer: string }[];
  readonly question: string;
  /** As a person would put it who wasn't in the conversation. */
  readonly standalone: string;
  readonly paragraph: Paragraph;
  readonly expected: string;
}

/** Follow-ups, and the documents that answer them. */
export interface FollowUpSet {
  readonly documents: DataSet;
  readonly followUps: readonly FollowUp[];
}

const turn = z.object({ question: z.string(), answer: z.string() });
const file = z.object({
  followUps: z.array(
    z.object({
      article: z.number().int(),
      paragraph: z.number().int(),
      kind: z.string(),
      previous: turn,
      earlier: z.array(turn).default([]),
      followUp: z.string(),
      standalone: z.string(),
      expected: z.string(),
    }),
  ),
});
const articles = z.object({ data: z.array(z.object({ paragraphs: z.array(z.object({ context: z.string() })) })) });

/** Reads follow-ups to XQuAD's English questions, whose file lies beside theirs. @throws Error when they are none */
export async function readFollowUps(path: string): Promise<FollowUpSet> {
  const xquad = join(dirname(path), 'xquad.en.json');
  const { followUps } = file.parse(JSON.parse(await readFile(path, 'utf8')));
  const { data } = articles.parse(JSON.parse(await readFile(xquad, 'utf8')));
  const documents = await readSquad(xquad);
  const paragraphs = new Map(documents.paragraphs.map((paragraph) => [paragraph.text, paragraph]));
  return {
    documents,
    followUps: followUps.map(({ kind, previous, earlier, followUp, article, paragraph: place, ...rest }) => {
      const paragraph = paragraphs.get(data[article]?.paragraphs[place]?.context ?? '');
      if (!paragraph?.text.includes(rest.expected)) throw new Error(`“${followUp}” has no answer where it should.`);
      const group = kind === 'standalone' ? 'new topic' : earlier.length > 0 ? 'third turn' : 'refers back';
      return { ...rest, group, earlier: [...earlier, previous], question: followUp, paragraph };
    }),
  };
}

/** What is searched for: a question, and those that it is read with. */
type Way = (followUp: FollowUp) => { query: string; earlier: readonly string[] };

const WAYS: Readonly<Record<string, Way>> = {
  alone: ({ question }) => ({ query: question, earlier: [] }),
  'our rules': ({ question, earlier }) => ({
    query: question,
    earlier: readWith(
      question,
      earlier.map((each) => each.question),
    ),
  }),
  'by a person': ({ standalone }) => ({ query: standalone, earlier: [] }),
};

/**
 * How well follow-ups are found, alone, by our rules, and as a person would have put them, and how well they are answered;
 * and what the rules do to questions that nothing goes before.
 *
 * @param strangers so many of XQuAD's own questions, each asked after one of another article
 */
export async function measureFollowUps(
  subject: Subject,
  { documents, followUps }: FollowUpSet,
  { strangers: most = Number.POSITIVE_INFINITY } = {},
): Promise<Figure[]> {
  await subject.add(documents.paragraphs);
  const figures: Figure[] = [];
  for (const group of ['refers back', 'third turn', 'new topic'] as const) {
    const asked = followUps.filter((followUp) => followUp.group === group);
    for (const [name, way] of Object.entries(WAYS)) {
      const looks = await mapLimited(asked, 2, (followUp) => lookFor(subject, way(followUp), followUp));
      figures.push(...figuresOf(`${group}, ${name}`, looks));
    }
    const { askNext } = subject;
    if (!askNext) continue;
    const held = await mapLimited(asked, 2, async ({ question, earlier, expected }) => {
      const turns = earlier.map((each) => ({
        ...each,
        searchedFor: [],
        passages: [],
        told: [],
        text: each.answer,
        answered: true,
      }));
      return (await askNext(question, turns)).text.includes(expected);
    });
    figures.push({ what: `${group}: answers that hold what is expected`, value: share(held, (is) => is) });
  }
  const strangers = documents.questions.slice(0, most).map((question, at) => afterStranger(question, at, documents));
  for (const name of ['alone', 'our rules']) {
    const way = WAYS[name];
    if (!way || strangers.length === 0) continue;
    const looks = await mapLimited(strangers, 4, (followUp) => lookFor(subject, way(followUp), followUp));
    figures.push(...figuresOf(`a question of XQuAD after a stranger's, ${name}`, looks));
  }
  return figures;
}

/** A question that can be understood by itself, as if it had been asked after one of another article. */
function afterStranger({ text, paragraph, answers: [answer] }: Question, at: number, { questions }: DataSet): FollowUp {
  const stranger = questions[(at + Math.floor(questions.length / 2)) % questions.length];
  return {
    group: 'new topic',
    earlier: [{ question: stranger?.text ?? '', answer: '' }],
    question: text,
    standalone: text,
    paragraph,
    expected: answer?.text ?? '',
  };
}

interface Look {
  /** The place of the passage that holds the answer, from 1; 0 where it is not among the first four. */
  readonly rank: number;
  readonly isRefused: boolean;
}

async function lookFor(
  subject: Subject,
  { query, earlier }: ReturnType<Way>,
  { paragraph, expected }: FollowUp,
): Promise<Look> {
  const { found, answerable } = await subject.search(query, { limit: 4, earlier });
  const holds = ({ paragraph: { text }, start, end }: Found) =>
    text === paragraph.text && text.slice(start, end).includes(expected);
  return { rank: 1 + found.findIndex(holds), isRefused: !answerable };
}

function figuresOf(what: string, looks: readonly Look[]): Figure[] {
  return [
    { what: `${what}: R@1`, value: share(looks, ({ rank }) => rank === 1) },
    { what: `${what}: R@4`, value: share(looks, ({ rank }) => rank > 0) },
    { what: `${what}: wrongly refused`, value: share(looks, ({ isRefused }) => isRefused) },
  ];
}

function share<T>(items: readonly T[], is: (item: T) => boolean): number {
  return items.filter(is).length / items.length;
}
