import { disguise, MARKER_BRACKETS, ROUND_BRACKETS, TAG_BRACKETS } from './brackets.ts';
import { createCodeTracker } from './code.ts';
import { mayBecomeSquareToken, squareTokenOf } from './control-tokens.ts';
import { fold } from './fold.ts';
import { readTag } from './html-tags.ts';
import { isValue, type NameBefore, nameBefore } from './indexes.ts';
import { readDefinition, readLink } from './links.ts';
import { LONGEST_MARKER, mayBecomeMarker, numbersIn } from './markers.ts';
import { readAddress, readControl, readDisguised, readTaggedCitation, roundEndOf, type Token } from './tokens.ts';

export type { Token } from './tokens.ts';

/** What the lexer knows of the text around it. */
export interface LexerOptions {
  /** Passages there are: markers point at 1 to so many. */
  readonly count: number;
  /** Whether a bracket right behind this word is an index, and no marker. */
  isIndexed(name: NameBefore): boolean;
  /** Whether a bracket is not the writer's marker but one of the text that it was written from; `before` stands before it. */
  isQuoted(bracket: string, before: string, numbers: readonly number[]): boolean;
  /** Where given, images, links and tags become what they say: whether an address may be shown beside a link's text. */
  isKnownAddress?(address: string): boolean;
}

/** Reads a text piece by piece; it makes no difference where it is cut. */
export interface Lexer {
  /** Tokens are read one by one: what `setCode` changes holds for the next. */
  push(text: string): Iterable<Token>;
  end(): Iterable<Token>;
  /** Whether code is told from prose, in which alone brackets and tags mean anything; what follows begins a text anew. */
  setCode(isTold: boolean): void;
}

/** What begins at a bracket; null: nothing, it is a character like others. */
type Found =
  | Token
  | { readonly type: 'index'; readonly raw: string }
  | { readonly type: 'replacement'; readonly raw: string; readonly text: string }
  | null;

const OPENERS = { ...MARKER_BRACKETS, ...ROUND_BRACKETS };
const CLOSERS = new Set(Object.values(MARKER_BRACKETS));
const BRACKETS = Object.keys(OPENERS).join('').replace('[', '\\[');
const TAGS = Object.keys(TAG_BRACKETS).join('');
const SPECIAL = `${BRACKETS}${TAGS}${disguise(BRACKETS + TAGS)}`;
/** Words, and the spaces between them; code may begin and end with a line. */
const PLAIN = new RegExp(`^[^!\\s\`~\\\\${SPECIAL}]+(?:[^\\S\\n]+[^!\\s\`~\\\\${SPECIAL}]+)*`);
const SPECIAL_HEAD = new RegExp(`^(?:[${SPECIAL}]|\\\\[${BRACKETS}])`);
/** Brackets that are open at once; with more, the outermost is text. */
const DEEPEST = 8;
const REMEMBERED = 80;
/** What may stand before a definition on its line. */
const LINE_HEAD = /(?:^|\n)[ \t]*(?:(?:[-*+>]|\d{1,3}[.)])[ \t]*)*$/;

