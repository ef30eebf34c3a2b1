import type { Phrases } from './phrases.ts';

const texts = '(?:documents?|passages?|textes?|extraits?|sources?|contexte|informations? fournies?)';
const say =
  '(?:contien|mentionn|indiqu|précis|répond|fourni|donn|dis|dit|comport|inclu|permet|évoqu|trait|parl|spécifi|offr|abord|figur|trouv|expliqu|fait|font)\\p{L}*';
const knowledge = '(?:information|réponse|mention|précision|détail|élément|indication)s?';

/** How models say in French that the texts don't answer. */
export const french: Phrases = {
  always: [
    `${texts}[^.]{0,60}?(?:(?<!\\p{L})ne |n')[^.]{0,20}?${say}[^.]{0,15}?(?<!\\p{L})(?:pas|aucune?|rien)(?!\\p{L})`,
    `(?:aucune?|rien)[^.]{0,20}? ${texts}[^.]{0,20}? (?:ne |n')[^.]{0,15}?${say}`,
    `${texts} (?:restent|reste|sont|est) (?:muets?|silencieux)`,
    `il n'(?:y a|existe) (?:pas|aucune?)[^.]{0,30}?${knowledge}`,
    "(?<!\\p{L})je (?:ne (?:peux|sais|trouve|dispose|suis|parviens)|n'ai)[^.]{0,40}?(?<!\\p{L})(?:pas|aucune?|rien)(?!\\p{L})",
    `aucune? ${knowledge}[^.]{0,40}?${texts}`,
    "il n'est pas possible de (?:répondre|déterminer|savoir|trouver)",
    'impossible de (?:répondre|déterminer|savoir|trouver)',
  ],
  uncited: [
    "(?:manuel|guide|règlement|contrat|politique|rapport)[^.]{0,40}?(?:(?<!\\p{L})ne |n')[^.]{0,15}?(?:mentionn|précis|indiqu|dit|parl|évoqu)\\p{L}* (?:pas|rien|aucune?)(?!\\p{L})",
    '^pas (?:de |d.)(?:réponse|information|mention)',
    '^non (?:précisé|mentionné|indiqué|spécifié|renseigné|communiqué)',
    'question ne peut (?:pas )?(?:être|recevoir)',
    `on ne trouve (?:pas|aucune?|rien)[^.]{0,40}?(?:${knowledge}|${texts}|$)`,
    '^inconnue?s?\\W*$',
    "(?:n'(?:est|a été|ont été|sont|apparaît|y a)|ne (?:sont|figure|figurent|se trouve)) (?:pas|aucune?)[^.]{0,30}?(?:mentionn|précis|indiqu|fourn|trouv|disponible|spécifi|donn|dans)\\p{L}*",
    `^aucune? ${knowledge}`,
  ],
};
