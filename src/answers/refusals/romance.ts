import type { Phrases } from './phrases.ts';

const italian = '(?:document[oi]|pass[oi]|passagg\\p{L}+|bran[oi]|test[oi]|font[ei]|contesto|estratt[oi])';
const portuguese = '(?:documentos?|passagens?|textos?|trechos?|fontes?|contexto|excertos?)';
const romanian = '(?:document|pasaj|text|fragment|surs|context)\\p{L}*';

/** How models say in Italian, Portuguese and Romanian that the texts don't answer. */
export const romance: Phrases = {
  always: [
    `${italian}[^.]{0,60}?(?<!\\p{L})non (?:\\p{L}+ ){0,3}?(?:fa(?:nno)? menzione|conten|menzion|indic|forni|specific|rispond|includ|dic|riport|precis|parl|tratt|chiar)\\p{L}*`,
    `(?<!\\p{L})non (?:ci sono|c'è|esist|ho|trovo|posso|dispongo|sono (?:riuscit|in grado)|è possibile)[^.]{0,40}?(?:informazion|rispost|rispondere(?! a[dl] )|rispondere a[dl](?:la)? (?:questa )?domanda|passagg|test[oi](?!\\p{L})|menzion|sapere|determinare|nei document)`,
    '(?<!\\p{L})non (?:lo )?so(?!\\p{L})',
    '(?:informazion|risposta)[^.]{0,30}? non (?:è|sono|si trova|compare|figura)(?!\\p{L})',
    `(?<!\\p{L})nessun[oa]? (?:de[gi]?(?:li)? |delle )?${italian}[^.]{0,20}?(?:conten|conti|menzion|indic|fornisc|specific|rispond|dic|riport)`,

    `${portuguese}[^.]{0,60}?(?<!\\p{L})não (?:\\p{L}+ ){0,2}?(?:cont[êeé]|menciona|indica|fornec|especific|respond|inclu|di[sz]|traz|informa|apresenta|consta|fala|trata|abord|esclarec)\\p{L}*`,
    '(?<!\\p{L})não (?:há|existe|encontr|tenho|disponho|posso|consigo|é possível)[^.]{0,40}?(?:informaç|resposta|responder|documento|passage|menção|saber|determinar|(?<!\\p{L})nada(?!\\p{L}))\\p{L}*',
    `(?<!\\p{L})não (?:consta|está|aparece|é mencionad|foi encontrad)[^.]{0,30}? (?:n[oa]s?|em) (?:\\p{L}+ )?${portuguese}`,
    '(?<!\\p{L})não foi (?:encontrad|possível)[^.]{0,30}?(?:informaç|resposta|menção|responder|determinar)',
    '(?<!\\p{L})não (?:o )?sei(?!\\p{L})',
    '(?:informação|resposta)[^.]{0,30}? não (?:está|consta|aparece|se encontra|foi encontrada)',
    `(?<!\\p{L})nenhuma? (?:d[aeo]s? )?${portuguese}[^.]{0,20}?(?:cont|mencion|indic|fornec|especific|respond|diz|traz|inform)`,

    `${romanian}[^.]{0,60}?(?<!\\p{L})nu (?:\\p{L}+ )?(?:men[țţ]ion|con[țţ]in|specific|indic|ofer|răspund|includ|spun|preciz|apar)\\p{L}*`,
    `(?:informa[țţ]i|răspuns)\\p{L}*[^.]{0,20}? nu (?:apar|este|se g[aă]se|exist)\\p{L}*[^.]{0,20}? ${romanian}`,
    `${romanian}[^.]{0,40}? nu (?:se poate|pot|este posibil)[^.]{0,15}? r[aă]spun`,
    '(?<!\\p{L})nu (?:[șş]tiu(?!\\p{L})|(?:am găsit|găsesc|există|am|pot)[^.]{0,30}?(?:informa[țţ]i|răspun|men[țţ]iun|document))',
  ],
  uncited: [
    '(?:manuale|guida|regolamento|contratto|manual|guia|regulamento|contrato)[^.]{0,20}?(?<!\\p{L})(?:non|não) (?:\\p{L}+ )?(?:fa menzione|menzion|indica|dice|specifica|parla|menciona|diz|especifica)\\p{L}*',
    '(?<!\\p{L})non (?:è|sono|viene|vengono)(?: stat\\p{L})? (?:\\p{L}+ )?(?:specificat|menzionat|indicat|precisat|disponibil|riportat|not)\\p{L}*',
    '^(?:sconosciut|nessuna (?:informazione|risposta|menzione))',
    '(?<!\\p{L})não (?:é|são|foi|está|se) (?:\\p{L}+ )?(?:especificad|mencionad|mencion|indicad|disponíve|informad)\\p{L}*',
    '^(?:desconhecid|nenhuma (?:informação|resposta|menção))',
    '(?<!\\p{L})nu (?:este|sunt) (?:\\p{L}+ )?(?:men[țţ]ionat|specificat|indicat|precizat|disponibil)\\p{L}*',
  ],
};
