import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../src/config.ts';
import { measureAnswers } from './evaluate/answers.ts';
import { BARS } from './evaluate/bars.ts';
import { measureClaimCost, measureClaims, measureMarkers, readClaims, toClaimTable } from './evaluate/claims.ts';
import { askAgain, measureFeedback, readFeedbackFile, toBeRead } from './evaluate/feedback.ts';
import { measureFollowUps, readFollowUps } from './evaluate/follow-ups.ts';
import { openInProcess } from './evaluate/in-process.ts';
import { measureSizes } from './evaluate/long.ts';
import {
  createPicker,
  measureImpossible,
  measureRanking,
  measureRefusals,
  measureTakenOut,
} from './evaluate/measures.ts';
import { measureMultiPart } from './evaluate/multi-part.ts';
import { openServer } from './evaluate/server.ts';
import { readSquad } from './evaluate/squad.ts';
import type { Subject } from './evaluate/subject.ts';
import { type Figure, reaches, toTable } from './evaluate/table.ts';
import { judgeAnswers, readUsefulSet, type UsefulSet } from './evaluate/useful.ts';

const USAGE = `npm run evaluate -- FILE [--server URL] [--limit N] [--sizes]
npm run evaluate -- claims FILE [--passages FILE]
npm run evaluate -- follow-ups FILE
npm run evaluate -- feedback FILE [--server URL]
npm run evaluate -- multi-part FILE [--passages FILE] [--server URL] [--limit N]

FILE        questions with the passages that answer them, in SQuAD's format, each paragraph of which becomes a document;
            or questions over documents that lie beside it, as test/data/company/questions.json
--server    measure a running server, as a new organisation there (start it with RATE_LIMITS=off);
            by default Carrel's parts run in this process
--limit     ask only N of the questions, spread evenly; the documents stay the same
--sizes     compare sizes and overlaps of passages on long documents, which are several articles each, in this process
follow-ups  measure questions that refer back to earlier ones, over xquad.en.json beside FILE
multi-part  measure questions of several parts, QUICK and THOROUGH, over the paragraphs of such a file
claims      check sentences with labels against the passages that they cite, which are paragraphs of a file in SQuAD's
            format: the one that --passages names, or xquad.en.json beside FILE or in ../shared/data
feedback    ask again what was rated, of the passages alone that it was answered from: what of it is answered as before
            (FILE is what npm run admin -- feedback has written)`;

process.exitCode = await main();

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      server: { type: 'string' },
      limit: { type: 'string' },
      sizes: { type: 'boolean' },
      passages: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit);
  if (positionals[0] === 'claims' && positionals[1]) return await checkClaims(positionals[1], values.passages);
  if (positionals[0] === 'follow-ups' && positionals[1]) return await checkFollowUps(positionals[1]);
  if (positionals[0] === 'feedback' && positionals[1]) return await checkFeedback(positionals[1], values.server);
  if (positionals[0] === 'multi-part' && positionals[1]) return await checkMultiPart(positionals[1], limit, values);
  const [file] = positionals;
  if (!file || values.help || !(limit >= 1)) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }

  if (values.sizes) {
    const dataSet = await readSquad(file);
    const threshold = loadConfig(process.env).search.answerableThreshold;
    console.log(await measureSizes(dataSet, spread(dataSet.questions, limit), { threshold }));
    return 0;
  }

  const useful = await readUsefulSet(file);
  const subject = await open(values.server);
  try {
    return report(useful ? await measureUseful(subject, useful) : await measure(subject, file, limit), file);
  } finally {
    await subject.close();
  }
}

async function open(server: string | undefined): Promise<Subject> {
  if (server !== undefined) return await openServer(server);
  return await openInProcess({ threshold: loadConfig(process.env).search.answerableThreshold });
}

function report(measured: readonly Figure[], file: string): number {
  const bars = BARS[barsName(file)] ?? {};
  const figures = measured.map((figure) => ({ ...figure, bar: bars[figure.what] }));
  console.log(toTable(figures));
  return figures.every(reaches) ? 0 : 1;
}

async function checkFollowUps(file: string): Promise<number> {
  const subject = await open(undefined);
  try {
    return report(await measureFollowUps(subject, await readFollowUps(file)), file);
  } finally {
    await subject.close();
  }
}

