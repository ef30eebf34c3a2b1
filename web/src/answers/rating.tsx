import ThumbsDown from 'lucide-react/icons/thumbs-down';
import ThumbsUp from 'lucide-react/icons/thumbs-up';
import { useState } from 'react';
import { useClient } from 'urql';
import { type AnswerPartsFragment, RateAnswerDocument } from '../gql/graphql.ts';
import { type Failure, toFailure } from '../lib/errors.ts';
import { IconButton } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Failed } from '../ui/failed.tsx';
import { Field } from '../ui/field.tsx';
import { messages } from './messages.ts';

/** Whether an answer helped; of one that did not, what was wrong. */
export function Rating({ answer: { id, rating } }: { readonly answer: Pick<AnswerPartsFragment, 'id' | 'rating'> }) {
  const client = useClient();
  const [isAsking, setIsAsking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const rate = async (helpful: boolean, comment?: string) => {
    const { error } = await client.mutation(RateAnswerDocument, {
      input: { id, helpful, ...(comment && { comment }) },
    });
    if (error) throw error;
  };
  return (
    <>
      <IconButton
        label={messages.helpful}
        aria-pressed={rating?.helpful === true}
        onClick={() => {
          setFailure(null);
          rate(true).catch((error: unknown) => setFailure(toFailure(error)));
        }}
      >
        <ThumbsUp size={17} />
      </IconButton>
      <IconButton
        label={messages.notHelpful}
        aria-pressed={rating?.helpful === false}
        onClick={() => setIsAsking(true)}
      >
        <ThumbsDown size={17} />
      </IconButton>
      {failure && <Failed failure={failure} />}
      {isAsking && (
        <Confirm
          title={messages.whyNot}
          verb={messages.send}
          onConfirm={(form) => rate(false, String(form.get('comment') ?? '').trim())}
          onClose={() => setIsAsking(false)}
        >
          <Field label={messages.comment} name="comment" maxLength={2_000} defaultValue={rating?.comment ?? ''} />
        </Confirm>
      )}
    </>
  );
}
