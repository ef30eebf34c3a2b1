import LogOut from 'lucide-react/icons/log-out';
import Settings from 'lucide-react/icons/settings';
import User from 'lucide-react/icons/user-round';
import { Link } from 'wouter';
import { logOut } from '../lib/log-out.ts';
import { Hidden } from '../ui/hidden.tsx';
import { Menu } from '../ui/menu.tsx';
import { roleName } from '../ui/role-name.ts';
import { ThemeField } from '../ui/theme-field.tsx';
import { useSession } from '../ui/use-api.ts';
import { useViewer } from '../ui/use-viewer.ts';
import css from './account-menu.module.css';
import { messages } from './messages.ts';

/** Who is signed in, their settings, how the page looks, and the way out. */
export function AccountMenu() {
  const { user, role } = useViewer();
  const session = useSession();
  const signOut = async () => {
    const token = await session.token().catch(() => undefined);
    // Whether the server hears of it or not: this browser forgets the session.
    session.signOut();
    if (token) await logOut(token);
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
      <Link href="/settings">
        <Settings size={18} aria-hidden="true" /> {messages.settings}
      </Link>
      <div className={css.theme}>
        <ThemeField />
      </div>
      <button type="button" onClick={() => void signOut()}>
        <LogOut size={18} aria-hidden="true" /> {messages.signOut}
      </button>
    </Menu>
  );
}
