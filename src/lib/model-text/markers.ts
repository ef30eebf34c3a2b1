import { fold } from './fold.ts';

/** Words for a passage, in the languages that models answer in. */
const LABELS =
  `passage textpassage source document doc context chunk snippet excerpt reference ref citation cite abschnitt textstelle quelle dokument auszug
  beleg referenz zitat pasaje fuente documento fragmento extracto referencia cita extrait référence passaggio brano fonte
  passagem trecho bron 段落 文段 片段 来源 來源 资料 資料 文档 文檔 参考 參考 引文 출처 단락 문서 구절 パッセージ 文書 出典 引用 参照
  фрагмент отрывок отрывк пассаж источник документ абзац ссылка ссылк цитата цитат المقطع مقطع المقطعان المقطعين المقاطع
  المصدر مصدر المصادر مصادر الفقرة فقرة الفقرات المستند مستند المستندات الوثيقة وثيقة الوثائق المرجع مرجع ข้อความที่ ข้อความ
  מקור קטע מסמך स्रोत अंश दस्तावेज़ منبع سند kaynak belge pasaj źródło dokument zdroj nguồn đoạn πηγή απόσπασμα källa stycke dokumentet
  kilde avsnit afsnit lähde asiakirja sursă sursa forrás джерело уривок fragment sumber dokumen 참고 자료 근거
  källor kilder bronnen fonti passaggi brani źródła fragmenty zdroje források lähteet πηγές surse kaynaklar pasajlar
  ย่อหน้าที่ ย่อหน้า แหล่งที่มา แหล่งที่ แหล่งข้อมูล แหล่ง เอกสารที่ เอกสาร บทความที่ บทความ อ้างอิง`.split(/\s+/);

/** What may stand before one. */
const LEADS =
  `see cf. cf from in per s. siehe vgl. vgl aus laut gemäß nach voir cf d'après selon dans véase ver según en del de см. см
  согласно по из в 参见 參見 见 見 参照 根据 انظر راجع من في حسب ดู จาก อ้างอิงจาก`
    .split(/\s+/)
    .concat('according to', 'based on', 'as per', 'as in', 'as stated in', 'as mentioned in', 'refer to');
const ARTICLES = `the le la les l' el los las der die das den dem`.split(' ');

const either = (words: readonly string[]) =>
  words
    .toSorted((a, b) => b.length - a.length)
    .join('|')
    .replaceAll('.', '\\.');
const LEAD = String.raw`(?:(?:${either(LEADS)})[\s:]*)?(?:(?:${either(ARTICLES)})\s*)?`;
/** What may stand between it and its number. */
const BEFORE_NUMBER = String.raw`(?:\s*(?:id|no\.?|nr\.?|n\.?[°ºo]|number|nummer|núm\.?|número|numéro|номер|رقم|№|[#=":._-]))*`;
/** With the endings of a plural or a case. */
const LABEL = new RegExp(
  String.raw`${LEAD}(?:${either(LABELS)})(?:e?[sn]|[eеауыи]|ом|ов|ах)?(?!\p{L})${BEFORE_NUMBER}`,
  'gu',
);
/** "Document: handbook.md, passage 2". */
const NAMED = new RegExp(String.raw`^\s*${LABEL.source}[^,;]{1,60}\.[a-z]{2,4},\s*(?=${LABEL.source}\s*\d)`, 'u');
/** "第2段". */
const CHINESE_ORDINAL = /第\s*(\d+(?:\s*[、,和与與-]\s*\d+)*)\s*(?:段落|段|片段|篇|個|个)?/gu;
const AND = 'and|und|y|et|e|en|och|og|i|a|ve|és|ja|și|và|dan|και|и|і|or|oder|o|ou|lub|или|או|और|या|그리고|또는';
/** What stands between numbers, as a comma. */
const BETWEEN = new RegExp(
  String.raw`\s*(?:[;、，؛،&+]|(?<![\p{L}\p{N}])(?:${AND})(?![\p{L}\p{N}])|(?<!\p{L})و(?!\p{L})|和|与|與|及|或|と|및|และ|หรือ)\s*`,
  'gu',
);
/** The same from one number to another. */
const UP_TO =
  /(?<=\d)\s*(?:(?:to|through|bis|à|al|hasta|até|tot|till|do|по|до|إلى|الى)(?!\p{L})|至|到|から|ถึง)\s*(?=\d)/gu;
const NUMBER = String.raw`\d{1,3}(?:\s*[-–—~〜]\s*\d{1,3})?`;
const LIST = new RegExp(String.raw`^[\s#^]*${NUMBER}(?:[\s,#^]+${NUMBER})*[\s,.^]*$`);
const LEADING_ZERO = /(?<!\d)0\d/;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+$/;

/** Longer brackets hold no marker, in characters. */
export const LONGEST_MARKER = 64;

