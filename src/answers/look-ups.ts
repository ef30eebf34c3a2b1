import { termsOf } from '../lib/terms.ts';
import { wordsOf } from '../lib/text/words.ts';
import { LOOK_UP_LIMITS } from '../limits.ts';
import type { AnswerModel } from '../models/answer-model.ts';
import type { FoundPassage, SearchService } from '../search/search.ts';
import type { ScopedTenant } from '../store/tenant-store.ts';
import type { AnswerEvent, Question } from './answer.ts';
import { leans } from './follow-ups.ts';
import { whatIsMissing } from './missing.ts';
import { retrieve } from './retrieve.ts';
import type { Found, FoundPart, Retrieved } from './retrieved.ts';
import { eachOnce } from './sources.ts';
import { subQuestions } from './sub-questions.ts';

/** The event of one look-up. */
export type Searched = Extract<AnswerEvent, { type: 'searched' }>;

interface LookUp {
  readonly search: SearchService;
  readonly tenant: ScopedTenant;
  readonly asked: Question;
  /** The questions that it refers back to, oldest first. */
  readonly earlier: readonly string[];
  readonly model: AnswerModel;
  readonly limits?: typeof LOOK_UP_LIMITS;
}

/**
 * Looks thoroughly: for each question that the question is made of and then, with a model that can say so, for what is still
 * missing. Yields each look-up and returns the best of all, by turns. Searches see what the tenant's scope and the filter let
 * them; the model chooses only their words.
 */
export async function* lookUp(work: LookUp, signal: AbortSignal): AsyncGenerator<Searched, Retrieved> {
  const { search, tenant, asked, earlier, limits = LOOK_UP_LIMITS } = work;
  const questions = subQuestions(asked.question);
  const all: Retrieved[] = [];
  const parts: FoundPart[] = [];
  for (const [place, question] of questions.entries()) {
    const refersTo = place > 0 ? referredTo(question, questions) : earlier;
    const found = await retrieve(search, tenant, { asked: { ...asked, question }, earlier: refersTo }, signal);
    all.push(found);
    if (found.answerable) parts.push({ ...found, question, refersTo });
    if (questions.length > 1) yield { type: 'searched', query: found.searchedFor.join(' '), passages: found.passages };
  }
  // An overview has the beginnings of all sections.
  const isOverview = all.some((found) => found.answerable && found.outlines);
  if (!isOverview) for await (const found of missingOnes(work, all, signal)) yield found;
  // The model's words, too, are of all that it has seen.
  const sources = eachOnce(all.flatMap((found) => [...found.passages, ...(found.sources ?? [])]));
  const best = { ...bestOf(all, Math.max(asked.topK, Math.min(2 * asked.topK, limits.passages))), sources };
  return best.answerable && questions.length > 1 ? { ...best, parts } : best;
}

/** A part such as "who paid for it" is about what the first is. */
function referredTo(question: string, [first]: readonly string[]): readonly string[] {
  return first !== undefined && leans(question) ? [first] : [];
}

/** Searches for what the model misses, until it misses nothing or finds nothing new; adds that to what was found. */
async function* missingOnes(
  { search, tenant, asked, model, limits = LOOK_UP_LIMITS }: LookUp,
  all: Retrieved[],
  signal: AbortSignal,
): AsyncGenerator<Searched, void> {
  if (!model.complete) return;
  const inTime = AbortSignal.timeout(limits.timeMs);
  const ending = AbortSignal.any([signal, inTime]);
  const { topK, filter } = asked;
  const known = new Set(all.flatMap(({ passages }) => passages.slice(0, NEAREST).map(({ id }) => id)));
  try {
    for (let round = 0; round < limits.lookUps; round += 1) {
      const searched = all.flatMap(({ searchedFor }) => searchedFor);
      const passages = all.flatMap((found) => (found.answerable ? found.passages : []));
      const missing = await whatIsMissing(model, { question: asked.question, searched, passages }, ending);
      if (missing === null || !saysMore(missing, searched)) return;
      const query = withNames(missing, asked.question);
      const found = await search.search(tenant, { query, topK, filter, signal: ending });
      yield { type: 'searched', query, passages: found.passages };
      if (!found.answerable || found.passages.slice(0, NEAREST).every(({ id }) => known.has(id))) return;
      for (const { id } of found.passages) known.add(id);
      all.push({ answerable: true, passages: found.passages, searchedFor: [query] });
    }
  } catch {
    // Without the model, or in time, it is answered from what there is.
    signal.throwIfAborted();
  }
}

/** What is further down is hardly ever the answer. */
const NEAREST = 4;

function saysMore(missing: string, searched: readonly string[]): boolean {
  const known = new Set(searched.flatMap((query) => termsOf(query)));
  return termsOf(missing).some((term) => !known.has(term));
}

/** What is missing, and of what: models leave the names out. */
function withNames(missing: string, question: string): string {
  const said = new Set(wordsOf(missing).map(({ text }) => text));
  const names = wordsOf(question).filter(({ isCapitalized, isName }) => isCapitalized || isName);
  return [missing, ...new Set(names.map(({ text }) => text).filter((name) => !said.has(name)))].join(' ');
}

/** The best of all that was found, by turns, so that no search has none of its own. */
function bestOf(all: readonly Retrieved[], most: number): Retrieved {
  const [first] = all;
  if (!first) throw new TypeError('A question is searched for at least once.');
  const searchedFor = all.flatMap((found) => found.searchedFor);
  const good = all.flatMap((found): Found[] => (found.answerable ? [found] : []));
  const [only, ...others] = good;
  if (!only) return { ...first, searchedFor };
  if (others.length === 0) return { ...only, searchedFor };
  const passages = byTurns(
    good.map((found) => found.passages),
    most,
  );
  return { answerable: true, passages, searchedFor };
}

function byTurns(lists: readonly (readonly FoundPassage[])[], most: number): FoundPassage[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list[place] ?? [])).flat();
  const byId = new Map<string, FoundPassage>();
  for (const passage of inTurn) if (!byId.has(passage.id)) byId.set(passage.id, passage);
  return [...byId.values()].slice(0, most);
}
