import { createQuotedTest } from '../../lib/model-text/quoted-brackets.ts';
import { sentencesOf } from '../../lib/sentences.ts';

/** A sentence of an answer, and the passages that it names. */
export interface CutClaim {
  /** In the answer's text, in UTF-16 code units, end exclusive; with its markers. */
  readonly start: number;
  readonly end: number;
  /** From 1, each once. */
  readonly markers: readonly number[];
  /** What it says: without markers and list marks. */
  readonly words: string;
}

/**
 * Cuts an answer into sentences. A marker behind a full stop belongs to the sentence before it, one that stands alone to
 * what stands before it. Headings, what introduces a list, and rules say nothing; a fenced block of code
 * is one claim.
 *
 * @param passages the texts that markers name: a bracket that stands so in one of them is no marker
 */
export function cutClaims(text: string, passages: readonly string[]): CutClaim[] {
  const isQuoted = createQuotedTest(passages);
  // A marker changes places with the full stop before it, so that all offsets hold.
  const moved = text.replace(MARKERS_BEHIND, '$2$1');
  const claims: CutClaim[] = [];
  for (const { start, end, isCode } of piecesOf(moved)) {
    const markers: number[] = [];
    const bare = moved.slice(start, end).replace(MARKER, (bracket, digits: string | undefined, at: number) => {
      const number = Number(digits);
      const isMarker = digits !== undefined && number >= 1 && number <= passages.length;
      if (
        isCode ||
        !isMarker ||
        isQuoted(bracket.trim(), moved.slice(Math.max(start, start + at - REMEMBERED), start + at), [number])
      )
        return bracket;
      if (!markers.includes(number)) markers.push(number);
      return '';
    });
    const words = isCode ? bare : bare.replace(LIST_MARK, '');
    const last = claims.at(-1);
    if (!/[\p{L}\p{N}]/u.test(words)) {
      if (last && markers.length > 0) {
        claims[claims.length - 1] = { ...last, end, markers: [...new Set([...last.markers, ...markers])] };
      }
    } else if (markers.length > 0 || !isIntroduction(bare, moved.slice(end)))
      claims.push({ start, end, markers, words });
  }
  return claims;
}

const MARKERS_BEHIND = /([.!?…。！？][\p{Pe}\p{Pf}"'*_]*)((?:[ \t]*\[\d{1,3}\])+)/gu;
/** Brackets in code are none. */
const MARKER = /`[^`\n]+`|[ \t]*\[(\d{1,3})\]/g;
/** Of the words before a bracket: reading all of them for each takes the square of a claim's length. */
const REMEMBERED = 80;
const LIST_MARK = /^\s*(?:[-*+•–>]|\d{1,3}[.)])\s+/;
const FENCED = String.raw`^(?<fence>${'```'}|~~~)[^\n]*\n[\s\S]*?(?:^\k<fence>[^\S\n]*$|(?![\s\S]))`;
const HEADING = String.raw`^[^\S\n]*(?!.*\[\d)(?:#{1,6}[^\S\n].*|(?:[-*+•][^\S\n]+)?\*\*[^*\n]+\*\*)[^\S\n]*$`;
const BLOCKS = new RegExp(`${FENCED}|${HEADING}`, 'gm');

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly isCode: boolean;
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const addProse = (to: number) => {
    for (const { start, end } of sentencesOf(text.slice(from, to))) {
      pieces.push({ start: from + start, end: from + end, isCode: false });
    }
  };
  for (const { 0: block, index, groups } of text.matchAll(BLOCKS)) {
    addProse(index);
    from = index + block.length;
    if (groups?.['fence']) pieces.push({ start: index, end: from, isCode: true });
  }
  addProse(text.length);
  return pieces;
}

/** What introduces a list, or the columns of a table. */
function isIntroduction(piece: string, following: string): boolean {
  return /[:：][*_]*\s*$/.test(piece) || (/^\s*\|/.test(piece) && /^\s*\|[\s:|-]+\|/.test(following));
}
