import type { Replacement } from './links.ts';

/**
 * The HTML tag, comment or autolink that a text begins with: tags go, an address is shown where it is known.
 * What is no tag of HTML stays: `List<Answer>`, `<port>`, `x<y`.
 */
export function readTag(
  text: string,
  { isEnd, isKnown }: { isEnd: boolean; isKnown(address: string): boolean },
): Replacement | 'wait' | null {
  const head = text.slice(0, LONGEST);
  const raised = RAISED.exec(head);
  if (raised) return { raw: raised[0], text: raise(raised[1] ?? '') };
  const code = CODE.exec(head);
  if (code) return { raw: code[0], text: `\`${code[1]}\`` };
  const link = AUTOLINK.exec(head);
  if (link) {
    const [raw, address = ''] = link;
    return { raw, text: isKnown(address) ? address : '' };
  }
  const mail = MAIL.exec(head);
  if (mail) return { raw: mail[0], text: mail[0].slice(1, -1) };
  const name = /^<\/?([a-z][a-z\d-]*)/i.exec(head)?.[1]?.toLowerCase() ?? '';
  const isKnownName = name.length > 1 && NAMES.has(name);
  if (!isEnd && PAIRS.some((beginning) => beginning.test(head))) return 'wait';
  const raw = (COMMENT.exec(head) ?? (isKnownName ? KNOWN_TAG : TAG).exec(head))?.[0];
  if (raw !== undefined) {
    if (name === 'br') return { raw, text: ' ' };
    return name === '' || raw.includes('=') || isActiveTag(raw) ? { raw, text: '' } : null;
  }
  const patterns = [...MAY_BECOME, isKnownName ? KNOWN_BEGINNING : BEGINNING];
  if (!isEnd && head.length < LONGEST && patterns.some((pattern) => pattern.test(head))) return 'wait';
  // It is never closed; a space behind the bracket makes it text for every reader.
  const isCutName = isKnownName && /^<\/?[a-z\d-]+[\s/]/i.test(head);
  return isCutName || head.startsWith('<!--') ? { raw: '<', text: '< ' } : null;
}

/** Whether what begins with `<` is, once it is closed, a tag that browsers do something with. */
export function isActiveTag(tag: string): boolean {
  const name = /^<\/?([a-z][^\s/>]*)(?=[\s/>])/i.exec(tag)?.[1]?.toLowerCase();
  if (name === undefined) return /^<[!?][a-z[-]/i.test(tag);
  if (ACTS.test(tag)) return true;
  return NAMES.has(name) && (name.length > 1 || /^<\/?.\s*\/?>/.test(tag));
}

/** An exponent or a footnote: without its tag it would make "10³" and "25¹" other numbers. */
const RAISED = /^<sup>\s*([-+]?\d{1,3}(?:\s*,\s*\d{1,3})*)\s*<\/sup\s*>/i;

/** As Markdown has it, so that an index in it is told; nothing in it may be a link or an image where it is not taken for code. */
const CODE = /^<code>((?:(?!\]\()[^<>`\n!:]){1,200})<\/code\s*>/i;

function raise(digits: string): string {
  return digits.replace(/[-+\d]/g, (char) => ({ '-': '⁻', '+': '⁺' })[char] ?? '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(Number(char)));
}

const LONGEST = 1_000;
const AUTOLINK = /^<([a-z][a-z\d+.-]{1,31}:[^\s<>]*)>/i;
const MAIL = /^<[\w.+-]+@[\w-]+(?:\.[\w-]+)+>/;
const COMMENT = /^<(?:!--[\s\S]*?-->|[!?][a-z[][^<>]*>)/i;
const VALUED = String.raw`[^\s"'<>/=]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=]+)`;
/** An attribute without a value may be a word of a sentence: "x<y and z>1". */
const tag = (attribute: string) => String.raw`^</?[a-z][a-z\d-]*(?:[\s/]+${attribute})*[\s/]*`;
const LAST = String.raw`(?:[^\s"'<>/=]+\s*(?:=\s*(?:"[^"]*|'[^']*|[^\s"'<>=]*)?)?)?$`;
const TAG = new RegExp(`${tag(VALUED)}>`, 'i');
const BEGINNING = new RegExp(`${tag(VALUED)}${LAST}`, 'i');
const ANY = String.raw`(?:${VALUED}|[^\s"'<>/=]+)`;
const KNOWN_TAG = new RegExp(`${tag(ANY)}>`, 'i');
const KNOWN_BEGINNING = new RegExp(`${tag(ANY)}${LAST}`, 'i');
/** Attributes by which an element of any name acts. */
const ACTS = /[\s/"'](?:on[a-z]+|style|src\w*|href|xlink:href|action|background|data|poster)\s*=/i;
/** Told at their ends. */
const PAIRS = [
  /^<sup>[\s\d,+-]{0,20}(?:<\/?(?:s|su|sup\s*)?)?$/i,
  /^<code>[^<>`\n]{0,200}(?:<\/?(?:c|co|cod|code\s*)?)?$/i,
];
const MAY_BECOME = [
  /^<\/?$|^<!-?$|^<!--|^<[!?][a-z[][^<>]*$/i,
  /^<[a-z][a-z\d+.-]*(?::[^\s<>]*)?$/i,
  /^<[\w.+-]+(?:@[\w.-]*)?$/,
];

/** Elements of HTML, and those of SVG and MathML that stand for one of theirs. */
const NAMES = new Set(
  `a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
  button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed
  fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img
  input ins isindex kbd keygen label layer legend li link listing main map mark marquee math menu menuitem meta meter nav
  nobr noembed noframes noscript object ol optgroup option output p param picture plaintext portal pre progress q rb rp rt
  rtc ruby samp script search section select slot small source spacer span strike strong style sub summary sup svg table
  tbody td template textarea tfoot th thead time title tr track tt u ul use var video wbr xml xmp`.split(/\s+/),
);
