import type { Page } from 'playwright-core';

/** From the beginning of a navigation until something is on the page and the next key would be heard, in ms. */
export async function readyMs(page: Page, path: string, selector: string, count = 1): Promise<number> {
  await page.addInitScript(
    `window.ready = new Promise((resolve) => {
      const look = () => {
        if (document.querySelectorAll(${JSON.stringify(selector)}).length < ${count}) return requestAnimationFrame(look);
        // Behind whatever still runs.
        setTimeout(() => resolve(performance.now()));
      };
      requestAnimationFrame(look);
    })`,
  );
  await page.goto(path);
  return await page.evaluate<number>('window.ready');
}
