import { asOne } from '../../lib/follow-up-terms.ts';
import { dot } from '../../lib/vectors.ts';
import type { PromptPassage } from '../answer-model.ts';
import type { Embedder } from '../embedder.ts';
import type { Asked } from './asked.ts';
import type { ScoredUnit } from './choosing.ts';

/** An answer that scores so well is not looked at, but for a number or a time that isn't there. */
const SURE = 0.55;
/**
 * How well an answer must do at least, by its score and `nearness` together. What asks whether there is something names it;
 * a number or a time that is asked for and isn't there must be told by other words ("nobody"); what asks for a thing ("Where
 * was she born?") is often asked in words that no answer holds.
 */
const LEAST = { whether: 0.52, withoutKind: 0.69, other: 0.37 };
/** How near to a question of few words it must be at least. A name is near to whatever holds it, and has no other words. */
const LEAST_NEARNESS = { ofName: 0.11, whether: 0.085, other: 0.02 };
/** So few words say one thing of a subject; of more, an answer seldom holds all. */
const FEW_WORDS = 4;
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
 * days of paid leave"); what isn't there takes it away ("parking" from the address). An answer that scores well needs that
 * less.
 *
 * Chosen by sets of questions over small documents, `paraphrased.json` and XQuAD, asked with and without the paragraph that
 * answers (BENCHMARKS.md).
 */
export async function lacksWhatIsAsked(chosen: readonly ScoredUnit[], look: Look): Promise<boolean> {
  const { question, asked, passages } = look;
  const [best] = chosen;
  if (!best) return false;
  const texts = chosen.map(({ headings, words }) => [...headings, words].join('\n'));
  const around = chosen.flatMap(({ number }) => passages[number - 1]?.text ?? []);
  const hasKind = !asked.kind.isAsked || texts.some((text) => asked.holdsKind(text));
  const isLight = (word: string) =>
    LIGHT.test(word) || (hasKind && asked.kind.isSaidBy(word)) || (isDay(word) && texts.some(isDay));
  const { words, missing, hasName, isOfName, rest } = asked.missingFrom([...texts, ...around].join('\n'), isLight);
  if (missing === 0) return !definesIfAsked(question, chosen, asked);
  const asksWhether = ASKS_WHETHER.test(question);
  if (best.score >= SURE && hasKind) return false;
  const isShort = words <= FEW_WORDS;
  if (isShort && asksWhether && hasName) return true;
  const near = await nearness(best, [question, rest], look);
  const least = !hasKind ? 'withoutKind' : asksWhether ? 'whether' : 'other';
  if (best.score + near < LEAST[least]) return true;
  const isNameAlone = isOfName && asked.areNames(best.held);
  return isShort && near < LEAST_NEARNESS[isNameAlone ? 'ofName' : asksWhether ? 'whether' : 'other'];
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

/** "What is FSC?" is not answered by what only names it: it is what a sentence begins with, is put in brackets or quotes, or stands above. */
function definesIfAsked(question: string, chosen: readonly ScoredUnit[], asked: Asked): boolean {
  if (asked.wordCount !== 1 || !ASKS_MEANING.test(question)) return true;
  return chosen.some(({ headings, words, shown, isBlock }) => {
    const [heading = ''] = headings.slice(-1);
    const marked = shown.match(MARKED) ?? [];
    return (
      isBlock ||
      [heading, words.split(' ', FIRST_WORDS).join(' '), ...marked].some((text) => asked.held(text).length > 0)
    );
  });
}

const ASKS_MEANING = /^\W*what(?:['’]s| is| are) (?:an? )?[\p{L}\p{N}\p{M}'’-]+\W*$/iu;
const FIRST_WORDS = 6;
const MARKED =
  /\S+ \([^()]{1,60}\)|["“„«][^"”“»]{1,60}["”“»]|\*\*[^*]{1,60}\*\*|(?:called|known as|means?|stands? for) \S+ \S+/gu;

function isDay(text: string): boolean {
  return DAY.test(text);
}

const DAY = /(?<!\p{L})(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?!\p{L})/iu;

/** In English alone, as most questions that are looked at are: elsewhere it is as if they asked for a thing. */
const ASKS_WHETHER =
  /^\W*(?:(?:and|but|or|so|then) )?(?:am|are|can|could|did|do|does|had|has|have|is|may|might|must|shall|should|was|were|will|would)(?:n['’]t)?(?!\p{L})/iu;

/** Words that tell nothing of a thing, so that it doesn't matter whether they are missing. */
const LIGHT =
  /^(?:according|against|along|another|anybody|anyone|anything|beside|besides|called|documents?|down|everybody|everyone|everything|files?|hello|hi|inside|kind|main|name|named|near|onto|outside|per|please|somebody|someone|something|sort|stands?|term|toward|towards|type|upon|via|within|without)$/i;
