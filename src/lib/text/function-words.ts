/**
 * The stop words of Chinese (simplified and traditional), Japanese and Korean, and the words that questions are asked with.
 * Thai has none: among its longer n-grams they do no harm (XQuAD).
 */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  `的 了 是 在 有 和 与 與 及 或 被 把 将 將 会 會 为 為 对 對 对于 對於 关于 關於 于 於 从 從 向 以 由 由于 由於 因 因为 因為 而 但 但是 也 都
  就 还 還 又 再 很 最 更 不 没 沒 没有 沒有 这 這 那 这个 這個 那个 那個 这些 這些 那些 其 其中 它 他 她 我 你 您 我们 我們 你们 你們 他们
  他們 它们 它們 自己 之 者 所 吗 嗎 呢 吧 啊 着 著 过 過 到 给 給 让 讓 使 叫 用 上 中 里 裡 下 时 時 后 後 前 个 個 哪 哪个 哪個 哪些 哪里
  哪裡 哪儿 哪兒 哪位 哪一 哪种 哪種 什么 什麼 甚麼 什么样 什麼樣 谁 誰 谁是 誰是 谁在 何 何时 何時 何处 何處 如何 怎么 怎麼 怎样 怎樣
  为什么 為什麼 为何 為何 什么时候 什麼時候 多少 多久 多长 多長 多大 几 幾 几天 幾天 几年 幾年 几点 幾點 几次 幾次 几个 幾個 是否 可以 能 要 请 請 请问 請問
  は が を に で と も の か へ や から まで より です ます でし まし た て だ である する し さ せ れ られ いる い ある あり ない なく なる なり
  こと もの ため よう この その あの どの これ それ あれ どれ ここ そこ どこ 何 なに なん いつ 誰 だれ どう なぜ どうして いくつ いくら
  どのような どのように どんな どちら くらい ぐらい とき ありま すか しま しまし できま できます ください くだ さい 下さい 教え 教えて ですか ますか でした ました という とは には では について
  によって として における
  いい 良い よい ても でも なら どうすれば いいです
  무엇 무엇을 무엇입니까 무엇인가요 누구 누가 언제 어디 어디에 어디서 어떻게 왜 몇 얼마 얼마나 어느 무슨 어떤 입니까 인가요 수 것 때 있는 하는 되는 있나 있나요 있습니까 있어요 없나요 하나요 합니까 되나요 됩니까 해야 해요 돼요 나와요 가지고`.match(
    /\S+/g,
  ),
);

/** By dictionaries where there are no blanks. Of questions alone, as a Node with other dictionaries may read them. */
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** What is left of a run of East Asian letters without its function words, in order. */
export function withoutFunctionWords(run: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const segment of segmentsOf(run)) {
    if (!FUNCTION_WORDS.has(segment)) piece += segment;
    else if (piece !== '') {
      pieces.push(piece);
      piece = '';
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** V8's segmenter takes time in proportion to the whole string for each segment, so it gets a part at a time. */
function* segmentsOf(run: string): Generator<string> {
  for (let from = 0; from < run.length; from += PART) {
    for (const { segment } of segmenter.segment(run.slice(from, from + PART))) yield segment;
  }
}

/** In UTF-16 code units; longer than people write without punctuation. */
const PART = 256;
