/** The kind of thing that a question asks for, where its words say so: a number ("how many", "wie lange") or a time ("when", "welches Jahr"). */
export interface AskedKind {
  /** Whether it asks for such a thing. */
  readonly isAsked: boolean;
  /** Whether a text holds one. One that stands in the question is not it. Never where none is asked for. */
  isIn(text: string): boolean;
  /** "old" in "how old". */
  readonly measure: string | null;
  /** "people" in "how many people": what holds the number names it. */
  readonly counted: string | null;
  /** Whether a word of the question only says what is measured: "old" in "how old", "cost" in "What does it cost?". */
  isSaidBy(word: string): boolean;
}

/** Reads which kind of thing a question asks for. */
export function kindAskedBy(question: string): AskedKind {
  const asksPrice = ASKS_PRICE.test(question);
  const asksTime = ASKS_TIME.test(question);
  if (!asksPrice && !asksTime && !ASKS_NUMBER.test(question)) return NONE;
  const known = new Set(numbersIn(question));
  const measure = HOW.exec(question)?.[1]?.toLowerCase() ?? null;
  const words = ASKS_MEASURE.test(question) ? NUMBER_WORDS : NUMBER_OR_FREQUENCY;
  const isNumberIn = (text: string) =>
    numbersIn(text).some((number) => !known.has(number)) || (known.size === 0 && words.test(text));
  const isPriceIn = (text: string) => PRICE.test(text) && (isNumberIn(text) || FREE.test(text));
  const isTimeIn = (text: string) => TIME.test(text) && (isNumberIn(text) || NAMED_TIME.test(text));
  return {
    isAsked: true,
    measure,
    counted: countedIn(question),
    isIn: asksTime ? isTimeIn : asksPrice ? isPriceIn : isNumberIn,
    isSaidBy: (word) => word.toLowerCase() === measure || PRICE_WORD.test(word),
  };
}

const NONE: AskedKind = { isAsked: false, measure: null, counted: null, isIn: () => false, isSaidBy: () => false };

function numbersIn(text: string): string[] {
  return text.match(/\p{Nd}+(?:[.,:]\p{Nd}+)*/gu) ?? [];
}

