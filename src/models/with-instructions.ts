import type { AnswerModel } from './answer-model.ts';

/** A model whose answers heed what an organisation wants; it is the same model otherwise. */
export function withInstructions(model: AnswerModel, instructions: string | null): AnswerModel {
  const { fit: choose } = model;
  if (instructions === null || model.runsHere) return model;
  return {
    id: model.id,
    get contextTokens() {
      return model.contextTokens;
    },
    get complete() {
      return model.complete;
    },
    ...(choose && { fit: (request, options) => choose({ ...request, instructions }, options) }),
    stream: (request, options) => model.stream({ ...request, instructions }, options),
  };
}
