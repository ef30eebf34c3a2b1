import { fold } from './fold.ts';

/**
 * Verbs that say what to do with what a question is about, and stand in no document for that. Folded; of all languages
 * together.
 */
export const ASKING_WORDS: ReadonlySet<string> = new Set(
  `mean means meaning explain describe define list compare summarise summarize happen happens happened say says said
  bedeutet bedeuten erklär erkläre erklären beschreibe beschreiben nenne nennen liste vergleiche vergleichen passiert geschieht sagt steht
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
