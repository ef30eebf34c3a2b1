import { Link, useLocation } from 'wouter';
import { ConversationList } from '../answers/conversation-list.tsx';
import { useViewer } from '../ui/use-viewer.ts';
import { AccountMenu } from './account-menu.tsx';
import { messages } from './messages.ts';
import { OrganizationMenu } from './organization-menu.tsx';
import { type AppPage, pages } from './pages.ts';
import css from './sidebar.module.css';
import { SIDEBAR_ID } from './sidebar-id.ts';

/** Where one is, and where one may go. A column where there is room, else a drawer that the browser opens and closes. */
export function Sidebar() {
  const viewer = useViewer();
  const shown = pages.filter(({ isFor, link }) => link && (isFor?.(viewer) ?? true));
  const groups = new Map(
    shown.map(({ link }) => [link?.group, shown.filter((page) => page.link?.group === link?.group)]),
  );
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a key on a link within is a click.
    <nav
      id={SIDEBAR_ID}
      popover="auto"
      aria-label={messages.navigation}
      className={css.sidebar}
      onClick={({ target, currentTarget }) => {
        if (target instanceof Element && target.closest('a')) currentTarget.hidePopover();
      }}
    >
      <OrganizationMenu />
      {[...groups].map(([group, members]) => (
        <div key={group ?? ''} className={css.group}>
          {group && <h2 className={css.heading}>{group}</h2>}
          <ul>
            {members.map((page) => (
              <li key={String(page.path)}>
                <PageLink page={page} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div className={css.space}>
        <ConversationList />
      </div>
      <div className={css.account}>
        <AccountMenu />
      </div>
    </nav>
  );
}

function PageLink({ page: { path, link } }: { readonly page: AppPage }) {
  const [location] = useLocation();
  if (!link) return null;
  const isHere = path instanceof RegExp ? path.test(location) : location === path;
  const Icon = link.icon;
  return (
    <Link href={link.href} className={css.link} aria-current={isHere ? 'page' : undefined}>
      <Icon size={19} aria-hidden="true" /> {link.label}
    </Link>
  );
}
