/** What a line of Markdown is by itself; what it means depends on the lines before it. */
export type MarkdownLine =
  | { readonly type: 'heading'; readonly level: number; readonly title: string }
  /** Begins a block of code, closed by the same characters. */
  | { readonly type: 'fence'; readonly fence: string }
  /** Makes the paragraph above it a heading; below nothing, a rule or text. */
  | { readonly type: 'underline'; readonly level: number }
  | { readonly type: 'rule' | 'item' | 'delimiters' | 'row' | 'text' };

/** Reads one line. */
export function readLine(line: string): MarkdownLine {
  const body = line.trimEnd();
  const fence = FENCE.exec(body)?.[1];
  if (fence) return { type: 'fence', fence };
  const heading = HEADING.exec(body);
  if (heading) {
    const title = headingTitle(heading[2] ?? '');
    return title === null ? { type: 'text' } : { type: 'heading', level: heading[1]?.length ?? 1, title };
  }
  if (/^ {0,3}=+$/.test(body)) return { type: 'underline', level: 1 };
  if (/^ {0,3}-+$/.test(body)) return { type: 'underline', level: 2 };
  if (/^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$/.test(body)) return { type: 'rule' };
  if (/^\s*(?:[-*+]|\d{1,9}[.)])\s+\S/.test(body)) return { type: 'item' };
  if (body.includes('|')) {
    if (/^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*$/.test(body)) return { type: 'delimiters' };
    if (/^\s*\|/.test(body)) return { type: 'row' };
  }
  return { type: 'text' };
}

/** The words of a heading without their markup; null for what is too long to be one, or nothing. */
export function headingTitle(markdown: string): string | null {
  if (markdown.length > LONGEST_HEADING) return null;
  const title = markdown
    .replace(/\s#+\s*$/, '')
    .replace(/\{#[\w-]+\}\s*$/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`~]+|(?<!\w)_+|_+(?!\w)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return title === '' ? null : title;
}

/** More is a paragraph that someone wrote in large letters. */
const LONGEST_HEADING = 200;

/** Backticks may not follow on the line, or it is code within a line. */
const FENCE = /^\s*(`{3,}(?!.*`)|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})(?:\s+(.*))?$/;
