import { messages } from './messages.ts';
import { isEverywhere, type Scope } from './scope.ts';
import css from './scope-note.module.css';
import { useScopeParts } from './use-scope-parts.ts';

/** Says where something was looked for; nothing where that was everywhere. */
export function ScopeNote({ scope }: { readonly scope: Scope }) {
  const parts = useScopeParts(scope);
  if (isEverywhere(scope)) return null;
  return (
    <p className={css.note}>
      {messages.limited} {parts.map(({ name }) => name).join(' · ')}
    </p>
  );
}
