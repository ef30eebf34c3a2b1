import { fold } from './fold.ts';

/** Words for a passage, in the languages that models answer in. */
const LABELS =
  `passage textpassage source document doc excerpt abschnitt textstelle quelle dokument auszug pasaje fuente
  documento fragmento extracto extrait passaggio brano fonte passagem trecho bron 段落 文段 片段 来源 來源 资料 資料 文档 文檔
  参考 출처 단락 문서 구절 パッセージ 文書 出典 引用 фрагмент отрывок пассаж источник документ абзац المقطع مقطع المصدر مصدر
  الفقرة فقرة المستند مستند الوثيقة وثيقة ข้อความที่ ข้อความ ย่อหน้าที่ ย่อหน้า แหล่งที่มา แหล่งข้อมูล เอกสารที่ เอกสาร บทความที่ บทความ`.split(
    /\s+/,
  );

/** What may stand before one. */
const LEADS = [
  'see',
  'cf.',
  'cf',
  'from',
  'in',
  'siehe',
  'vgl.',
  'voir',
  'véase',
  'ver',
  'см.',
  '参见',
  '見',
  'انظر',
  'ดู',
];

const either = (words: readonly string[]) => words.toSorted((a, b) => b.length - a.length).join('|');
/** With the endings of a plural or a case, and what may stand between it and its number. */
const LABEL = new RegExp(
  String.raw`(?:(?:${either(LEADS)})\s*)?(?:the\s+)?(?:${either(LABELS)})(?:e?[sn]|[еауыи]|ом|ов|ах)?(?!\p{L})(?:\s*(?:no\.?|nr\.?|n°|number|№|[#=":]))*`,
  'gu',
);
/** "第2段". */
const CHINESE_ORDINAL = /第\s*(\d+)\s*(?:段落|段|片段|条|篇|個|个|節|番)?/gu;
/** What stands between numbers, as a comma. */
const BETWEEN = /\s*(?:[;、，؛،&+]|(?<![\p{L}])(?:and|und|y|et|e|и|or|oder|و)(?![\p{L}])|和|与|與|及|と|및|และ)\s*/gu;
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
  let isLabelled = false;
  const labelled = (_match: string, number?: string) => {
    isLabelled = true;
    return ` ${number ?? ''} `;
  };
  let text = fold(inside)
    .text.replace(/\\$/, '')
    .replace(CHINESE_ORDINAL, (match, number) => labelled(match, number))
    .replace(LABEL, (match) => labelled(match));
  if (needsLabel && !isLabelled) return null;
  if (isLabelled) text = text.replace(/^[\s,]+/, '');
  text = text.replace(/†.*$/su, '').replace(BETWEEN, ',');
  // "Source 3: handbook.md", "passage 2, on leave"
  if (isLabelled) text = text.replace(/(?<=\d)["”]?\s*(?:[:(|]|,\s*\p{L}).*$/su, '').replace(/["”]\s*$/, '');
  if (!LIST.test(text) || LEADING_ZERO.test(text) || THOUSANDS.test(text.trim())) return null;
  return [...text.matchAll(new RegExp(NUMBER, 'g'))].flatMap(([part]) => rangeOf(part));
}

/** Whether a bracket that begins so may hold a marker when it is closed. */
export function mayBecomeMarker(beginning: string, { needsLabel }: { needsLabel: boolean }): boolean {
  if (beginning.length > LONGEST_MARKER) return false;
  const text = fold(beginning).text.trimStart();
  if (!needsLabel && /^[#^\d]/.test(text)) return !/^[#^]*\d{4}/.test(text);
  if (text === '' || text.startsWith('第') || LEADS.some((lead) => lead.startsWith(text))) return true;
  const label = text.replace(LEAD, '');
  return LABELS.some(
    (known) => known.startsWith(label) || (label.startsWith(known) && BEHIND_LABEL.test(label.slice(known.length))),
  );
}

const LEAD = new RegExp(`^(?:(?:${either(LEADS)})\\s*)?(?:the\\s+)?`);
const BEHIND_LABEL = /^\p{L}{0,2}(?:$|[^\p{L}]*(?:$|\d|n))/u;

/** `2-4` counts up, and no further than ten. */
function rangeOf(part: string): number[] {
  const [from = 0, to = from] = part.split(/\s*[-–—~〜]\s*/).map(Number);
  return Array.from({ length: Math.min(Math.max(to - from, 0) + 1, 10) }, (_, i) => from + i);
}
