import type { Phrases } from './phrases.ts';

const polish = '(?:dokument|fragment|tekst|tekś|źród|kontekst|materiał|ustęp)\\p{L}*';
const czech = '(?:dokument|text|úryv|pasáž|zdroj|kontext|materiál)\\p{L}*';
const czechNo =
  '(?:neobsah|neuvád|nezmiň|nemluv|neodpovíd|neřík|nepopis|nespecifik|neposkyt|nenajd|nenaš|nepíš|není uved|nejsou uved|není zmín)\\p{L}*';
const ukrainian = '(?:документ|уривк|уривок|фрагмент|текст|джерел|контекст|матеріал)\\p{L}*';

/** How models say in Polish, Czech and Ukrainian that the texts don't answer. */
export const slavic: Phrases = {
  always: [
    `${polish}[^.]{0,60}?(?<!\\p{L})nie (?:\\p{L}+ )?(?:zawier|wspom|pod[aa]|określ|wskaz|mówi|odpowiad|wymieni|opisu|precyz|wynika|inform)\\p{L}*`,
    `(?<!\\p{L})nie (?:ma|podano|wspomniano|określono|znaj\\p{L}+|znalaz\\p{L}+)[^.]{0,30}? (?:w|we|z) (?:\\p{L}+ )?${polish}`,
    '(?<!\\p{L})nie (?:znalaz\\p{L}+|znajduj\\p{L}+|mam|posiadam|dysponuj\\p{L}+|mogę|potrafię|da się|jestem w stanie)[^.]{0,40}?(?:informacj|odpowied|wzmian|określić|ustalić|stwierdzić|danych|(?<!\\p{L})nic(?!\\p{L}))',
    `(?:w|we|z) (?:\\p{L}+ )?${polish}[^.]{0,20}? nie (?:ma|podano|wspomniano|określono|znaj\\p{L}+|znalaz\\p{L}+)[^.]{0,20}?(?:informacj|odpowied|wzmian|mowy)`,
    `${polish}[^.]{0,10}?(?<!\\p{L})nic [^.]{0,20}?nie (?:ma|mówi|wiadomo|napisano)`,
    `(?:na podstawie|z) [^.]{0,25}?${polish}[^.]{0,25}? nie (?:można|da się|sposób|mogę)[^.]{0,20}?(?:odpowied|ustalić|określić|stwierdzić)`,
    '(?:informacj|odpowied)\\p{L}*[^.]{0,20}? nie (?:jest dostępn|jest podan|znajduje|występuje)\\p{L}*',
    '(?<!\\p{L})nie wiem(?!\\p{L})',
    '(?<!\\p{L})brak(?:uje)? (?:\\p{L}+ )?(?:informacji|odpowiedzi|danych|wzmianki)',
    `(?<!\\p{L})żad\\p{L}+ (?:z )?${polish}[^.]{0,30}? nie(?!\\p{L})`,

    `${czech}[^.]{0,60}?(?<!\\p{L})${czechNo}`,
    `(?<!\\p{L})${czechNo}[^.]{0,30}? ${czech}`,
    '(?<!\\p{L})(?:nevím(?!\\p{L})|nemám[^.]{0,20}? informac|nelze (?:odpovědět|určit|zjistit)|nemohu (?:odpovědět|najít)|nen[ai]š\\p{L}+ jsem)',
    '(?:informac|odpověď|zmínk)\\p{L}*[^.]{0,30}?(?<!\\p{L})(?:není|nejsou|chyb|nenalez)',
    `${czech}[^.]{0,30}?(?:není|nejsou|chybí) (?:žádn\\p{L}+ )?(?:informac|odpověď|zmínk)`,

    `${ukrainian}[^.]{0,60}?(?<!\\p{L})не (?:міст|вказ|згад|зазнач|відповід|сказ|гово|наве|опис|йд|знайд|уточн|нада|дає|дають)\\p{L}*`,
    `${ukrainian}[^.]{0,30}? (?:неможливо|не можна|не вдається) (?:відповісти|визначити)|(?:відповісти|визначити)[^.]{0,15}? (?:неможливо|не можна)[^.]{0,40}? ${ukrainian}|${ukrainian}[^.]{0,20}? відповісти неможливо`,
    `(?<!\\p{L})не (?:вказ|згад|зазнач|міст|знайш)\\p{L}*[^.]{0,30}? ${ukrainian}`,
    '(?<!\\p{L})(?:не знаю(?!\\p{L})|(?:я )?не (?:можу відповісти|знайшо\\p{L}+|знайшла)|інформаці\\p{L}+ (?:відсутн|недоступн|немає)|(?:недостатньо|немає|нема|бракує) (?:\\p{L}+ )?(?:інформац|відповід|згад|дан))',
  ],
  uncited: [
    '(?<!\\p{L})nie (?:podano|wspomniano|określono|wskazano|sprecyzowano|jest (?:podan|wspomnian|określon|znan)\\p{L}*)',
    '^(?:nieznan|neznám|není uveden|невідом)',
    '(?<!\\p{L})не (?:вказано|зазначено|згадується|згадано)(?!\\p{L})',
  ],
};
