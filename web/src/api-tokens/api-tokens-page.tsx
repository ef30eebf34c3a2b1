import Plus from 'lucide-react/icons/plus';
import { useRef, useState } from 'react';
import type { ApiTokenPartsFragment } from '../gql/graphql.ts';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { CreateToken } from './create-token.tsx';
import { messages } from './messages.ts';
import { type MadeToken, NewToken } from './new-token.tsx';
import { RevokeToken } from './revoke-token.tsx';
import { TokenList } from './token-list.tsx';

/** What lets programs in: made, shown once, revoked. */
export function ApiTokensPage() {
  const [isCreating, setIsCreating] = useState(false);
  const [made, setMade] = useState<MadeToken | null>(null);
  const [asked, setAsked] = useState<ApiTokenPartsFragment | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <Page
      title={messages.title}
      hint={messages.intro}
      aside={
        <Button ref={opener} look="primary" icon={<Plus size={18} />} onClick={() => setIsCreating(true)}>
          {messages.create}
        </Button>
      }
    >
      {made && (
        <NewToken
          key={made.secret}
          token={made}
          onDone={() => {
            setMade(null);
            opener.current?.focus();
          }}
        />
      )}
      <TokenList onRevoke={setAsked} />
      {isCreating && (
        <CreateToken
          onClose={(token) => {
            setIsCreating(false);
            if (token) setMade(token);
          }}
        />
      )}
      {asked && (
        <RevokeToken
          token={asked}
          onClose={() => {
            setAsked(null);
            // Its button goes with its row.
            opener.current?.focus();
          }}
        />
      )}
    </Page>
  );
}
