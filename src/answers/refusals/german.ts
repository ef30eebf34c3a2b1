import { any, type Phrases } from './phrases.ts';

const texts =
  '(?:dokument\\p{L}*|unterlagen|passagen?|textstellen?|texte?n?|abschnitte?n?|quellen?|auszügen?|auszüge|kontext|vorliegenden \\p{L}+)';
const knowledge = '(?:antwort|angaben?|informationen?|hinweise?|auskunft|aussagen?|details|erwähnung)';
const told =
  '(?:erwähnt|genannt|enthalten|angegeben|beantwortet|hervor|entnehmen|ersichtlich|aufgeführt|finden|beschrieben|erläutert|behandelt|thematisiert)';
const not = any(
  `kein\\p{L}* (?:\\p{L}+ ){0,2}?${knowledge}`,
  `nicht (?:\\p{L}+ ){0,3}?${told}`,
  'nichts (?:dazu|darüber|davon|über|zu|hierzu)',
  '(?:dazu|darüber|davon|hierzu|hiervon)[^.]{0,20}? (?:nichts|keine rede)',
  'keine rede',
);

export const german: Phrases = {
  always: [
    `${texts}[^.]{0,80}?${not}`,
    `${not}[^.]{0,60}?${texts}`,
    `${texts}[^.]{0,40}?(?:geben|gibt|sagen|sagt|nennen|nennt|erwähnen|erwähnt|beantworten|beantwortet|äußern|behandeln)[^.]{0,60}?(?<!\\p{L})(?:nicht|nichts|kein\\p{L}*)(?!\\p{L})`,
    '(?<!\\p{L})ich (?:kann|konnte)[^.]{0,60}? nicht (?:\\p{L}+ )?(?:beantworten|finden|sagen|bestimmen|entnehmen|feststellen)',
    '(?<!\\p{L})(?:ich weiß|weiß ich) (?:es |das |die antwort )?nicht',
    '(?<!\\p{L})(?:ich finde|finde ich|ich fand) (?:dazu |darüber |hierzu )?nichts',
    `(?<!\\p{L})ich (?:habe|finde|konnte)[^.]{0,40}? keine? (?:\\p{L}+ ){0,2}?${knowledge}`,
  ],
  uncited: [
    `kein\\p{L}* (?:\\p{L}+ ){0,2}?${knowledge}`,
    `(?:wird|werden|ist|sind|wurde|wurden) (?:[^.]{0,40}? )?nicht (?:\\p{L}+ )?${told}`,
    'nicht (?:beantwortet|beantworten)',
  ],
};
