import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { EVERYWHERE, type Scope } from '../scope/scope.ts';
import { addressWith, parametersOf, scopeIn } from '../scope/scope-in-address.ts';
import { scopeOfTurn } from './scope-of-turn.ts';
import type { TurnContent } from './use-turns.ts';

/**
 * Where the next question is looked for: in a new conversation what the address names, in one that is there what was
 * chosen since its last question, else where that was looked for.
 */
export function useScope(conversationId: string | undefined, turns: readonly TurnContent[]) {
  const [path, navigate] = useLocation();
  const inAddress = scopeIn(useSearch());
  const [chosen, setChosen] = useState<{ readonly id: string; readonly scope: Scope } | null>(null);
  if (conversationId === undefined) {
    const name = (scope: Scope) => navigate(addressWith(path, parametersOf(scope)), { replace: true });
    return [inAddress, name] as const;
  }
  const last = turns.at(-1);
  const scope = chosen?.id === conversationId ? chosen.scope : last ? scopeOfTurn(last) : EVERYWHERE;
  return [scope, (next: Scope) => setChosen({ id: conversationId, scope: next })] as const;
}
