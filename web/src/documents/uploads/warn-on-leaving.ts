/** Has the browser ask before the tab is closed, as long as that would end something. */
export function warnOnLeaving(isNeeded: boolean): void {
  if (isNeeded) addEventListener('beforeunload', warn);
  else removeEventListener('beforeunload', warn);
}

const warn = (event: Event) => event.preventDefault();
