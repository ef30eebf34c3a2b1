import MenuIcon from 'lucide-react/icons/menu';
import { IconButton } from '../ui/button.tsx';
import { Logo } from '../ui/logo.tsx';
import { messages } from './messages.ts';
import { SIDEBAR_ID } from './sidebar-id.ts';
import css from './top-bar.module.css';

/** In narrow windows: opens the sidebar. */
export function TopBar() {
  return (
    <header className={css.bar}>
      <IconButton label={messages.menu} popoverTarget={SIDEBAR_ID}>
        <MenuIcon size={20} />
      </IconButton>
      <Logo size={22} />
      <span>Carrel</span>
    </header>
  );
}
