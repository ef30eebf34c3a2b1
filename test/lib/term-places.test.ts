import { describe, expect, it } from 'vitest';
import { createTermPlaces } from '../../src/lib/term-places.ts';

const placed = (text: string, question: string) =>
  createTermPlaces(question)(text).map(({ start, end }) => text.slice(start, end));

describe('createTermPlaces', () => {
  it('finds the words of a question in whatever form, and no stop words', () => {
    expect(placed('The days of leave. Leaving a day early is not leave.', 'How many days of leave do I get?')).toEqual([
      'days',
      'leave',
      'Leaving',
      'day',
      'leave',
    ]);
  });

  it('reads German as German', () => {
    expect(placed('Die Bücher des Hauses liegen im Haus.', 'Wo liegen die Buecher im Haus?')).toContain('Hauses');
    expect(placed('Das Buch liegt bei den Büchern.', 'Welche Bücher gibt es?')).toEqual(['Buch', 'Büchern']);
  });

  it('says where they are in the text as it is written, with accents, ligatures and soft hyphens', () => {
    const text = 'Die e\u0301tage der ﬁnance: ca\u00adfé, 1,190 €.';
    expect(placed(text, 'étage finance café 1190')).toEqual(['e\u0301tage', 'ﬁnance', 'ca\u00adfé', '1,190']);
  });

  it('takes what overlaps for one, in scripts without blanks', () => {
    expect(placed('图书馆早上八点开门', '图书馆几点开门？')).toEqual(['图书馆', '开门']);
  });

  it('finds nothing where nothing is alike', () => {
    expect(placed('The lamps burn until nine.', 'Which atlas?')).toEqual([]);
  });
});