/** Also prints what a reader is to look at. */
async function checkFeedback(file: string, server: string | undefined): Promise<number> {
  const subject = await open(server);
  try {
    const again = await askAgain(subject, await readFeedbackFile(file));
    for (const each of toBeRead(again)) console.error(`\n${each}`);
    return report(measureFeedback(again), file);
  } finally {
    await subject.close();
  }
}

async function checkMultiPart(
  file: string,
  limit: number,
  { passages, server }: { passages?: string | undefined; server?: string | undefined },
): Promise<number> {
  const subject = await open(server);
  try {
    return report(
      await measureMultiPart(subject, file, { passages, choose: (questions) => spread(questions, limit) }),
      file,
    );
  } finally {
    await subject.close();
  }
}

async function checkClaims(file: string, passages: string | undefined): Promise<number> {
  const claims = await readClaims(file, passages);
  const { readMs, checkMs } = measureClaimCost(claims);
  console.log(toClaimTable(measureClaims(claims)));
  console.log(`\n${toTable(measureMarkers(claims))}`);
  console.log(
    `\n${checkMs.toFixed(2)} ms of CPU a claim, and ${readMs.toFixed(2)} ms to read a passage, once an answer`,
  );
  return 0;
}

/** Also prints what is wrong with the others. */
async function measureUseful(subject: Subject, set: UsefulSet): Promise<Figure[]> {
  const judged = await judgeAnswers(subject, set);
  for (const { question, fault, text } of judged) if (fault) console.error(`\n${question}\n  ${fault}:\n${text}`);
  const share = (what: string, of: typeof judged) => ({
    what,
    value: of.filter(({ fault }) => fault === null).length / of.length,
  });
  return [
    share('useful: all', judged),
    share(
      'useful: what the documents answer',
      judged.filter(({ expected }) => expected),
    ),
    share(
      'refused: what they do not',
      judged.filter(({ expected }) => !expected),
    ),
  ];
}

async function measure(subject: Subject, file: string, limit: number): Promise<Figure[]> {
  const dataSet = await readSquad(file);
  const questions = spread(dataSet.questions, limit);
  console.error(`${dataSet.paragraphs.length} paragraphs, ${questions.length} questions`);
  const figures: Figure[] = [];
  const add = (what: string, value: number) => figures.push({ what, value });
  await subject.add(dataSet.paragraphs);

  const rankings = {
    ...subject.lists,
    ours: async (question: string, limit: number) => (await subject.search(question, { limit })).found,
  };
  for (const [name, find] of Object.entries(rankings)) {
    const { r1, r4, r10, mrr10 } = await measureRanking(questions, find);
    add(`${name}: R@1`, r1);
    add(`${name}: R@4`, r4);
    add(`${name}: R@10`, r10);
    add(`${name}: MRR@10`, mrr10);
  }

  const pick = createPicker(dataSet);
  add('wrongly refused: all passages', await measureRefusals(subject, questions));
  add('wrongly refused: 1 passage', await measureRefusals(subject, questions, pick.withOwn(1)));
  add('wrongly refused: 3 passages', await measureRefusals(subject, questions, pick.withOwn(3)));
  add('wrongly refused: 7 passages', await measureRefusals(subject, questions, pick.withOwn(7)));
  add('article taken out, refused: 7 passages', await measureRefusals(subject, questions, pick.withoutArticle(7)));
  add('article taken out, refused: all passages', await measureTakenOut(subject, dataSet, questions));
  if (dataSet.impossible.length > 0) {
    add('answered by no passage, refused', await measureImpossible(subject, dataSet.impossible));
  }
  const answers = await measureAnswers(subject, questions);
  add("answers that hold the expected answer's words", answers.right);
  add('answers of more than one sentence', answers.several);
  add('answers with a needless sentence', answers.withNeedless);
  add('sentences after the first: needless', answers.needless);
  add('sentences after the first: needed', answers.needed);
  return figures;
}

function spread<T>(items: readonly T[], limit: number): T[] {
  const step = Math.max(1, items.length / limit);
  return Array.from({ length: Math.min(items.length, limit) }, (_, at) => items[Math.floor(at * step)]).flatMap(
    (item) => item ?? [],
  );
}

/** Data sets of whole documents are called by their folder. */
function barsName(file: string): string {
  return basename(file) === 'questions.json' ? basename(dirname(file)) : basename(file);
}
