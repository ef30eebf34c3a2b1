/** What a model is told to say, and Carrel itself says, when the documents don't hold the answer. */
export const REFUSAL = 'The documents do not hold the answer to this question.';

/** Whether a text only says that the documents don't hold the answer. */
export function isRefusal(text: string): boolean {
  return text.trim().toLowerCase().startsWith(REFUSAL.slice(0, -1).toLowerCase());
}
