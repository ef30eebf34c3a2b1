/** Characters that are not seen, with which a delimiter could be written so that only a model reads it. */
const UNSEEN = '[\\u00ad\\u200b-\\u200f\\u2060\\ufeff]*';
const letters = [...'passage'].map((letter) => `[${letter}${fullWidth(letter)}]`).join(UNSEEN);
/** Opens or closes a passage, however it is disguised: with more slashes, in full width, with unseen characters. */
const PASSAGE_TAG = new RegExp(
  `[<\\uff1c\\ufe64](?=[\\s/\\uff0f\\u00ad\\u200b-\\u200f\\u2060\\ufeff]*${letters})`,
  'gi',
);
/** What chat templates are written with: `<|im_end|>`, `<start_of_turn>`, `</s>`, `<<SYS>>`. */
const TEMPLATE_TAG = /<(?=\s*[|｜]|<\/?SYS>>|\/?(?:start_of_turn|end_of_turn|s|bos|eos|think)>)/gi;
const TEMPLATE_BRACKETS = /\[(\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS))\]/gi;
/** As wide as what `answers/citations.ts` takes for a marker. */
const MARKER = /\[(\s*\d[\d\s,;–-]*)\]/g;

/** A document's own text, as a prompt may hold it: it opens and closes no passage, ends no turn, and cites nothing. */
export function escapeText(text: string): string {
  return roundMarkers(text)
    .replace(PASSAGE_TAG, '&lt;')
    .replace(TEMPLATE_TAG, '&lt;')
    .replace(TEMPLATE_BRACKETS, '($1)');
}

/** A document's own "[12]" or "[3, 4]" in round brackets, so that it is not taken for a citation of a passage. */
export function roundMarkers(text: string): string {
  return text.replace(MARKER, '($1)');
}

function fullWidth(letter: string): string {
  const offset = 0xff41 - 'a'.charCodeAt(0);
  const code = letter.charCodeAt(0) + offset;
  return String.fromCharCode(code, code - 32);
}
