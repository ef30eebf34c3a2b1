import Ellipsis from 'lucide-react/icons/ellipsis';
import Plus from 'lucide-react/icons/plus';
import { useDeferredValue, useRef, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import {
  ConversationsDocument,
  type ConversationsQuery,
  DeleteConversationDocument,
  RenameConversationDocument,
} from '../gql/graphql.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Field } from '../ui/field.tsx';
import { FindField } from '../ui/find-field.tsx';
import { Menu } from '../ui/menu.tsx';
import { useKeptFocus } from '../ui/use-kept-focus.ts';
import css from './conversation-list.module.css';
import { dayOf } from './day-of.ts';
import { messages } from './messages.ts';
import { CONVERSATIONS_A_PAGE } from './page-sizes.ts';

type Conversation = ConversationsQuery['conversations']['edges'][number]['node'];

/** So many are not seen at a glance any more. */
const MANY = 8;

/** The caller's conversations by day, in the sidebar. */
export function ConversationList() {
  const [first, setFirst] = useState(CONVERSATIONS_A_PAGE);
  const [sought, setSought] = useState('');
  const contains = useDeferredValue(sought.trim());
  const [{ data }] = useQuery({
    query: ConversationsDocument,
    variables: { first, ...(contains && { contains }) },
  });
  const conversations = data?.conversations.edges.map(({ node }) => node) ?? [];
  const [hasMany, setHasMany] = useState(false);
  // The field stays, however few it finds.
  if (!hasMany && conversations.length >= MANY) setHasMany(true);
  const days = Map.groupBy(conversations, ({ updatedAt }) => dayOf(new Date(updatedAt), new Date()));
  if (conversations.length === 0 && sought === '') return null;
  return (
    <section aria-label={messages.conversations} className={css.list}>
      <Link href="/" className={css.new}>
        <Plus size={16} aria-hidden="true" /> {messages.newConversation}
      </Link>
      {hasMany && <FindField label={messages.findConversation} value={sought} onChange={setSought} />}
      {data && conversations.length === 0 && <p className={css.none}>{messages.noConversation}</p>}
      {[...days].map(([day, members]) => (
        <div key={day}>
          <h2 className={css.day}>{messages[day]}</h2>
          <ul>
            {members.map((conversation) => (
              <Entry key={conversation.id} conversation={conversation} />
            ))}
          </ul>
        </div>
      ))}
      {data?.conversations.pageInfo.hasNextPage && first < 100 && (
        <Button look="quiet" onClick={() => setFirst(100)}>
          {messages.showMore}
        </Button>
      )}
    </section>
  );
}

function Entry({ conversation: { id, title } }: { readonly conversation: Conversation }) {
  const [path] = useLocation();
  const [asked, setAsked] = useState<'rename' | 'delete' | null>(null);
  const entry = useRef<HTMLLIElement>(null);
  useKeptFocus(entry);
  const name = title || messages.untitled;
  return (
    <li ref={entry} className={css.entry}>
      <Link href={`/c/${id}`} className={css.link} aria-current={path === `/c/${id}` ? 'page' : undefined} title={name}>
        {name}
      </Link>
      <Menu label={messages.actions(name)} button={<Ellipsis size={17} />} className={css.menu}>
        <button type="button" onClick={() => setAsked('rename')}>
          {messages.rename}
        </button>
        <button type="button" onClick={() => setAsked('delete')}>
          {messages.delete}
        </button>
      </Menu>
      {asked === 'rename' && <Rename id={id} title={name} onClose={() => setAsked(null)} />}
      {asked === 'delete' && <Delete id={id} title={name} onClose={() => setAsked(null)} />}
    </li>
  );
}

interface AskedProps {
  readonly id: string;
  readonly title: string;
  onClose(): void;
}

function Rename({ id, title, onClose }: AskedProps) {
  const client = useClient();
  const rename = async (form: FormData) => {
    const input = { id, title: String(form.get('title')) };
    const { error } = await client.mutation(RenameConversationDocument, { input });
    if (error) throw error;
  };
  return (
    <Confirm title={messages.renameTitle} verb={messages.save} onConfirm={rename} onClose={onClose}>
      <Field label={messages.name} name="title" defaultValue={title} required maxLength={200} />
    </Confirm>
  );
}

function Delete({ id, title, onClose }: AskedProps) {
  const client = useClient();
  const [path, navigate] = useLocation();
  const remove = async () => {
    const { error } = await client.mutation(DeleteConversationDocument, { input: { id } });
    if (error) throw error;
    if (path === `/c/${id}`) navigate('/');
  };
  return (
    <Confirm
      title={messages.deleteTitle(title)}
      verb={messages.delete}
      isDangerous
      onConfirm={remove}
      onClose={onClose}
    >
      <p>{messages.deleteConsequence}</p>
    </Confirm>
  );
}
