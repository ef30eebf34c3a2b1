import { fold } from './fold.ts';

/**
 * Verbs that say what to do with what a question is about, and stand in no document for that. Folded; of all languages
 * together.
 */
export const ASKING_WORDS: ReadonlySet<string> = new Set(
  `ask asks mean means meaning explain describe define list compare summarise summarize happen happens happened say says said
  bedeutet bedeuten erklär erkläre erklären beschreibe beschreiben nenne nennen liste vergleiche vergleichen passiert geschieht sagt steht frage fragt fragen
  significa significan explica explique describe enumera compara compare resume ocurre sucede dice dicen
  signifie signifient expliquer décris décrire énumère compare comparer résume résumer dit disent
  spiega descrivi elenca confronta riassumi descreva explica diz
  betekent betekenen beschrijf vergelijk
  означает означают значит объясни объясните опиши опишите сравни сравните перечисли перечислите
  يعني تعني اشرح قارن صف اذكر`
    .trim()
    .split(/\s+/)
    .map(fold),
);

/**
 * What a question calls the part of a document whose number stands behind it ("clause 6.1", "Ziffer 2.3"): there the number
 * stands alone.
 */
const PART_NAMES = new RegExp(
  `(?<![\\p{L}\\p{M}])(?:${[
    'clause|section|article|paragraph|point|chapter|item|step|no\\.|number|version|release',
    'ziffer|abschnitt|artikel|absatz|punkt|paragraph|klausel|kapitel|nummer|nr\\.',
    'alinéa|chapitre|cláusula|sección|artículo|apartado|párrafo|punto|capítulo|clausola|articolo|paragrafo|capitolo|seção|artigo|hoofdstuk|artikel|lid',
    'пункт\\p{L}*|стать\\p{L}+|раздел\\p{L}*|глав\\p{L}+|البند|المادة|الفقرة|القسم|ข้อ|มาตรา|หมวด',
  ].join('|')})\\s*(?=(\\p{Nd}{1,3}(?:\\.\\p{Nd}{1,3})+)(?![\\p{L}\\p{N}]))`,
  'giu',
);

/** "§ 6": the sign says that a single number is a part's, too. */
const SECTION_SIGN = /§{1,2}\s*(?=(\p{Nd}{1,4}(?:\.\p{Nd}{1,3})*)(?![\p{L}\p{N}]))/gu;

/** A question without such names. */
export function withoutPartNames(question: string): string {
  return question.replace(PART_NAMES, '');
}

/** The numbers of the parts that a question asks for, each with the sign that stands before it. */
export function partsAskedFor(question: string): string[] {
  const named = Array.from(question.matchAll(PART_NAMES), ([, number = '']) => number);
  const signed = Array.from(question.matchAll(SECTION_SIGN), ([, number = '']) => `§ ${number}`);
  return [...named, ...signed];
}
