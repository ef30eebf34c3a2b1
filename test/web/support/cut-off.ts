import type { Page } from 'playwright-core';

/**
 * Texts that a narrow window cuts off, or that stand out of what they belong in. What scrolls by itself is not among
 * them, nor what is there for screen readers alone.
 */
export async function cutOffAt(page: Page, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 700 });
  return page.evaluate(`[...document.querySelectorAll('body *')].flatMap((element) => {
    const text = [...element.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ data }) => data.trim()).join(' ').trim();
    const { clientWidth, scrollWidth } = element;
    const { display, overflowX } = getComputedStyle(element);
    const isMeant = text === '' || clientWidth <= 1 || display === 'inline' || overflowX === 'auto' || overflowX === 'scroll';
    return isMeant || scrollWidth <= clientWidth || !element.checkVisibility() ? [] : [text];
  })`);
}
