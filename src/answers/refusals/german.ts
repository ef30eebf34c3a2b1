import { any, type Phrases } from './phrases.ts';

const texts =
  '(?:dokument\\p{L}*|unterlagen|passagen?|textstellen?|texte?n?|abschnitte?n?|quellen?|auszügen?|auszüge|kontext|vorliegenden \\p{L}+)';
/** They may be what is asked about, and not only what is answered from. */
const named = '(?:handbuch|anleitung|richtlinie|leitfaden|bericht|vertrag|regelung)';
const knowledge = '(?:antwort|angaben?|information(?:en)?|hinweise?|auskunft|aussagen?|details|erwähnung)';
const told =
  '(?:erwähnt|genannt|enthalten|angegeben|beantwortet|hervor|entnehmen|ersichtlich|aufgeführt|finden|beschrieben|erläutert|behandelt|thematisiert|ableiten|schließen|vermerkt|bekannt)';
const not = any(
  `kein\\p{L}* (?:\\p{L}+ ){0,2}?${knowledge}`,
  `nicht (?:\\p{L}+ ){0,3}?${told}`,
  'nichts (?:dazu|darüber|davon|über|zu|hierzu)',
  '(?:dazu|darüber|davon|hierzu|hiervon)[^.]{0,20}? (?:nichts|keine rede)',
  'keine rede',
  `nichts (?:\\p{L}+ )?${told}`,
);

/** How models say in German that the texts don't answer. */
export const german: Phrases = {
  always: [
    `${texts}[^.]{0,80}?${not}`,
    `${not}[^.]{0,60}?${texts}`,
    `(?<!\\p{L})kein(?:e[rs]?)? (?:der|dieser|von den) (?:\\p{L}+ )?${texts}[^.]{0,20}?(?:erwähnt|nennt|enthält|sagt|beantwortet|beschreibt)`,
    `${texts}[^.]{0,40}?(?:geben|gibt|sagen|sagt|nennen|nennt|erwähnen|erwähnt|beantworten|beantwortet|äußern|behandeln)[^.]{0,60}?(?<!\\p{L})(?:nicht|nichts|kein\\p{L}*)(?!\\p{L})`,
    `(?<!\\p{L})(?:enthalten|enthält|sagen|sagt|bieten|bietet|liefern|liefert)[^.]{0,20}? ${texts}[^.]{0,30}? (?:nichts|keine?)(?!\\p{L})`,
    `(?:fehlt|fehlen)[^.]{0,30}? ${texts}[^.]{0,40}?${knowledge}|${knowledge}[^.]{0,20}? (?:fehlt|fehlen) in [^.]{0,15}?${texts}`,
    `${texts} schweigen[^.]{0,15}?(?:dazu|darüber|hierzu|sich)`,
    '(?<!\\p{L})ich (?:kann|konnte)[^.]{0,60}? nicht (?:\\p{L}+ )?(?:beantworten|finden|sagen|bestimmen|entnehmen|feststellen)',
    '(?<!\\p{L})(?:ich weiß|weiß ich) (?:es |das |die antwort )?nicht',
    '(?<!\\p{L})(?:ich finde|finde ich|ich fand) (?:dazu |darüber |hierzu )?nichts',
    `(?<!\\p{L})ich (?:habe|finde|konnte)[^.]{0,40}? keine? (?:\\p{L}+ ){0,2}?${knowledge}`,
  ],
  uncited: [
    `${named}[^.]{0,20}?(?:sagt|nennt|erwähnt|beantwortet|beschreibt|regelt)[^.]{0,40}?(?<!\\p{L})(?:nicht|nichts|kein\\p{L}*)(?!\\p{L})`,
    '(?<!\\p{L})(?:dazu|darüber|hierzu|davon|hiervon)[^.]{0,30}? nichts(?!\\p{L})',
    '^(?:das|dies|es|diese \\p{L}+) steht (?:dort |da |so )?nicht',
    `${knowledge}[^.]{0,40}?reich(?:t|en) (?:\\p{L}+ )?nicht aus`,
    `^(?:nicht|nirgends) ${told}`,
    '^unbekannt\\W*$',
    '(?<!\\p{L})wird(?: dort| hier| darin)? nichts (?:gesagt|erwähnt|geschrieben|ausgesagt|mitgeteilt)(?!\\p{L})',
    '(?:ist|sind) (?:leider )?nicht verfügbar',
    `kein\\p{L}* (?:\\p{L}+ ){0,2}?${knowledge}`,
    `(?:wird|werden|ist|sind|wurde|wurden) (?:[^.]{0,40}? )?nicht (?:\\p{L}+ )?${told}`,
    'nicht (?:beantwortet|beantworten)',
  ],
};