const ASKS_NUMBER = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:${[
    'how (?:many|much|long|old|far|often|big|large|high|tall|fast|deep|wide|heavy|late|early|soon|loud|thick|expensive)',
    '(?:what|which) (?:percent|percentage|number|amount|proportion|share|fraction|year|date|day|month|century|decade|time)',
    'wie ?(?:viele?|lange?|alt|oft|groß|hoch|weit|schnell|schwer|tief|breit|spät|früh)|wann|(?:welche[mnrs]?|welche) (?:jahr|datum|tag|monat|jahrhundert|prozentsatz|anzahl)',
    'combien|quand|(?:à )?quelle heure|quel(?:le)? (?:année|date|jour|mois|siècle|pourcentage|nombre)',
    'cu[aá]nt[oa]s?|cu[aá]ndo|qu[eé] (?:hora|año|fecha|día|mes|siglo|porcentaje|número)',
    'quant[oaie]s?|quando|(?:che|quale|em que|que) (?:ora|horas?|anno|data|giorno|mese|secolo|ano|dia|mês|século)',
    'hoeveel|hoe (?:lang|vaak|groot|ver|laat)|wanneer|welk jaar|сколько|когда|каком году|как (?:долго|часто|далеко)|بكم|كم|متى',
    'hvor (?:mange|meget|mye|lenge|længe|ofte|stor|langt)|hvornår|når|hur (?:många|mycket|länge|ofta|stor|långt)|när',
    'kuinka (?:monta|paljon|kauan|usein|suuri)|montako|paljonko|milloin|(?<=^[^\\p{L}]*(?:\\p{L}{1,5} )?)ile|kiedy|o której|jak (?:długo|często|daleko|duż\\p{L}*)',
    'kaç\\p{L}*|ne (?:kadar|zaman|sıklıkla)|bao (?:nhiêu|lâu|giờ|xa)|mấy|khi nào|πόσ\\p{L}*|πότε|כמה|מתי|באיזו שעה|कितन[\\p{L}\\p{M}]*|कब',
  ].join(
    '|',
  )})(?![\\p{L}\\p{M}])|多少|[几幾](?!乎|何)|多[久长長大高远遠快重]|什么时候|什麼時候|何(?:时|年|时候|人|日|時|個|歳|円|分|回|枚|階|文字|か月|ヶ月|週|割|番|キロ|件)|哪一?年|いつ|いくつ|いくら|[どこそ]れくらい|どのくらい|どのぐらい|กี่|เท่าไ[รห]|เมื่อไ[รห]|นานแค่ไหน|ปีใด|ปีไหน|몇|얼마|언제`,
  'iu',
);

/** In English alone: elsewhere any number may be a time. "When" within a question, or with no verb behind it, says only in which case. */
const ASKS_TIME =
  /^[^\p{L}]*(?:and |but |so |since |until |from |by )?(?:when(?:['’]s| (?:am|are|can|could|did|do|does|had|has|have|is|may|must|shall|should|was|were|will|would))|(?:at |in |on )?(?:what|which) (?:year|date|day|month|century|decade|time))(?![\p{L}\p{M}])/iu;

/** Months, days, and parts of a day. */
const NAMED_TIME =
  /(?<!\p{L})(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|noon|midnight|morning|evening|weekends?|daily|weekly|monthly|yearly|annually|every|before|after|once|until|as soon as|at once|immediately|during|spring|summer|autumn|winter|christmas|easter)(?!\p{L})/iu;
/** A number alone is none: "Mill Lane 4", "640 square metres". */
const TIME = new RegExp(
  `${NAMED_TIME.source}|\\p{Nd}{4}|\\p{Nd}[:.]\\p{Nd}{2}|\\p{Nd}(?:st|nd|rd|th|s)(?!\\p{L})|\\p{Nd} ?[ap]\\.?m(?!\\p{L})|(?<!\\p{L})(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?|centur(?:y|ies)|BC|AD|BCE|CE)(?!\\p{L})`,
  'iu',
);

const ASKS_PRICE =
  /^[^\p{L}]*(?:and |but |so )?(?:how much (?:is|are|was|were|(?:does|do|did|will|would) .*(?:cost|charge|pay|spend))|how expensive|what (?:is|are|was|were|does|do|did) .*(?:costs?|prices?|fees?|rent))(?![\p{L}\p{M}])/iu;
const FREE = /(?<!\p{L})(?:free|(?:no|without) (?:charge|cost|fee))(?!\p{L})/iu;
/** A sum of money, or a number alone in the cell of a table. */
const PRICE = new RegExp(
  `${FREE.source}|\\p{Sc}|(?:^|, )\\p{Nd}[\\p{Nd}.,]*(?:, |$)|(?<!\\p{L})(?:euros?|dollars?|pounds?|pence|cents?|francs?|crowns?|yen|rupees?|EUR|USD|GBP|CHF|percent|per cent)(?!\\p{L})|%`,
  'iu',
);

const HOW = /(?<![\p{L}\p{M}])(?:how|wie) ?([\p{L}\p{M}]+)/iu;
const PRICE_WORD =
  /^(?:costs?|prices?|priced|charged?|charges|fees?|pay|paid|spend|kostet|kosten|preise?|zahlen|bezahlen)$/iu;

/** "How old", "how many": what tells how often something happens is no such number. */
const ASKS_MEASURE =
  /(?<!\p{L})how (?:long|old|far|big|large|high|tall|deep|wide|heavy|thick|many(?! times))(?!\p{L})/iu;
const COUNTED = /(?<!\p{L})how many ((?:[\p{L}\p{M}-]+ ?){1,4})/iu;
const AUXILIARY = /^(?:am|are|can|could|did|do|does|had|has|have|is|may|might|must|shall|should|was|were|will|would)$/i;

/** The noun of "how many": "days" of "paid days do I get", "people" of "people work here". */
function countedIn(question: string): string | null {
  const words = COUNTED.exec(question)?.[1]?.trim().split(' ') ?? [];
  const end = words.findIndex((word) => AUXILIARY.test(word));
  return words[Math.max(0, end - 1)] ?? null;
}

/** Larger numbers are written in digits. Not one, which is an article in most languages, nor what is a word of English ("due", "on"). */
const NUMBERS = [
  'two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozen|hundred|thousand|million|half|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|quarter|unlimited',
  'zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|hundert|tausend|hälfte|drittel|viertel',
  'deux|trois|quatre|cinq|sept|huit|neuf|dix|douze|cent|mille|moitié|tiers',
  'dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|cien|mil|mitad|tercio',
  'tre|quattro|cinque|sette|nove|dieci|dodici|cento|mille|metà|dois|duas|três|quatro|sete|oito|dez|doze|cem|metade',
  'twee|drie|vier|vijf|zes|zeven|acht|negen|tien|twaalf|honderd|helft|fem|seks|syv|sju|otte|åtte|åtta|nio|tio|tolv',
  'dwa|dwie|dwóch|trzy|trzech|cztery|pięć|sześć|siedem|osiem|dziewięć|dziesięć|dwanaście|iki|üç|dört|beş|altı|yedi|sekiz|dokuz|yüz|yarısı',
  'два|две|двух|три|трёх|трех|четыре|пять|пяти|шесть|семь|восемь|девять|десять|двенадцать|сто|тысяча|половина',
  'יומיים|שעתיים|שבועיים|שנתיים|שני|שתי|שלושה?|ארבעה?|חמישה?|שישה?|שבעה?|שמונה|תשעה?|עשרה?|מאה|दो|तीन|चार|पाँच|पांच|छह|सात|आठ|नौ|दस|पंद्रह|सौ',
  '(?:ال)?(?:ثانية|ثالثة|رابعة|خامسة|سادسة|سابعة|ثامنة|تاسعة|عاشرة)|(?:يوم|شهر|سنت|ساعت|أسبوع)(?:ين|ان)|ثلاثة?|أربعة?|خمسة?|ستة?|سبعة?|ثمانية?|تسعة?|عشرة?|عشرون|خمسون|مئة|مائة',
];
/** In scripts without spaces. */
const OTHER_NUMBERS = '[二三四五六七八九十百千万萬兩两]|(?:สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน|หมื่น|แสน)';
const FREQUENCIES = 'once|twice|daily|weekly|monthly|yearly|every|always|often|sometimes|rarely|seldom|never';
const NUMBER_WORDS = anyOf(NUMBERS);
const NUMBER_OR_FREQUENCY = anyOf([...NUMBERS, FREQUENCIES]);

function anyOf(words: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{M}])(?:${words.join('|')})(?![\\p{L}\\p{M}])|${OTHER_NUMBERS}`, 'iu');
}
