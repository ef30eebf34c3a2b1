import { asOne } from '../../lib/follow-up-terms.ts';
import { dot } from '../../lib/vectors.ts';
import type { PromptPassage } from '../answer-model.ts';
import type { Embedder } from '../embedder.ts';
import type { Asked } from './asked.ts';
import type { ScoredUnit } from './choosing.ts';

/** An answer that scores so well is not looked at, but for a measure without a number. */
const SURE = 0.55;
/** So few words say one thing of a subject; of more, an answer seldom holds all. */
const FEW_WORDS = 4;
/**
 * How near an answer must be at least, by `nearness`. What asks whether there is something names it; what asks for a thing
 * ("Where was she born?") is often asked in words that no answer holds, so that these must lead away from it.
 */
const LEAST = { whether: 0.085, whetherInManyWords: 0.03, ofName: 0.11, withoutKind: 0.1, other: -0.05 };
/** The answer's own cosine counts for so much of what the missing words bring. */
const SHARE_OF_COSINE = 0.2;

/** What an answer is looked at with. */
interface Look {
  readonly question: string;
  readonly refersTo: readonly string[];
  readonly asked: Asked;
  readonly passages: readonly PromptPassage[];
  readonly embedder: Embedder;
  readonly signal: AbortSignal;
}

/**
 * Whether an answer is about the subject of a question and lacks what is asked of it: "The roastery stands at Mill Lane 4"
 * for "Is there parking at the roastery?".
 *
 * Such a sentence is near to the question by its subject alone. So it is compared with the question once more, without the
 * words that its passage lacks. Another word for what is there brings the question nearer to its answer ("vacation" to "28
 * days of paid leave"); what isn't there takes it away ("parking" from the address). A name has no other words, and nor have
 * a number and a time that are asked for: where such a thing is missing besides, an answer must be nearer.
 *
 * Chosen by sets of questions over small documents, `paraphrased.json` and XQuAD, of which it may refuse one good answer in
 * a thousand (BENCHMARKS.md).
 */
export async function lacksWhatIsAsked(chosen: readonly ScoredUnit[], look: Look): Promise<boolean> {
  const { question, asked, passages } = look;
  const [best] = chosen;
  if (!best) return false;
  const texts = chosen.map(({ headings, words }) => [...headings, words].join('\n'));
  const around = chosen.flatMap(({ number }) => passages[number - 1]?.text ?? []);
  const hasKind = !asked.kind.isAsked || texts.some(asked.kind.isIn);
  if (best.score >= SURE && (hasKind || asked.kind.measure === null)) return false;
  const isLight = (word: string) => LIGHT.test(word) || (hasKind && asked.kind.isSaidBy(word));
  const { words, missing, hasName, isOfName, rest } = asked.missingFrom([...texts, ...around].join('\n'), isLight);
  const isShort = words <= FEW_WORDS;
  const asksWhether = ASKS_WHETHER.test(question);
  if (missing === 0 || (!isShort && !asksWhether)) return false;
  if (isShort && asksWhether && hasName) return true;
  // A name is near to whatever holds it.
  const isNameAlone = isShort && isOfName && asked.areNames(best.held);
  return (await nearness(best, [question, rest], look)) < leastFor({ isNameAlone, isShort, asksWhether, hasKind });
}

function leastFor(is: { isNameAlone: boolean; isShort: boolean; asksWhether: boolean; hasKind: boolean }): number {
  if (is.isNameAlone) return LEAST.ofName;
  if (is.asksWhether) return is.isShort ? LEAST.whether : LEAST.whetherInManyWords;
  return is.hasKind ? LEAST.other : LEAST.withoutKind;
}

/** By how much the question is nearer to an answer than the rest of it without the missing words, and how near it is. */
async function nearness(
  { headings, words }: ScoredUnit,
  questions: readonly [string, string],
  { refersTo, embedder, signal }: Look,
): Promise<number> {
  const texts = [words, `${headings.at(-1) ?? ''}: ${words}`];
  const [[whole, rest], answers] = await Promise.all([
    embedder.embed(
      questions.map((question) => asOne(question, refersTo)),
      { as: 'question', priority: 'HIGH', signal },
    ),
    embedder.embed(texts, { as: 'passage', priority: 'HIGH', signal }),
  ]);
  if (!whole || !rest) throw new TypeError('An embedder gives one vector a text.');
  const cosines = answers.map((answer) => dot(whole, answer));
  const gains = answers.map((answer, at) => (cosines[at] ?? 0) - dot(rest, answer));
  return Math.max(...gains) + SHARE_OF_COSINE * Math.max(...cosines);
}

/** In English alone, as most questions that are looked at are: elsewhere it is as if they asked for a thing. */
const ASKS_WHETHER =
  /^\W*(?:(?:and|but|or|so|then) )?(?:am|are|can|could|did|do|does|had|has|have|is|may|might|must|shall|should|was|were|will|would)(?:n['’]t)?(?!\p{L})/iu;

/** Words that tell nothing of a thing, so that it doesn't matter whether they are missing. */
const LIGHT =
  /^(?:according|against|along|another|anybody|anyone|anything|beside|besides|called|documents?|down|everybody|everyone|everything|files?|hello|hi|inside|kind|main|name|named|near|onto|outside|per|please|somebody|someone|something|sort|stands?|term|toward|towards|type|upon|via|within|without)$/i;
