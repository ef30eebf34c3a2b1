/** Something active in a Markdown text, and what is to stand in its place. */
export interface Replacement {
  readonly raw: string;
  readonly text: string;
}

/** What is known where a link begins. */
export interface LinkContext {
  readonly isEnd: boolean;
  /** Whether it stands right behind a word, as an index does. */
  readonly isBehindWord: boolean;
  /** Whether an address stands in what the text was written from. */
  isKnown(address: string): boolean;
  /** Whether what stands in brackets is a marker. */
  isMarker(inside: string): boolean;
}

/**
 * The image or link that a text begins with (CommonMark 0.31, 6.3 and 6.4): an image becomes its description, a link its
 * text, with the address behind it where that is known.
 */
export function readLink(text: string, context: LinkContext): Replacement | 'wait' | null {
  const open = text.startsWith('!') ? 1 : 0;
  if (text.length <= open) return context.isEnd ? null : 'wait';
  const label = readLabel(text.slice(open), context.isEnd);
  if (label === null || label === 'wait') return label;
  const { inside, rest } = label;
  if (context.isMarker(inside)) return null;
  const raw = text.slice(0, open + inside.length + 2);
  if (open === 1) return readImage(raw, inside, rest, context);
  if (rest.startsWith('[')) {
    const isNone = context.isBehindWord || inside.trim() === '';
    const reference = isNone ? null : readLabel(rest, context.isEnd);
    if (reference === null || reference === 'wait') return reference;
    return context.isMarker(reference.inside) ? null : replace(`${raw}[${reference.inside}]`, inside);
  }
  const target = readTarget(rest, context.isEnd);
  if (target === null || target === 'wait') return target;
  if (!LIKE_ADDRESS.test(target.address)) return null;
  const isShown = target.address !== inside && context.isKnown(target.address);
  return replace(raw + target.raw, isShown ? `${inside} (${target.address})` : inside);
}

/**
 * The definition of an address that a line begins with, as in `[docs]: https://…` (4.7): without it nothing refers to
 * that address. One that is known stays as text.
 */
export function readDefinition(text: string, context: LinkContext): Replacement | 'wait' | null {
  const label = readLabel(text, context.isEnd);
  if (label === null || label === 'wait') return label;
  const { inside, rest } = label;
  const line = DEFINED.exec(rest);
  if (!line || rest.length === LONGEST_ADDRESS) return null;
  if (line[0].length === rest.length && !context.isEnd) return 'wait';
  // A tag in it will be gone.
  const address = /^<?([^\s>]*)/.exec((line[1] ?? '').replace(TAGS, ''))?.[1] ?? '';
  if (!LEADS_OUT.test(address)) return null;
  const name = context.isMarker(inside) ? `[${inside}] ` : `${inside}: `;
  return replace(`[${inside}]${line[0]}`, context.isKnown(address) ? name + address : '');
}

function readImage(raw: string, description: string, rest: string, { isEnd, isMarker }: LinkContext) {
  if (rest.startsWith('[')) {
    const reference = readLabel(rest, isEnd);
    if (reference === null || reference === 'wait') return reference;
    return replace(isMarker(reference.inside) ? raw : `${raw}[${reference.inside}]`, description);
  }
  const target = readTarget(rest, isEnd);
  return target === null || target === 'wait' ? target : replace(raw + target.raw, description);
}

/** What stands in round brackets behind a link's text: the address, and maybe a title. */
function readTarget(text: string, isEnd: boolean): { raw: string; address: string } | 'wait' | null {
  const found = TARGET.exec(text);
  if (found) return { raw: found[0], address: (found[1] ?? found[2] ?? '').replace(/\\(?=[!-/:-@[-`{-~])/g, '') };
  return !isEnd && text.length < LONGEST_ADDRESS && MAY_BECOME_TARGET.test(text) ? 'wait' : null;
}

/** What the square brackets hold that a text begins with, others within them aside, and what stands behind them. */
function readLabel(text: string, isEnd: boolean): { inside: string; rest: string } | 'wait' | null {
  if (!text.startsWith('[')) return null;
  let depth = 0;
  for (let at = 0; at < text.length && at < LONGEST_LABEL; at += 1) {
    const char = text.charAt(at);
    if (char === '\\') at += 1;
    else if (char === '[') depth += 1;
    else if (char === ']') depth -= 1;
    else if (char === '\n' && /^\n[ \t]*\n/.test(text.slice(at, at + 40))) return null;
    if (depth > 0) continue;
    const rest = text.slice(at + 1, at + 1 + LONGEST_ADDRESS);
    return rest === '' && !isEnd ? 'wait' : { inside: text.slice(1, at), rest };
  }
  return isEnd || text.length >= LONGEST_LABEL ? null : 'wait';
}

function replace(raw: string, text: string): Replacement {
  return { raw, text: text.trim() === '' ? '' : text };
}

const LONGEST_LABEL = 250;
const LONGEST_ADDRESS = 2_000;

const ESCAPED = String.raw`\\[^\n]`;
const BALANCED = String.raw`(?:[^\s()\\]|${ESCAPED}|\((?:[^\s()\\]|${ESCAPED}|\([^\s()]*\))*\))*`;
const TITLE = String.raw`"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|\((?:[^()\\]|\\[^])*\)`;
const TARGET = new RegExp(String.raw`^\(\s*(?:<([^<>\n]*)>|(?!<)(${BALANCED}))(?:\s+(?:${TITLE}))?\s*\)`);
const MAY_BECOME_TARGET =
  /^(?:$|\(\s*(?:<[^<>\n]*|(?:<[^<>\n]*>|[^\s<]\S*)?(?:\s+(?:"[^"]*"?|'[^']*'?|\([^()]*\)?)?)?\s*)$)/;
/** The colon of a definition, and the line with the address, which may be the next. */
const DEFINED = new RegExp(
  String.raw`^:[^\S\n]*\n?[^\S\n]*(\S*)(?:[^\S\n]+(?:${TITLE}|["'(][^\n]*$)?)?[^\S\n]*(?=\n|$)`,
);
const TAGS = /<(?![a-z][a-z\d+.-]*:|\/\/)[^<>]*>/gi;

/** What may be an address behind a link's text, and is none of the words that stand in brackets behind an index. */
const LIKE_ADDRESS = /^(?:$|[a-z][a-z\d+.-]*:|[/#?&\\]|\.{1,2}\/|www\.|\S+\.[a-z]{2,8}(?:[#?]\S*)?$)/i;
/** Addresses that may be of another host; entities and escapes spell all others. */
const LEADS_OUT = /[:&\\]|\/\/|^www\./i;
