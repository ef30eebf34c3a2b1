import type { AnswerPartsFragment, PassagePartsFragment } from '../gql/graphql.ts';
import { SourceDialog } from '../reader/source-dialog.tsx';
import { useSourceAddress } from '../reader/use-source-address.ts';

interface OpenSourceDialogProps {
  readonly marker: number;
  readonly passage: PassagePartsFragment;
  readonly claims: AnswerPartsFragment['claims'];
}

/** The source of an answer that the address names. */
export function OpenSourceDialog({ marker, passage, claims }: OpenSourceDialogProps) {
  const { close } = useSourceAddress();
  const evidence = claims.flatMap((claim) => claim.evidence.filter((each) => each.marker === marker));
  return <SourceDialog source={{ passage, evidence }} onClose={close} />;
}
