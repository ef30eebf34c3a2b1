import { isDay } from '../is-day.ts';

/** What the front matter at the head of a Markdown text says. */
export interface FrontMatter {
  /** Behind its last line. */
  readonly end: number;
  /** With the place of its line. */
  readonly title: { readonly title: string; readonly start: number; readonly end: number } | null;
  readonly tags: readonly string[];
  /** In UTC where it names no zone. */
  readonly date: Date | null;
}

/** Longer ones are not looked for. */
const MOST = { lines: 1_000, characters: 50_000 } as const;
const LONGEST_TITLE = 200;

/**
 * Reads the YAML (`---`), TOML (`+++`) or JSON at the beginning of a Markdown text, as far as it concerns Carrel; null
 * where there is none, as in a text that begins with a rule. No parser of YAML or TOML: that would refuse what is not
 * quite right, and expand what repeats itself.
 */
export function frontMatterOf(text: string): FrontMatter | null {
  const opening = OPENING.exec(text);
  if (!opening) return null;
  const fence = opening[1] ?? '{';
  const lines = linesOf(text.slice(0, MOST.characters)).slice(0, MOST.lines);
  const first = lines.findIndex(({ line }) => line !== '');
  if (fence === '{') return jsonOf(lines, first, { isFenced: false });
  const last = lines.findIndex(({ line }, at) => at > first && (line === fence || (line === '...' && fence === '---')));
  const body = lines.slice(first + 1, Math.max(first + 1, last));
  const isJson = body.find(({ line }) => line !== '')?.line.startsWith('{');
  if (isJson) return jsonOf(lines.slice(0, last + 1), first + 1, { isFenced: true });
  // A well-known key tells it from prose between two rules, as prose begins with "Note: …", too.
  const [key, line] = body.some(({ line }) => KNOWN_KEY.test(line)) ? [KNOWN_KEY, ANY_LINE] : [KEY, LINE];
  if (!body.some((each) => key.test(each.line)) || !body.every((each) => line.test(each.line))) return null;
  return { end: lines[last]?.end ?? 0, title: titleOf(body), tags: tagsOf(body), date: dateOf(body) };
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

const OPENING = /^\s{0,200}(?:(---|\+\+\+)(?:[ \t]*(?:ya?ml|toml|json))?[ \t]*\r?\n|(\{)(?=\s*"))/i;

const TITLE = 'title|titel|título|titulo|titre|заголовок|название|العنوان|标题|標題|タイトル|題名|ชื่อเรื่อง';
const TAGS = 'tags|schlagwörter|schlagworte|etiquetas|étiquettes|mots-clés|теги|метки|الوسوم|标签|標籤|タグ|แท็ก';
const DATE = 'date|datum|fecha|data|дата|التاريخ|日期|日付|วันที่';
const KNOWN_KEY = new RegExp(
  `^(["']?)(?:${TITLE}|${TAGS}|date|author|authors|keywords|description|layout|slug|draft|lang|categories)\\1\\s*[:=](?:\\s|$)`,
  'i',
);
const KEY = /^(?:(["'])[^"']{1,80}\1|[\p{Ll}\p{Lo}_$@][\p{L}\p{M}\p{N}_.:-]{0,80})\s*[:=](?:\s|$)/u;
/** What is neither a key nor prose: an item, a comment, a table of TOML, the end of a list, what belongs to the line above. */
const OTHER = '(?:-(?:\\s|$)|#|\\[|\\]|[ \\t]|$)';
const LINE = new RegExp(`${KEY.source}|^${OTHER}`, 'u');
/** With keys of several words. */
const ANY_LINE = new RegExp(`^["']?[^\\s:=][^:=\\n]{0,40}\\s*[:=]|^${OTHER}`, 'u');

/** The value of a key and the lines that belong to it. */
function entryOf(body: readonly Line[], keys: string): { first: string; more: string[]; at: Line } | null {
  const pattern = new RegExp(`^["']?(?:${keys})["']?\\s*[:=]\\s*(.*)$`, 'i');
  const place = body.findIndex(({ line }) => pattern.test(line));
  const at = body[place];
  if (!at) return null;
  const rest = body.slice(place + 1).map(({ line }) => line);
  const next = rest.findIndex((line) => !/^(?:\s|-|\[|\]|$)/.test(line));
  return { first: pattern.exec(at.line)?.[1] ?? '', more: next < 0 ? rest : rest.slice(0, next), at };
}

function titleOf(body: readonly Line[]): FrontMatter['title'] {
  const entry = entryOf(body, TITLE);
  if (!entry) return null;
  const isBlock = /^[>|][+-]?$/.test(entry.first);
  const isOpen = /^(["'])(?:(?!\1).)*$/.test(entry.first);
  const whole = [...(isBlock ? [] : [entry.first]), ...(isBlock || isOpen ? entry.more : [])].join(' ');
  return titleAt(isBlock ? whole : scalar(whole), entry.at);
}

function titleAt(raw: string, { start, end }: Line): FrontMatter['title'] {
  const title = raw.replace(/\s+/g, ' ').trim();
  return title === '' || title.length > LONGEST_TITLE ? null : { title, start, end };
}

function tagsOf(body: readonly Line[]): string[] {
  const entry = entryOf(body, TAGS);
  if (!entry) return [];
  const items = entry.more.map((line) => /^\s*-\s+(.*)$/.exec(line)?.[1]).filter((item) => item !== undefined);
  if (items.length > 0 && entry.first === '') return items.map(scalar).filter(isTag);
  const lines = [entry.first.replace(ANCHOR, ''), ...entry.more].map((line) => line.replace(/\s#\s[^"']*$/, ''));
  const list = lines.join(' ').replace(/\s+/g, ' ').trim();
  // What stands behind its end may be a table of TOML.
  const inner = /^\[((?:(?<=[[,] ?)(?:"[^"]*"|'[^']*')|[^\]])*)\]?/.exec(list)?.[1] ?? list;
  return (inner.match(/\s*(?:"[^"]*"|'[^']*')\s*(?=,|$)|[^,]+/g) ?? []).map(scalar).filter(isTag);
}

/** Of YAML, before the value that it names. */
const ANCHOR = /^\s*&[^\s,[\]{}]+\s*/;

function dateOf(body: readonly Line[]): Date | null {
  const entry = entryOf(body, DATE);
  return entry && parseDate(scalar(entry.first));
}

/** A date as ISO 8601 writes it, with a time or without; any other may mean two days. */
function parseDate(text: string): Date | null {
  const [, day, time = '00:00', zone = 'Z'] = ISO_DATE.exec(text) ?? [];
  const date = new Date(`${day}T${time}${zone.toUpperCase()}`);
  return day === undefined || !isDay(day) || Number.isNaN(date.getTime()) ? null : date;
}

const ISO_DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s?(z|[+-]\d\d:\d\d)?)?$/i;

/** No reference to another value, and no mapping. */
function isTag(tag: string): boolean {
  return tag !== '' && tag !== '~' && tag !== 'null' && !/^[*{]/.test(tag);
}

/** Without quotation marks, or the comment behind it. */
function scalar(raw: string): string {
  const value = raw.replace(ANCHOR, '');
  const [, mark, quoted] = QUOTED.exec(value) ?? [];
  if (quoted === undefined) return value.replace(/(?:^|\s)#.*$/, '').trim();
  return (mark?.startsWith('"') ? quoted.replace(/\\(["\\/])/g, '$1') : quoted.replaceAll("''", "'")).trim();
}

const QUOTED = /^\s*("{3}|'{3}|"|')((?:\\.|(?!\1).|'')*)\1\s*(?:#.*)?$/;

/** An object from this line to the next that ends it, and to the fence; one without a title, tags or a date is an example. */
function jsonOf(lines: readonly Line[], first: number, { isFenced }: { isFenced: boolean }): FrontMatter | null {
  const last = lines.findIndex(({ line }, at) => at >= first && /^\}|^\{.*\}$/.test(line));
  const body = lines.slice(first, last + 1);
  let read: Record<string, unknown>;
  try {
    read = JSON.parse(body.map(({ line }) => line).join('\n'));
  } catch {
    return null;
  }
  const { title, tags, date } = read;
  const at = body.find(({ line }) => line.includes('"title"'));
  if (title === undefined && tags === undefined && date === undefined) return null;
  return {
    end: lines[isFenced ? lines.length - 1 : last]?.end ?? 0,
    title: typeof title === 'string' && at ? titleAt(title, at) : null,
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    date: typeof date === 'string' ? parseDate(date) : null,
  };
}
