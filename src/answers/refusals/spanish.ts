import type { Phrases } from './phrases.ts';

const texts =
  '(?:documentos?|documentación|pasajes?|textos?|fragmentos?|fuentes?|contexto|extractos?|información (?:proporcionada|disponible))';
const say =
  '(?:contien|contenía|mencion|indic|dice|proporcion|especific|respond|incluy|ofrec|explic|señal|dan?\\b|describ|hac|aparec|figur|abord|trat|detall|inform|aport|se (?!pued|deb|permit)|recog|aclar|habl|refier|reflej|permit|hay(?! que)|tienen?(?!\\p{L}| que))\\p{L}*';
const knowledge = '(?:información|respuesta|mención|datos suficientes|detalles|referencia)';

/** How models say in Spanish that the texts don't answer. */
export const spanish: Phrases = {
  always: [
    `${texts}[^.]{0,60}?(?<!\\p{L})no (?:\\p{L}+ ){0,2}?${say}`,
    `(?<!\\p{L})no (?:se (?:encuentr|encontr|menciona|indica|especifica|proporciona|ofrece|incluye|halla|da |detalla|dice|aporta|dispone)|he |hay (?!que)|existe |tengo |dispongo de |pude |puedo |encuentro |encontré )[^.]{0,60}?(?:${knowledge}|${texts}|responder|contestar|determinar)`,
    `(?<!\\p{L})no ${say}[^.]{0,40}? ${texts}`,
    '(?<!\\p{L})no (?:lo )?sé(?!\\p{L})',
    `(?<!\\p{L})nada (?:en|de) [^.]{0,15}?${texts}[^.]{0,30}?${say}`,
    `(?:partir|base|basándo\\p{L}+|según|con)[^.]{0,40}? ${texts}[^.]{0,40}? no (?:es posible|se puede|puedo) (?:responder|contestar|determinar|saber)`,
    `(?:ningun[oa]|ningún)(?: de)?(?: l[oa]s)? ${texts}[^.]{0,30}?${say}`,
  ],
  uncited: [
    '(?:manual|guía|política|informe|contrato|reglamento)[^.]{0,40}?(?<!\\p{L})no (?:\\p{L}+ )?(?:mencion|indic|dice|especific|aclara|explic)\\p{L}*',
    `${knowledge}[^.]{0,50}? no (?:es|son) suficientes?`,
    '(?<!\\p{L})no es posible (?:responder|contestar|determinar|saber)',
    `(?:datos?|${knowledge})[^.]{0,30}? no (?:aparece|figura|consta|está|se encuentra)`,
    '(?<!\\p{L})no (?:se dice|se menciona|encontré|encuentro|hay|dice|dicen) nada(?! que)(?!\\p{L})',
    '^(?:desconocid[oa]|no consta)\\W*$',
    `(?<!\\p{L})no (?:se |está |están |aparece|figura)[^.]{0,20}?(?:mencion|especific|indic|encuentr|detall|disponible)\\p{L}*`,
    `sin ${knowledge}`,
    `(?<!\\p{L})no (?:está|están|figura|consta|viene)(?: \\p{L}+)? en l[oa]s ${texts}`,
    '(?<!\\p{L})no (?:se )?puede (?:ser )?(?:responder|contestar|determinar|respondid)\\p{L}*',
  ],
};
