import type { Phrases } from './phrases.ts';

/** Portuguese, Italian, Dutch and Korean, shortly. */
export const others: Phrases = {
  always: [
    '(?:documentos?|passagens?|textos?|trechos?|fontes?|contexto)[^.]{0,60}?(?<!\\p{L})não (?:\\p{L}+ )?(?:cont[êe]m|menciona|indica|fornece|especifica|responde|inclu|diz|traz|informa|apresenta)\\p{L}*',
    '(?<!\\p{L})não (?:há|encontrei|sei|posso|consigo)[^.]{0,40}?(?:informaç|resposta|responder|documento|passage)\\p{L}*',
    '(?:documenti|documento|passaggi|brani|testi|testo|fonti|contesto)[^.]{0,60}?(?<!\\p{L})non (?:\\p{L}+ )?(?:conten|menzion|indic|fornisc|specific|rispond|includ|dic|riport)\\p{L}*',
    "(?<!\\p{L})non (?:ci sono|c'è|ho trovato|so|posso)[^.]{0,40}?(?:informazion|rispost|rispondere|document|passagg)\\p{L}*",
    '(?:documenten|passages|teksten|bronnen|context)[^.]{0,30}?(?:bevat|vermeld|geef|gev|noem|zegg|beantwoord)\\p{L}*[^.]{0,40}?(?<!\\p{L})(?:geen|niet|niets)(?!\\p{L})',
    '(?<!\\p{L})geen (?:enkele? |van (?:de|deze) )?(?:document|passage|tekst|bron)\\p{L}*[^.]{0,20}?(?:bevat|vermeld|geef|noem|zegt|beantwoord)',
    '(?<!\\p{L})nessun[oa]? (?:de[gi]?(?:li)? |delle )?(?:document|pass|bran|test|font)\\p{L}*[^.]{0,20}?(?:conten|conti|menzion|indic|fornisc|specific|rispond|dic|riport)',
    '(?<!\\p{L})nenhum[a]? (?:d[aeo]s? )?(?:document|passag|text|trech|font)\\p{L}*[^.]{0,20}?(?:cont|mencion|indic|fornec|especific|respond|diz|traz|inform)',
    '(?:문서|자료|단락|본문|구절|텍스트|정보)[^.]{0,40}?(?:없습니다|않습니다|않았습니다|없다|않는다|없어요)',
  ],
  uncited: [],
};
