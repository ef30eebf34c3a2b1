import type { Phrases } from './phrases.ts';

const finnish = '(?:asiakirj|dokument|tekst|lähte|katkelm|kontekst|materiaal|aineisto)\\p{L}*';
const hungarian = '(?:dokumentum|szöveg|részlet|forrás|szakasz|kontextus|irat)\\p{L}*';
const turkish = '(?:belge|bölüm|metin|metn|pasaj|kaynak|kaynağ|bağlam|doküman)\\p{L}*';
/** Verbs say no by what stands behind their stem; "belirtilmektedir" says yes. */
const turkishNo =
  '(?:belirt|bahse|içer|bulun|geç|yaz|söyle|değin|yanıtla|cevapla|açıkla|yer al|veril)\\p{L}*?(?:m[ae]m|m[ıiuü]yor|m[ae]z(?!\\p{L})|m[ae]d[ıiuü](?!\\p{L}))';

/** How models say in Finnish, Hungarian and Turkish that the texts don't answer. */
export const finnishHungarianTurkish: Phrases = {
  always: [
    `${finnish}[^.]{0,60}?(?<!\\p{L})(?:ei|eivät)(?!\\p{L})[^.]{0,40}?(?:mainit|mainint|sisäll|kerro|vasta|käsit|löydy|ilme|määrit|tarjo)\\p{L}*`,
    '(?<!\\p{L})en (?:tiedä|löydä|löytänyt|pysty|voi vastata|osaa)(?!\\p{L})',
    '(?<!\\p{L})ei (?:ole|löydy|löytynyt) (?:\\p{L}+ )?(?:tietoa|tietoja|vastausta|mainintaa|tiedossa)',

    `kysymyk\\p{L}*[^.]{0,20}? ei (?:voi|pysty)\\p{L}* vasta\\p{L}*[^.]{0,20}? ${finnish}`,
    `${hungarian}[^.]{0,30}? nem (?:lehet|tud\\p{L}*|állapítható)[^.]{0,15}?(?:válaszol|meghatároz|meg)`,
    `${hungarian}[^.]{0,60}?(?<!\\p{L})nem (?:említ|tartalmaz|ad(?!\\p{L}{4})|közöl|válaszol|szól|szerepel|derül|ír(?!\\p{L}{4})|tér ki)\\p{L}*`,
    '(?<!\\p{L})nem (?:tudom(?!\\p{L})|találtam|találok|tudok válaszolni|áll rendelkezés)',
    '(?<!\\p{L})nincs(?:enek)? [^.]{0,20}?(?:információ|válasz|adat|említ)',

    `${turkish}[^.]{0,60}?${turkishNo}`,
    '(?:bilgi|cevab|cevap|yanıt)\\p{L}*[^.]{0,20}?(?<!\\p{L})(?:yok|mevcut değil\\p{L}*|bulunmuyor|bulunma\\p{L}*|bulunam\\p{L}*|bulamad\\p{L}*)(?!\\p{L})',
    '(?<!\\p{L})(?:bilmiyorum|bulamadım|cevaplayam\\p{L}+|yanıtlayam\\p{L}+|cevap verem\\p{L}+)',
  ],
  uncited: ['^(?:tuntematon|ei tiedossa|ismeretlen|nincs adat|bilinmiyor|belirtilmemiş)'],
};
