/**
 * Control tokens of chat templates, and the tags between which models think or call tools: what they were trained to write
 * beside their answers, and what a server that knows the model takes off. All is matched in folded text (`fold`).
 */

/**
 * `open`: a thought or a call begins. `close`: a thought ends. `answer`: what follows is none. `end`: the turn is over.
 * `next`: another's begins. `noise`: the rest of what is no text.
 */
export type ControlKind = 'open' | 'close' | 'answer' | 'end' | 'next' | 'noise';

/** A control token at the beginning of a text. */
export interface ControlToken {
  readonly kind: ControlKind;
  readonly length: number;
  /** The passage that a delimiter of the prompt names. */
  readonly passage?: number;
}

const THOUGHTS =
  `think thinking thought thoughts reasoning reflection scratchpad seed:think mm:think antthinking analysis
  inner_monologue chain_of_thought`.split(/\s+/);
/** Of tools, which Carrel offers none of. */
const CALLS = ['tool_call', 'tool_calls', 'toolcall', 'function_call', 'function_calls'];
const HIDDEN = [...THOUGHTS, ...CALLS];
/** Names that models give such tags besides: `scratch_pad`, `internal_reasoning`, `longcat_think`. */
const LIKE_THOUGHT =
  /^(?:\w+[_:])?(?:think|thinking|thoughts?|reasoning|scratch_?pad|(?:inner|internal)_monologue|cot)(?:_\w+)?$/;
const LIKE_CALL = /^(?:\w+[_:])?(?:tool|function)_?calls?$/;
const ENDS = ['eos', '/s', 'end_of_turn', 'eoa'];
const ANSWERS = ['answer', 'final_answer', 'response', 'final', 'final_response', 'output'];
const NOISE = ['bos', 'pad', 'unk', 's', 'start_of_turn', ...ANSWERS.flatMap((name) => [name, `/${name}`])];
/** Between bars: `<|im_end|>`. */
const BARRED_ENDS =
  /^(?:im_end|endof(?:turn|text|assistant)|observation|eot_id|eot|eom_id|end|return|call|end_of_(?:text|sentence|turn|turn_token)|assistant_end|role_end|(?:user|system)(?:_start)?)$/;
/** In any other such name: what a model thinks, what it calls, what follows either. */
const BARRED_THOUGHT = /think|thought|reasoning|inner_/;
const BARRED_CALL = /(?:tool|function)_?calls?|tools_|action|python_tag/;
const BARRED_CLOSING = /^(?:\/|end)|_end$|suffix$/;
const SQUARE: Readonly<Record<string, ControlKind>> = {
  think: 'open',
  '/think': 'close',
  inst: 'end',
  '/inst': 'noise',
  system_prompt: 'noise',
  '/system_prompt': 'noise',
  available_tools: 'noise',
  '/available_tools': 'noise',
  tool_calls: 'open',
  '/tool_calls': 'answer',
  tool_results: 'noise',
  '/tool_results': 'noise',
  '|system|': 'end',
  '|user|': 'end',
  '|assistant|': 'noise',
  '|endofturn|': 'end',
  beginfinalresponse: 'close',
  endfinalresponse: 'end',
};

const PASSAGE = /^<[\s/]*passage\b(?:[^<>\n]{0,40}>)?/;
const CHANNEL = /^<\|channel\|>[^\S\n]*(\w{1,20})[^<>\n]{0,30}(?:<\|constrain\|>[^<>\n]{0,12})?<\|message\|>/;
/** What a role follows. */
const ROLE_STARTS = 'im_start|start|begin|start_header_id|header_start|start_of_role';
const HEADER = new RegExp(
  String.raw`^<(?:\|\s*(?:${ROLE_STARTS})\s*\||start_of_turn|\|turn)>[^\S\n]*(\p{L}*(?:/\p{L}+)?)(?:[^\S\n]*<\|\s*(?:end_header_id|header_end|end_of_role)\s*\|>)?`,
  'u',
);
/** What follows may belong to them: a role, a channel's name. */
const BEGUN_HEADER = new RegExp(
  String.raw`^<(?:\|\s*(?:${ROLE_STARTS}|channel)\s*\||start_of_turn|\|turn)>[^<>\n]{0,50}(?:<\|constrain\|>[^<>\n]{0,12})?(?:<[^<>\n]{0,20})?$`,
  'u',
);
const BARRED = /^<\s*\|\s*([\w▁/.:-][\w▁/.: -]{0,38}?)\s*\|\s*>/;
/** Of Gemma 4. */
const HALF_BARRED =
  /^<(?:\|(?:channel|think|tool_call|tool_response)|(?:channel|think|tool_call|tool_response|turn)\|)>/;
