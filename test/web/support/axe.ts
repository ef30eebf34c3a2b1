import axe from 'axe-core';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong with a page as it is, as lines to read. */
export async function violationsOf(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the policy would refuse that.
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + ' ' + failureSummary)))`);
}

const WINDOWS = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
] as const;

/** The same in both themes, wide and narrow; the page is left wide and light. */
export async function violationsInAllLooks(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const viewport of WINDOWS) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['dark', 'light'] as const) {
      // Without motion, as colours on their way to the other theme are those of none.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const look = `${viewport.width} ${colorScheme}`;
      found.push(...(await violationsOf(page)).map((violation) => `${look}: ${violation}`));
    }
  }
  await page.setViewportSize(WINDOWS[0]);
  return found;
}

/** How far a page can be scrolled sideways in a narrow window: nothing is what it should be. */
export async function sidewaysAt(page: Page, width: number): Promise<number> {
  await page.setViewportSize({ width, height: 700 });
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
