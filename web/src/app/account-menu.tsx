import LogOut from 'lucide-react/icons/log-out';
import User from 'lucide-react/icons/user-round';
import { useState } from 'react';
import { useClient } from 'urql';
import { LogoutDocument } from '../gql/graphql.ts';
import { chooseTheme, chosenTheme, type Theme } from '../lib/theme.ts';
import { Hidden } from '../ui/hidden.tsx';
import { Menu } from '../ui/menu.tsx';
import { roleName } from '../ui/role-name.ts';
import { useSession } from '../ui/use-api.ts';
import { useViewer } from '../ui/use-viewer.ts';
import css from './account-menu.module.css';
import { messages } from './messages.ts';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

/** Who is signed in, how the page looks, and the way out. */
export function AccountMenu() {
  const { user, role } = useViewer();
  const session = useSession();
  const client = useClient();
  const signOut = async () => {
    // Whether the server hears of it or not: this browser forgets the session.
    await client.mutation(LogoutDocument, {});
    session.end('signed out');
  };
  return (
    <Menu
      className={css.opener}
      button={
        <>
          <User size={19} aria-hidden="true" />
          <span className={css.who}>
            <Hidden>{messages.account}</Hidden>
            <span className={css.name}>{user?.name ?? user?.email}</span>
            <span className={css.role}>{roleName(role)}</span>
          </span>
        </>
      }
    >
      <ThemeChoice />
      <button type="button" onClick={() => void signOut()}>
        <LogOut size={18} aria-hidden="true" /> {messages.signOut}
      </button>
    </Menu>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <label className={css.theme}>
      {messages.theme}
      <select
        value={theme}
        onChange={({ target }) => {
          const chosen = THEMES.find((each) => each === target.value) ?? 'system';
          chooseTheme(chosen);
          setTheme(chosen);
        }}
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {messages.themes[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
