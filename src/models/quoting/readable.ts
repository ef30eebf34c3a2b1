import { withMarkdownTables } from './html-tables.ts';

/**
 * A passage as people read it: HTML's comments left out, its tables as Markdown's, its tags and entities read as text. Code stays as it is, and so
 * does what only looks like a tag (`<branch>`).
 */
export function readable(text: string): string {
  if (!/[<&]|-->/.test(text)) return text;
  return withoutCutComments(text)
    .split(CODE)
    .map((part, at) => (at % 2 === 0 ? readHtml(part) : part))
    .join('');
}

/** Fenced blocks, also such as a passage's end cuts off, and code within a line. */
const CODE = /(^[ \t]*```[\s\S]*?(?:^[ \t]*```[ \t]*$|$(?![\s\S]))|`[^`\n]+`)/m;

/** A passage may begin or end within a comment. */
function withoutCutComments(text: string): string {
  const end = text.indexOf('-->');
  const begin = text.indexOf('<!--');
  const whole = end >= 0 && (begin < 0 || end < begin) ? text.slice(end + 3) : text;
  return whole.replace(/<!--[\s\S]*?(?:-->|$(?![\s\S]))/g, '');
}

function readHtml(text: string): string {
  return withMarkdownTables(text)
    .replace(/<br\s*\/?>\n?/gi, '\n')
    .replace(/<(?:script|style)\b[^>]*>[\s\S]*?<\/(?:script|style)>/gi, '')
    .replace(TAG, '')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}\d?));/gi, (entity, decimal, hex, name) => {
      if (name) return ENTITIES[name] ?? entity;
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).replace('\u00a0', ' ') : entity;
    });
}

/** The elements that are written in Markdown and notes. Any other word in angle brackets is a placeholder. */
const TAG =
  /<\/?(?:a|abbr|article|aside|b|big|blockquote|body|button|caption|center|cite|code|col|colgroup|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|meta|nav|ol|p|picture|pre|q|s|samp|section|small|source|span|strike|strong|sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|var|video|wbr)(?:\s[^<>]*)?\/?>/gi;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  zwnj: '\u200c',
  zwj: '\u200d',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bull: '•',
  middot: '·',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  cent: '¢',
  pound: '£',
  yen: '¥',
  euro: '€',
  sect: '§',
  para: '¶',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  plusmn: '±',
  times: '×',
  divide: '÷',
  frac12: '½',
  frac14: '¼',
  frac34: '¾',
  micro: 'µ',
  larr: '←',
  rarr: '→',
  uarr: '↑',
  darr: '↓',
  le: '≤',
  ge: '≥',
  ne: '≠',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  aacute: 'á',
  eacute: 'é',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  ntilde: 'ñ',
  agrave: 'à',
  egrave: 'è',
  ecirc: 'ê',
  ccedil: 'ç',
  iexcl: '¡',
  iquest: '¿',
};
