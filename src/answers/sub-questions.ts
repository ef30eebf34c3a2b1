import { termsOf } from '../lib/terms.ts';

/** A question is looked for in so many parts at most; what is left stays with the last. */
const MOST_PARTS = 3;

/** By language, words that questions begin with, and those that may stand before them. */
const ASKING = [
  String.raw`(?:(?:in|at|on|of|for|from|to|by|with|under|after|before|since|until|about|during|against|near)\s+)?(?:what|who|whom|whose|which|when|where|why|how)`,
  String.raw`(?:(?:in|an|auf|aus|bei|mit|von|zu|nach|seit|bis|für|durch|gegen|unter|über|um|ab)\s+)?(?:was|wer|wen|wem|wessen|welche[mnrs]?|wann|wo|wohin|woher|warum|weshalb|wie|wieviele?)`,
  String.raw`(?:(?:en|a|de|con|por|para|desde|hasta|sobre|contra)\s+)?(?:qué|quién(?:es)?|cuál(?:es)?|cuándo|dónde|cómo|cuánt[oa]s?)`,
  String.raw`(?:(?:en|à|de|dans|avec|par|pour|depuis|sur|contre|sous)\s+)?(?:qu['’]|que|qui|quoi|quel(?:le)?s?|quand|où|pourquoi|comment|combien)`,
  String.raw`(?:(?:in|a|di|da|con|per|su|contro)\s+)?(?:che|chi|quale|quali|quando|dove|perché|come|quant[oaie])`,
  String.raw`(?:(?:em|a|de|com|por|para|desde|até|sobre)\s+)?(?:que|quem|qual|quais|quando|onde|como|quant[oa]s?)`,
  String.raw`(?:(?:in|aan|op|uit|bij|met|van|naar|voor|door|tegen)\s+)?(?:wat|wie|wiens|welke?|wanneer|waar|waarom|hoe|hoeveel)`,
];
const BETWEEN = String.raw`(?:[?;]\s*(?:,?\s*(?:and|und|y|et|e|en)\s+)?[¿¡]?|,?\s+(?:and|und|y|et|e|en)\s+[¿¡]?)`;
const WORD_ENDS = String.raw`(?![\p{L}\p{M}])`;

const LANGUAGES = ASKING.map((asking) => ({
  begins: new RegExp(String.raw`^[\s¿¡"“«(]*(?:${asking})(?:${WORD_ENDS}|(?<=['’]))`, 'iu'),
  cuts: new RegExp(`${BETWEEN}(?=(?:${asking})(?:${WORD_ENDS}|(?<=['’])))`, 'iu'),
}));

/**
 * The questions that one is made of: "When was the museum opened, and who paid for it?" It is cut only before words that
 * questions begin with, and only if each part asks for something: "Where and when …" is one. One that can't be cut is
 * itself, as it was written.
 */
export function subQuestions(question: string): readonly string[] {
  for (const { begins, cuts } of LANGUAGES) {
    if (!begins.test(question)) continue;
    const parts = question.split(cuts).map((part) => part.trim());
    if (parts.length > 1 && parts.every(asks)) return atMost(parts, question).map(asQuestion);
  }
  return [question];
}

/** Whether something is left besides the word that it begins with. */
function asks(part: string): boolean {
  return (part.match(/[\p{L}\p{N}]+/gu) ?? []).length > 2 && termsOf(part).length > 0;
}

function atMost(parts: readonly string[], question: string): readonly string[] {
  const last = parts[MOST_PARTS - 1];
  if (parts.length <= MOST_PARTS || last === undefined) return parts;
  return [...parts.slice(0, MOST_PARTS - 1), question.slice(question.lastIndexOf(last))];
}

function asQuestion(part: string): string {
  const text = part.charAt(0).toUpperCase() + part.slice(1);
  return /[?？]$/.test(text) ? text : `${text}?`;
}
