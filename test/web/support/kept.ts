import type { Page } from 'playwright-core';

/** All that a page holds, shows or has stored, as text (W29). */
export function keptOn(page: Page): Promise<string> {
  return page.evaluate<string>(`[document.documentElement.outerHTML, location.href, JSON.stringify(history.state),
    ...[...document.querySelectorAll('input, textarea')].map(({ value }) => value),
    ...Object.values(localStorage), ...Object.values(sessionStorage)].join('\\n')`);
}
