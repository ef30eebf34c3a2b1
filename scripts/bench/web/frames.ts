import type { Page } from 'playwright-core';

/** What a page did in a stretch of time. */
export interface Frames {
  /** Of the frames that the screen would have shown, the share that the page was too late for. */
  readonly dropped: number;
  /** Of each second, what the page's main thread took of a processor, in ms: however busy the machine is otherwise. */
  readonly processorMs: number;
  /** The longest task of its main thread, in ms; 0 where none took 50 or more. */
  readonly longestTaskMs: number;
}

/** Watches frames and long tasks while something goes on. */
export async function watchFrames(page: Page, during: () => Promise<unknown>): Promise<Frames> {
  await page.evaluate(`{
    const watched = { at: [], tasks: [], isOn: true };
    window.watched = watched;
    const frame = (now) => { watched.at.push(now); if (watched.isOn) requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
    watched.observer = new PerformanceObserver((list) => watched.tasks.push(...list.getEntries().map(({ duration }) => duration)));
    watched.observer.observe({ type: 'longtask' });
  }`);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const taken = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const [begin, before] = [performance.now(), await taken()];
  await during();
  const processorMs = ((await taken()) - before) / ((performance.now() - begin) / 1_000_000);
  const { at, tasks } = (await page.evaluate(`(() => {
    watched.isOn = false;
    watched.observer.disconnect();
    return { at: watched.at, tasks: watched.tasks };
  })()`)) as { at: number[]; tasks: number[] };
  const gaps = at.slice(1).map((now, index) => now - (at[index] ?? now));
  const wanted = gaps.reduce((sum, gap) => sum + Math.max(1, Math.round(gap / FRAME_MS)), 0);
  return { dropped: (wanted - gaps.length) / wanted, processorMs, longestTaskMs: Math.max(0, ...tasks) };
}

const FRAME_MS = 1_000 / 60;