/**
 * The numbers that a bracket names, or null where what stands in it is no marker: `2`, `1, 3`, `2-4`, `^1`, `#1`,
 * `1†L3`, `Passage 1 and 2`, `source 3: handbook.md`, `第2段`. No number has more than three digits: years, dates and
 * amounts are text.
 */
export function numbersIn(inside: string, { needsLabel }: { needsLabel: boolean }): number[] | null {
  if (!mayBecomeMarker(inside, { needsLabel })) return null;
  const folded = fold(inside).text;
  if (NUMBERED_TWICE.test(folded)) return [NO_PASSAGE];
  const parts = folded
    .replace(/\\$/, '')
    .split(';')
    .filter((part) => part.trim() !== '')
    .map(readPart);
  const numbers = parts.flatMap((part) => part?.numbers ?? []);
  const isLabelled = parts[0]?.isLabelled ?? false;
  if (parts.includes(null) || numbers.length === 0 || (needsLabel && !isLabelled)) return null;
  // A colour, an interval.
  return numbers.length > 1 && numbers.includes(0) && !isLabelled ? null : numbers;
}

/** What stands between semicolons. */
function readPart(part: string): { numbers: number[]; isLabelled: boolean } | null {
  let isLabelled = false;
  const labelled = (_match: string, number?: string) => {
    isLabelled = true;
    return ` ${number ?? ''} `;
  };
  let text = part
    .replace(NAMED, '')
    .replace(PLACE, '')
    .replace(CHINESE_ORDINAL, (match, number) => labelled(match, number))
    .replace(LABEL, (match) => labelled(match));
  if (isLabelled) text = text.replace(/^[\s,]+/, '').replace(TITLE, '');
  text = text.replace(/†.*$/su, '').replace(UP_TO, '-').replace(BETWEEN, ',');
  if (!LIST.test(text) || LEADING_ZERO.test(text) || THOUSANDS.test(text.trim())) return null;
  return { isLabelled, numbers: [...text.matchAll(new RegExp(NUMBER, 'g'))].flatMap(([range]) => rangeOf(range)) };
}

/** "Source 3: handbook.md", "passage 2, on leave", "passage 1 of 4", "文書1を参照" */
const TITLE =
  /(?<=\d)["”]?\s*(?:[:(|]|,\s*(?!(?:and|und|y|et|e|и|or|oder)\s*\d)\p{L}|[-–—]\s*\p{L}|(?:of|von|de|из|من)\s+\d|を|より|から|による|所述).*$|["”]\s*$/su;

/** Where in the passage it is, or what that is called: "1, p. 3", "1: handbook.md", "1 (handbook.md)". */
const PLACE =
  /(?<=^[\s#^]*\d{1,3})\s*(?:[,:–—-]\s*(?:\p{L}[^,;:]*\.[a-z]{2,4}$)|\(\p{L}[^,;:]*\.[a-z]{2,4}\)$|[,:]?\s*(?:pp?\.|pages?|lines?|seiten?|s\.|zeilen?|págs?\.|página|стр\.|с\.|頁|页|§+|ch\.|sec\.|section)\s*\d.*$)/u;
/** More than there ever are. */
const NO_PASSAGE = 1_000;
/** Of OpenAI's assistants; which passage it is, their numbers don't tell. */
const NUMBERED_TWICE = /^\s*\d{1,3}:\d{1,3}\s*†/;

/** Whether a bracket that begins so may hold a marker when it is closed. */
export function mayBecomeMarker(beginning: string, { needsLabel }: { needsLabel: boolean }): boolean {
  if (beginning.length > LONGEST_MARKER) return false;
  const text = fold(beginning).text.trimStart();
  if (!needsLabel && /^[#^\d]/.test(text)) return !/^[#^]*\d{4}/.test(text);
  return text.startsWith('第') || mayBecomeLabelled(text);
}

function mayBecomeLabelled(text: string): boolean {
  if (OPENINGS.some((known) => known.startsWith(text))) return true;
  const opening = OPENINGS.filter((known) => text.startsWith(known));
  return opening.some((known) => {
    const behind = text.slice(known.length);
    // "来源：段落1"
    return (
      (LABELS.includes(known) && (BEHIND_LABEL.test(behind) || BEFORE_NAME.test(behind))) ||
      mayBecomeLabelled(behind.replace(/^[\s:]+/, ''))
    );
  });
}

const OPENINGS = [...LEADS, ...ARTICLES, ...LABELS];
/** "Document: handbook.md, …" */
const BEFORE_NAME = /^\s*:\s*\p{L}/u;
const BEHIND_LABEL = /^\p{L}{0,2}(?:$|[^\p{L}]*(?:$|\d|[nнر]))/u;

/** `2-4` counts up, and no further than ten. */
function rangeOf(part: string): number[] {
  const [from = 0, to = from] = part.split(/\s*[-–—~〜]\s*/).map(Number);
  return Array.from({ length: Math.min(Math.max(to - from, 0) + 1, 10) }, (_, i) => from + i);
}