const TAG = /^<\s*(\/?)\s*([\w:]+)((?:\s+[\w-]+\s*=\s*(?:"[^"<>\n]*"|'[^'<>\n]*'|[^\s"'<>=/]+))*)\s*(\/?)>/;
const SYSTEM_TAG = /^<<\s*\/?\s*sys\s*>>/;
/** Such as Mistral's, T5's, InternLM's and Nemotron's, which never mean anything. */
const RESERVED = /^<(?:extra_id|special|unused_token|reserved_token)_?\d{1,5}>/;
/** Of MedGemma, and of Gemini. */
const UNUSED = /^<(?:unused|ctrl)9([45])>/;
/** `<｜DSML｜function_calls>`, and what stands within it. */
const DEEPSEEK_CALL = /^<(\/?)\|dsml\|[\w ]{1,20}(?:="[^"<>\n]{0,80}"[^<>\n]{0,40})?>/;
/** `<function=search>`: Llama's and Qwen's. */
const CALLED_FUNCTION = /^<(?:(\/)function|function=[\w.-]{1,64})>/;
const BEGUN_MARKUP = /^<(?:\/?\|(?:d|ds|dsm|dsml(?:\|[^<>\n]{0,80})?)?|function=[\w.-]{0,64})$/;
const KIMI = /^◁\s*(\/?)\s*think\s*▷/;

/** The token that a folded text begins with, if it does. */
export function controlTokenAt(text: string): ControlToken | null {
  if (text.startsWith('◁')) {
    const kimi = KIMI.exec(text);
    return kimi && { kind: kimi[1] ? 'close' : 'open', length: kimi[0].length };
  }
  const passage = PASSAGE.exec(text)?.[0];
  if (passage) {
    const number = passage.startsWith('</') ? undefined : /\d+/.exec(passage)?.[0];
    return { kind: 'noise', length: passage.length, ...(number && { passage: Number(number) }) };
  }
  const channel = CHANNEL.exec(text);
  if (channel) return { kind: channel[1] === 'final' ? 'answer' : 'open', length: channel[0].length };
  const header = HEADER.exec(text);
  if (header) return headerOf(header[0], header[1] ?? '', text.charAt(header[0].length));
  const markup = DEEPSEEK_CALL.exec(text) ?? CALLED_FUNCTION.exec(text);
  if (markup) return { kind: markup[1] ? 'answer' : 'open', length: markup[0].length };
  const barred = BARRED.exec(text);
  if (barred) return { kind: kindOfBarred(barred[1] ?? ''), length: barred[0].length };
  const half = HALF_BARRED.exec(text)?.[0];
  if (half) return { kind: kindOfHalfBarred(half), length: half.length };
  const system = SYSTEM_TAG.exec(text);
  if (system) return { kind: 'noise', length: system[0].length };
  const unused = UNUSED.exec(text);
  if (unused) return { kind: unused[1] === '4' ? 'open' : 'close', length: unused[0].length };
  const reserved = RESERVED.exec(text)?.[0];
  if (reserved) return { kind: 'noise', length: reserved.length };
  const tag = TAG.exec(text);
  return tag && tagOf(tag);
}

/** What square brackets hold, where that is a control token: `INST`. */
export function squareTokenOf(inside: string): ControlKind | null {
  const name = inside.replace(/\s/g, '');
  return SQUARE[name] ?? (/^unused_token_\d{1,4}$/.test(name) ? 'end' : null);
}

/** Whether square brackets that begin so may hold a control token when they are closed. */
export function mayBecomeSquareToken(inside: string): boolean {
  const beginning = inside.replace(/\s/g, '');
  return (
    /^unused_token_\d{0,4}$/.test(beginning) ||
    [...Object.keys(SQUARE), 'unused_token_'].some((known) => known.startsWith(beginning))
  );
}

/** Whether a folded text may become a control token, or a longer one, when more of it has come. */
export function mayBecomeControlToken(text: string): boolean {
  if (text.length > 90) return false;
  if (/^[<◁][\s/]*$/.test(text) || /^<\s*\|[\w▁/.: -]{0,40}\|?\s*$/.test(text)) return true;
  if (/^<[\s/]*passage(?:\b[^<>\n]{0,40})?$/.test(text)) return true;
  if (BEGUN_HEADER.test(text) || BEGUN_MARKUP.test(text)) return true;
  if (/^<<\s*\/?\s*(?:s|sy|sys)?\s*>?$/.test(text)) return true;
  const name = /^[<◁][\s/]*([^\s>▷/|]*)\s*[/|]?\s*$/.exec(text)?.[1];
  // What a tag is called may end in any way that a thought's does.
  if (name !== undefined) return NAMES.some((known) => known.startsWith(name)) || /^[a-z][\w:]{0,24}$/.test(name);
  const attributed = /^<\s*([\w:]+)\s+[\w-]*(?:\s*=[^<>\n]*)?$/.exec(text)?.[1];
  return attributed !== undefined && HIDDEN.includes(attributed);
}

const NAMES = [...HIDDEN, ...ENDS, ...NOISE, 'passage', 'channel', 'turn', 'tool_response', 'unused94', 'unused95'];

function headerOf(whole: string, role: string, next: string): ControlToken {
  const { length } = whole;
  if (['assistant', 'model', 'ai', 'bot', ''].includes(role)) return { kind: 'answer', length };
  if (['user', 'system', 'tool', 'human', 'developer'].includes(role)) return { kind: 'next', length };
  // HyperCLOVA's, and what s1 calls the parts of its turn.
  if (role === 'assistant/think' || (role === 'think' && next === '\n')) return { kind: 'open', length };
  if (role === 'answer' && next === '\n') return { kind: 'answer', length };
  // The answer's first word.
  return { kind: 'noise', length: whole.indexOf('>') + 1 };
}

function kindOfBarred(name: string): ControlKind {
  const bare = name.replaceAll(/[\s▁]+/g, '_');
  const isClosing = BARRED_CLOSING.test(bare);
  if (BARRED_THOUGHT.test(bare)) return isClosing ? 'close' : 'open';
  if (BARRED_CALL.test(bare)) return isClosing ? 'answer' : 'open';
  // Of Solar.
  if (bare === 'content') return 'answer';
  return BARRED_ENDS.test(bare) ? 'end' : 'noise';
}

function kindOfHalfBarred(token: string): ControlKind {
  if (token === '<turn|>') return 'end';
  if (token.startsWith('<|')) return 'open';
  return token.startsWith('<tool') ? 'answer' : 'close';
}

function tagOf([whole, slash, name = '', attributes, end]: RegExpExecArray): ControlToken | null {
  const { length } = whole;
  const isClosing = slash === '/';
  const isThought = THOUGHTS.includes(name) || LIKE_THOUGHT.test(name);
  if (isThought || LIKE_CALL.test(name)) {
    const closing = isThought ? 'close' : 'answer';
    return { kind: end === '/' ? 'noise' : isClosing ? closing : 'open', length };
  }
  if (attributes !== '') return null;
  const tag = isClosing ? `/${name}` : name;
  if (ENDS.includes(tag)) return { kind: 'end', length };
  return NOISE.includes(tag) ? { kind: 'noise', length } : null;
}
