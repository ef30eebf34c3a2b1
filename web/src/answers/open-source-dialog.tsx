import { useEffect, useRef } from 'react';
import type { AnswerPartsFragment, PassagePartsFragment } from '../gql/graphql.ts';
import { SourceDialog } from '../reader/source-dialog.tsx';
import { useCloseSource } from './use-open-source.ts';

interface OpenSourceDialogProps {
  readonly marker: number;
  readonly passage: PassagePartsFragment;
  readonly claims: AnswerPartsFragment['claims'];
}

/** The source of an answer that the address names. */
export function OpenSourceDialog({ marker, passage, claims }: OpenSourceDialogProps) {
  const close = useCloseSource();
  const opener = useRef<Element | null>(null);
  // While it is drawn, before the dialog takes the focus.
  opener.current ??= document.activeElement;
  useEffect(
    () => () => {
      // Back to the marker that opened it, where the focus has gone with the dialog.
      if (document.activeElement !== document.body) return;
      if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
    },
    [],
  );
  const evidence = claims.flatMap((claim) => claim.evidence.filter((each) => each.marker === marker));
  return <SourceDialog source={{ passage, evidence }} onClose={close} />;
}
