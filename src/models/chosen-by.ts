/** Whose settings name a model: who reads of its failure learns what they can change. */
export type ChosenBy = 'OPERATOR' | 'ORGANIZATION';
