import { EVERYWHERE, type Scope, scopeOf } from '../scope/scope.ts';
import type { TurnContent } from './use-turns.ts';

/** Where a question was looked for. */
export function scopeOfTurn({ answer, progress }: Pick<TurnContent, 'answer' | 'progress'>): Scope {
  return answer ? scopeOf(answer.filter) : (progress?.scope ?? EVERYWHERE);
}
