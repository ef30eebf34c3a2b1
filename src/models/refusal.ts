/** What a model is told to say, and Carrel itself says, when the documents don't hold the answer. */
export const REFUSAL = 'The documents do not hold the answer to this question.';