/** Tells markers and control tokens from text, in what is written in Markdown. */
export function createLexer({ count, isIndexed, isQuoted, isKnownAddress }: LexerOptions): Lexer {
  const code = createCodeTracker();
  const indexed = new Set<string>();
  let isCodeTold = true;
  let buffer = '';
  let before = '';
  /** The buffer goes on right behind an index such as [0], or behind a marker. */
  let behind: 'index' | 'marker' | null = null;

  function* read(isEnd: boolean): Generator<Token> {
    while (buffer !== '') {
      const token = next(isEnd);
      if (token === 'wait') return;
      yield token;
    }
  }

  function take<T extends Token>(token: T): T {
    buffer = buffer.slice(token.raw.length);
    if (!isLeftOut(token)) before = (before + token.raw).slice(-REMEMBERED);
    // As in [[1]](https://…), too.
    if (token.type === 'citation' || token.type === 'nowhere') behind = 'marker';
    else if (!/^\]+$/.test(token.raw) || behind !== 'marker') behind = null;
    return token;
  }

  function next(isEnd: boolean): Token | 'wait' {
    const space = /^\s+/.exec(buffer)?.[0];
    if (space !== undefined) {
      code.read(space);
      return take({ type: 'space', raw: space });
    }
    if (behind === 'marker' && buffer.startsWith('(')) {
      const address = readAddress(buffer, isEnd);
      if (address !== null) return address === 'wait' ? address : take(address);
    }
    const run = /^(?:`+|~+)/.exec(buffer)?.[0];
    if (run !== undefined) {
      if (run.length === buffer.length && !isEnd) return 'wait';
      code.readRun(run, { isInAddress: /(?:\/\/|www\.)\S*$/i.test(before) });
      return take({ type: 'text', raw: run });
    }
    if (!SPECIAL_HEAD.test(buffer) && !(isKnownAddress && buffer.startsWith('!'))) {
      if (buffer === '\\' && !isEnd) return 'wait';
      if (/^\\[`~]/.test(buffer) && !code.isFenced && !code.isInSpan) return plain(buffer.slice(0, 2));
      return plain(PLAIN.exec(buffer)?.[0] ?? buffer.charAt(0));
    }
    if (isCodeTold && code.isFenced) return plain(buffer.charAt(0));
    if (isCodeTold && code.isInSpan) {
      const rest = code.restOfSpan(buffer, isEnd);
      if (rest === null) return 'wait';
      if (rest > 0) return plain(buffer.slice(0, rest));
      code.leaveSpan();
    }
    const isDefining = buffer.startsWith('[') && LINE_HEAD.test(before);
    const found = (isDefining && active(isEnd, true)) || (special(isEnd) ?? active(isEnd, false));
    if (found === 'wait') return 'wait';
    if (found === null) return plain(buffer.charAt(0));
    if (found.type === 'replacement') {
      buffer = found.text + buffer.slice(found.raw.length);
      return next(isEnd);
    }
    if (!isLeftOut(found)) code.read(found.raw);
    if (found.type !== 'index') return take(found);
    const text = take({ type: 'text', raw: found.raw });
    behind = 'index';
    return text;
  }

  function plain(raw: string): Token {
    const isCode = isCodeTold && (code.isFenced || code.isInSpan);
    code.read(raw);
    return take({ type: 'text', raw, isCode });
  }

  /** An image, a link or a tag, which comes out as what it says. */
  function active(isEnd: boolean, isAtLineHead: boolean): Found | 'wait' {
    if (!isKnownAddress || !isCodeTold) return null;
    const context = {
      isEnd,
      isBehindWord: nameBefore(before) !== null,
      isKnown: isKnownAddress,
      isMarker: (inside: string) => {
        const numbers = numbersIn(inside, { needsLabel: false });
        // "Wow![1]" has a marker, ![9](…) is an image.
        return (
          numbers !== null && (!buffer.startsWith('!') || numbers.some((number) => number >= 1 && number <= count))
        );
      },
    };
    const read = isAtLineHead ? readDefinition : buffer.startsWith('<') ? readTag : readLink;
    const found = read(buffer, context);
    if (found === 'wait' || found === null) return found;
    return found.text === '' ? { type: 'gone', raw: found.raw } : { type: 'replacement', ...found };
  }

  /** Whether the text is read on as if there had been nothing. */
  function isLeftOut({ type }: { type: Exclude<Found, null>['type'] }): boolean {
    return isKnownAddress !== undefined && (type === 'gone' || type === 'nowhere' || type === 'control');
  }

  function special(isEnd: boolean): Found | 'wait' {
    const head = buffer.charAt(0);
    if (head === '!') return null;
    if (head in TAG_BRACKETS) return readTaggedCitation(buffer, isEnd, count) ?? readControl(buffer, isEnd);
    return head in OPENERS || head === '\\' ? bracketAt(0, isEnd, 1) : readDisguised(buffer, isEnd);
  }

  /** A bracket from here to its end; what is nested in it is looked at first, as it may vanish. */
  function bracketAt(at: number, isEnd: boolean, depth: number): Found | 'wait' {
    const start = buffer.charAt(at) === '\\' ? at + 1 : at;
    if (buffer.charAt(start) in ROUND_BRACKETS) return roundBracketAt(at, start, isEnd);
    for (let end = start + 1; end < buffer.length && end - start <= LONGEST_MARKER; end += 1) {
      const char = buffer.charAt(end);
      if (CLOSERS.has(char)) return judge(at, start, end, false);
      if (!(char in MARKER_BRACKETS)) continue;
      if (depth > DEEPEST || !mayBecome(buffer.slice(start + 1, end), false)) return null;
      const inner = bracketAt(end, isEnd, depth + 1);
      if (inner === 'wait') return 'wait';
      if (inner?.type !== 'nowhere') return null;
      // What stands around a marker that vanishes goes on as if there had been none.
      buffer = buffer.slice(0, end).trimEnd() + buffer.slice(end + inner.raw.length);
      return bracketAt(at, isEnd, depth);
    }
    return isEnd || !mayBecome(buffer.slice(start + 1), false) ? null : 'wait';
  }

  /** One that holds a marker only where it says so; others may stand within it: "(passage 1 (handbook.md))". */
  function roundBracketAt(at: number, start: number, isEnd: boolean): Found | 'wait' {
    const text = buffer.slice(start, start + LONGEST_MARKER + 1);
    const length = roundEndOf(text);
    if (length > 0) return judge(at, start, start + length, true);
    return isEnd || !mayBecome(buffer.slice(start + 1), true) ? null : 'wait';
  }

  function mayBecome(beginning: string, needsLabel: boolean): boolean {
    if (mayBecomeMarker(beginning, { needsLabel })) return true;
    return !needsLabel && mayBecomeSquareToken(fold(beginning).text);
  }

  function judge(at: number, start: number, end: number, needsLabel: boolean): Found {
    const raw = buffer.slice(at, end + 1);
    const inside = buffer.slice(start + 1, end);
    const kind = needsLabel ? null : squareTokenOf(fold(inside).text);
    if (kind) return { type: 'control', raw, control: { kind } };
    const numbers = numbersIn(inside, { needsLabel });
    if (!numbers) return null;
    const preceding = (before + buffer.slice(0, at)).slice(-REMEMBERED);
    const name = at === 0 && behind === 'marker' ? null : nameBefore(preceding);
    if ((at === 0 && behind === 'index') || isValue(preceding) || (name && isIndex(name, numbers))) {
      if (name) indexed.add(name.word);
      return { type: 'index', raw };
    }
    const known = numbers.filter((number) => number >= 1 && number <= count);
    if (isQuoted(raw, preceding, known)) return { type: 'text', raw };
    return known.length > 0 ? { type: 'citation', raw, numbers: known } : { type: 'nowhere', raw };
  }

  /** An index may be 0, a marker is not; and what has had an index once has others. */
  function isIndex(name: NameBefore, numbers: readonly number[]): boolean {
    return numbers.includes(0) || indexed.has(name.word) || isIndexed(name);
  }

  return {
    push: (text) => {
      buffer += text;
      return read(false);
    },
    end: () => read(true),
    setCode: (isTold) => {
      isCodeTold = isTold;
      code.reset();
    },
  };
}
