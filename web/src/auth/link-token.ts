/**
 * The token that a link carries behind its #, where no server logs it. It leaves the address at once, so that no history
 * and no shoulder reads it.
 */
export const linkToken = location.hash.slice(1);

if (linkToken) history.replaceState(history.state, '', location.pathname);
// Another link, pasted into the same tab, changes nothing but this part of the address.
const { pathname } = location;
addEventListener('hashchange', () => {
  if (location.pathname === pathname) location.reload();
});
