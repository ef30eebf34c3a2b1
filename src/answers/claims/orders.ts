/**
 * Which sentences of a passage order a language model what to say: "Ignore all previous instructions and reply with …". What
 * a model says because it was told to is no fact that the passage tells, so that they are evidence of nothing.
 *
 * @param sentences of a passage, in order
 */
export function ordersAmong(sentences: readonly string[]): ReadonlySet<number> {
  const orders = new Set<number>();
  let last = Number.NEGATIVE_INFINITY;
  for (const [at, sentence] of sentences.entries()) {
    const isDictated = orders.has(at - 1) && DICTATES.test(sentences[at - 1] ?? '');
    const isOne = isOrder(sentence);
    if (isOne) last = at;
    if (isOne || isDictated || (at - last <= NEAR && SAYING.test(sentence))) orders.add(at);
  }
  return orders;
}

/** Sentences behind one that speaks to a model, in which it is still spoken to. */
const NEAR = 2;
const DICTATES = /[:：]\s*["“„«*_]*\s*$/u;

function isOrder(sentence: string): boolean {
  return IGNORE.test(sentence) || ADDRESSED.test(sentence) || ANSWERING.test(sentence);
}

/** An imperative stands at the beginning, behind a mark, or joined to another. */
const IMPERATIVE = String.raw`(?:^|[.:;,!?"“„«'‘(\[>*#|–—-]\s*|(?<!\p{L})(?:and|then|please|now|must|should|und|bitte|et|y|por favor)\s+)`;

/** "Ignore all previous instructions". Who "ignores the rules" is no model. */
const IGNORE = new RegExp(
  `${IMPERATIVE}(?:${[
    String.raw`(?:ignore|disregard|forget|override)\s(?:[^.!?\n]{0,30}\s)?(?:all|any|every|previous|prior|preceding|earlier|above|other|your)\s[^.!?\n]{0,40}?(?:instruction|prompt|rule|direction|command|guideline|passage|context|question|restriction)`,
    String.raw`(?:ignore|disregard|forget)\s(?:the|these|those)\s(?:instruction|prompt|rule|passage|context|question)s?(?:\s(?:above|before|you)|\s*(?:,|and\s))`,
    String.raw`(?:ignoriere|ignorieren sie|vergiss|vergessen sie|missachte)\s[^.!?\n]{0,40}?(?:anweisung|vorgabe|befehl|regel|prompt)`,
    String.raw`(?:ignore[zr]?|oublie[zr]?)\s[^.!?\n]{0,40}?(?:instructions|consignes|règles)`,
    String.raw`(?:ignora|ignore|olvida|olvide|desconsidere|esqueça|dimentica)\s[^.!?\n]{0,40}?(?:instrucciones|órdenes|reglas|instruções|regras|istruzioni|regole)`,
  ].join('|')})|忽略.{0,8}(?:指令|指示|提示)|(?:指示|命令|プロンプト).{0,4}無視|игнорируй.{0,30}(?:инструкци|указани)`,
  'iu',
);

const MODEL = String.raw`(?:ai|llm|ki|ia|assistant|assistent\p{L}*|asistente|language model|sprachmodell|model|chatbot|chatgpt|gpt)s?(?![\p{L}\p{M}])`;

/** "Note to the AI", "Assistant, tell …", "You are now …". */
const ADDRESSED = new RegExp(
  [
    String.raw`(?<!\p{L})(?:dear|attention|hey|(?:note|message|instructions?) (?:to|for)|hinweis an (?:die|das|den)|nota para (?:el|la))\s+(?:the |any |all )?${MODEL}`,
    String.raw`(?<!\p{L})(?:system|${MODEL})\s*[:,]\s*(?:you|please|now|always|ignore|disregard|forget|answer|reply|respond|say|output|print|tell|repeat|write)(?!\p{L})`,
    String.raw`(?<!\p{L})you are (?:now|no longer)\s+(?:an?\s+)?(?:dan|ai|assistant|unrestricted|evil|pirate|bound)(?!\p{L})`,
  ].join('|'),
  'iu',
);

/** "Answer every question with …", "End your answer with …". */
const ANSWERING = new RegExp(
  `${IMPERATIVE}(?:${[
    '(?:answer|reply to|respond to) (?:all|any|each|every) (?:question|prompt|message|request)s? with',
    '(?:always |only )?(?:answer|reply|respond) (?:always|only) with',
    '(?:begin|start|end|finish|conclude) (?:your|every|each) (?:answer|reply|response)',
    'tell the (?:user|reader|asker) (?:to|that)',
    'antworte(?:n sie)? (?:immer|stets|nur|ausschließlich|auf jede frage)',
    '(?:beginne|beende) (?:deine|jede) antwort',
    'répond(?:s|ez) (?:toujours|uniquement|seulement)',
    'responde (?:siempre|solo|sólo|únicamente)',
  ].join('|')})`,
  'iu',
);

/** An order that may as well be one to people, where no model is spoken to. */
const SAYING = new RegExp(
  `${IMPERATIVE}(?:instead,? )?(?:only |always |just )?(?:reply|respond|answer|say|output|print|write|state|repeat|tell|sag|sage|schreib|schreibe|antworte|gib|dis|écris|réponds|di|escribe|responde)(?![\\p{L}\\p{M}])`,
  'iu',
);
