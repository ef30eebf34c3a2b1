import type { AnswerPart } from '../answer-model.ts';
import type { Unit } from './units.ts';

/**
 * Units as the parts of an answer, word by word: each under its heading, followed by its passage's number. Blocks stand on
 * lines of their own, or a marker would be part of a table or of code.
 */
export function* partsOf(units: readonly Unit[]): Generator<AnswerPart> {
  for (const [place, unit] of units.entries()) {
    const before = units[place - 1];
    const heading = headingOf(unit);
    const isSame = before && headingOf(before) === heading;
    const gap = !before ? '' : isSame && !before.isBlock && !unit.isBlock ? ' ' : '\n\n';
    const title = heading && !isSame ? `**${heading}**\n\n` : '';
    const behind = unit.isBlock ? '\n\n' : ' ';
    for (const word of `${gap}${title}${unit.shown}${behind}`.split(/(?<=\s)(?=\S)/)) {
      yield { type: 'quote', text: word };
    }
    yield { type: 'citation', number: unit.number };
  }
}

/** The first of the headings is the document's title, which the citation tells. */
function headingOf({ headings }: Unit): string | null {
  return headings.length > 1 ? (headings.at(-1) ?? null) : null;
}
