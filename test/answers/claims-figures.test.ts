import { describe, expect, it } from 'vitest';
import { type Figure, figuresOf, fits } from '../../src/answers/claims/figures.ts';
import type { Language } from '../../src/lib/text/stop-words.ts';

const fitsAny = (claimed: readonly Figure[], said: readonly Figure[]) =>
  claimed.every((figure) => said.some((other) => fits(figure, other)));

describe('figures', () => {
  it.each<[string, string, Language]>([
    ['20,000 people', 'twenty thousand people', 'en'],
    ['20.000 Menschen', 'zwanzigtausend Menschen', 'de'],
    ['1 234 567 habitants', '1.234.567', 'fr'],
    ['Super Bowl 33', 'Super Bowl XXXIII', 'en'],
    ['About 17.8 million people', '17,786,419 people', 'en'],
    ['17,8 Millionen', '17.786.419', 'de'],
    ['more than half of them', '56.2% were Catholics', 'en'],
    ['about a third of them', '35.7% Jews', 'en'],
    ['60 percent', '60%', 'en'],
    ['the third', 'ranking 3rd', 'en'],
    ['twenty-five', '25', 'en'],
    ['two hundred and fifty', '250', 'en'],
    ['fünfundzwanzig', '25', 'de'],
    ['quatre-vingt-dix-sept', '97', 'fr'],
    ['dix-septième siècle', '1650', 'fr'],
    ['veinticinco', '25', 'es'],
    ['25 February 2010', '2010-02-25', 'en'],
    ['February 25, 2010', '25.02.2010', 'en'],
    ['25. Februar 2010', '25/02/2010', 'de'],
    ['25 février 2010', '25.2.2010', 'fr'],
    ['in the 19th century', 'opened in 1835', 'en'],
    ['in the 1980s', 'opened in 1984', 'en'],
    ['in 1926', 'from 1922–26', 'en'],
    ['£30 million', '£30m a year', 'en'],
    ['at 3 pm', 'at 15:00', 'en'],
    ['6.5 sacks', '6½ sacks', 'en'],
    ['over 500 people', '512 people', 'en'],
    ['almost 500 people', '488 people', 'en'],
    ['٢٥ يوما', '25', 'ar'],
    ['two weeks', '14 days', 'en'],
    ['0.2 seconds', '200 ms', 'en'],
    ['more than two years', '26 months', 'en'],
    ['1.8 kilograms', '1.8 kg', 'en'],
    ['60 %', '60 Prozent', 'de'],
    ['12 US dollars', '$12', 'en'],
    ['12 days', '12', 'en'],
    ['28 Tage', '28 Urlaubstage', 'de'],
  ])('%j says what %j says', (claimed, said, language) => {
    const figures = figuresOf(claimed, language);
    expect(figures).not.toEqual([]);
    expect(fitsAny(figures, figuresOf(said, language))).toBe(true);
  });

  it.each<[string, string, Language]>([
    ['2,000 people', '20,000 people', 'en'],
    ['About 15.8 million people', '17,786,419 people', 'en'],
    ['2,000 people', '1,987 people', 'en'],
    ['Super Bowl XXXIV', 'Super Bowl XXXIII', 'en'],
    ['in 1894', 'in 1984', 'en'],
    ['the second', 'the third', 'en'],
    ['in March', 'on the 3rd', 'en'],
    ['25 March 2010', '2010-02-25', 'en'],
    ['in the 18th century', 'opened in 1835', 'en'],
    ['in the 1970s', 'opened in 1984', 'en'],
    ['more than 700', '512 people', 'en'],
    ['fünfunddreißig', '25', 'de'],
    ['two weeks', '2 days', 'en'],
    ['two weeks', '11 days', 'en'],
    ['200 seconds', '200 ms', 'en'],
    ['8 GB', '8 MB', 'en'],
    ['12 dollars', '12 euros', 'en'],
    ['12 percentage points', '12 percent', 'en'],
    ['18.400 MWh', '18.400 kWh', 'de'],
    ['tres meses', 'tres semanas', 'es'],
    ['six ans', 'six mois', 'fr'],
  ])('%j is not what %j says', (claimed, said, language) => {
    const figures = figuresOf(claimed, language);
    expect(figures).not.toEqual([]);
    expect(fitsAny(figures, figuresOf(said, language))).toBe(false);
  });

  it.each<[string, Language]>([
    ['It may be that hundreds of people march on.', 'en'],
    ['The model EC100 and the V&A', 'en'],
    ['six dix once', 'de'],
  ])('%j holds none', (text, language) => {
    expect(figuresOf(text, language)).toEqual([]);
  });
});
