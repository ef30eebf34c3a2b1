/** What the front matter at the head of a Markdown text says. */
export interface FrontMatter {
  /** Behind its last line. */
  readonly end: number;
  /** With the place of its line. */
  readonly title: { readonly title: string; readonly start: number; readonly end: number } | null;
  readonly tags: readonly string[];
}

/** Longer ones are not looked for. */
const MOST = { lines: 200, characters: 10_000 } as const;
const LONGEST_TITLE = 200;

/**
 * Reads the YAML (`---`) or TOML (`+++`) at the beginning of a Markdown text, as far as it concerns Carrel; null where
 * there is none, as in a text that begins with a rule. No parser of either language: that would refuse what is not
 * quite right, and expand what repeats itself.
 */
export function frontMatterOf(text: string): FrontMatter | null {
  const fence = /^(?:---|\+\+\+)(?=[ \t]*\r?\n)/.exec(text)?.[0];
  if (!fence) return null;
  const lines = linesOf(text.slice(0, MOST.characters)).slice(0, MOST.lines);
  const last = lines.findIndex(({ line }, at) => at > 0 && (line === fence || (line === '...' && fence === '---')));
  const body = lines.slice(1, Math.max(1, last));
  if (!body.some(({ line }) => KEY.test(line)) || !body.every(({ line }) => LINE.test(line))) return null;
  return { end: lines[last]?.end ?? 0, title: titleOf(body), tags: tagsOf(body) };
}

interface Line {
  readonly line: string;
  readonly start: number;
  readonly end: number;
}

function linesOf(text: string): Line[] {
  return Array.from(text.matchAll(/[^\n]*\n|[^\n]+$/g), ({ 0: line, index }) => ({
    line: line.trimEnd(),
    start: index,
    end: index + line.length,
  }));
}

/** Keys are lower case or quoted, as prose begins with "Note: …", too. */
const KEY = /^(?:(["'])[^"']{1,80}\1|[a-z_][\w.-]{0,80}|Title|Date|Tags|Author|Keywords)\s*[:=](?:\s|$)/;
/** A key, an item, a comment, a table of TOML, the end of a list, or what belongs to the line above. */
const LINE = new RegExp(`${KEY.source}|^(?:-(?:\\s|$)|#|\\[|\\]|[ \\t]|$)`);

/** The value of a key and the lines that belong to it. */
function entryOf(body: readonly Line[], key: string): { first: string; more: string[]; at: Line } | null {
  const pattern = new RegExp(`^["']?${key}["']?\\s*[:=]\\s*(.*)$`, 'i');
  const place = body.findIndex(({ line }) => pattern.test(line));
  const at = body[place];
  if (!at) return null;
  const rest = body.slice(place + 1).map(({ line }) => line);
  const next = rest.findIndex((line) => !/^(?:\s|-|\]|$)/.test(line));
  return { first: pattern.exec(at.line)?.[1] ?? '', more: next < 0 ? rest : rest.slice(0, next), at };
}

function titleOf(body: readonly Line[]): FrontMatter['title'] {
  const entry = entryOf(body, 'title');
  if (!entry) return null;
  const isBlock = /^[>|][+-]?$/.test(entry.first);
  const text = isBlock ? entry.more.join(' ').replace(/\s+/g, ' ').trim() : scalar(entry.first);
  return text === '' || text.length > LONGEST_TITLE ? null : { title: text, start: entry.at.start, end: entry.at.end };
}

function tagsOf(body: readonly Line[]): string[] {
  const entry = entryOf(body, 'tags');
  if (!entry) return [];
  const items = entry.more.map((line) => /^\s*-\s+(.*)$/.exec(line)?.[1]).filter((item) => item !== undefined);
  const list =
    entry.first === ''
      ? items
      : [entry.first, ...entry.more]
          .join(' ')
          .replace(/^\[|\]\s*(?:#.*)?$/g, '')
          .split(',');
  return list.map(scalar).filter((tag) => tag !== '');
}

/** Without quotation marks, or the comment behind it. */
function scalar(raw: string): string {
  const quoted = /^\s*(["'])(.*?)\1\s*(?:#.*)?$/.exec(raw)?.[2];
  return (quoted ?? raw.replace(/(?:^|\s)#.*$/, '')).trim();
}
