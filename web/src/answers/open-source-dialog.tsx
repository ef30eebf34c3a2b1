import { useEffect, useRef } from 'react';
import type { AnswerPartsFragment, PassagePartsFragment } from '../gql/graphql.ts';
import { SourceDialog } from '../reader/source-dialog.tsx';
import { useCloseSource, useSourceInAddress } from './use-open-source.ts';

/** An answer as far as its sources go. */
export interface Sourced {
  readonly id: string;
  readonly passages: readonly PassagePartsFragment[];
  readonly claims: AnswerPartsFragment['claims'];
}

/** The source that the address names, of one of the answers that are on the page. */
export function OpenSourceDialog({ answers }: { readonly answers: readonly Sourced[] }) {
  const shown = useSourceInAddress();
  const close = useCloseSource();
  const opener = useRef<Element | null>(null);
  const answer = answers.find(({ id }) => id === shown?.answerId);
  const passage = shown && answer?.passages[shown.marker - 1];
  const isOpen = Boolean(passage);
  useEffect(() => {
    if (!isOpen) return;
    return () => {
      // Back to the marker that opened it.
      if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
      opener.current = null;
    };
  }, [isOpen]);
  // While it is drawn, before the dialog takes the focus.
  if (isOpen) opener.current ??= document.activeElement;
  if (!passage || !answer) return null;
  const evidence = answer.claims.flatMap((claim) => claim.evidence.filter(({ marker }) => marker === shown.marker));
  return <SourceDialog source={{ passage, evidence }} onClose={close} />;
}
