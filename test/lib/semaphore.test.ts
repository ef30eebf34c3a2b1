import { expect, it } from 'vitest';
import { createSemaphore } from '../../src/lib/semaphore.ts';

it('a task that is given up while it waits never runs, and those behind it do', async () => {
  const semaphore = createSemaphore({ limit: 1, maxWaiting: 2 });
  const ran: string[] = [];
  let finish = () => {};
  const first = semaphore.run(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  // It begins in the next microtask.
  await Promise.resolve();
  const controller = new AbortController();
  const second = semaphore.run(async () => ran.push('second'), { signal: controller.signal });
  const third = semaphore.run(async () => ran.push('third'));
  controller.abort(new Error('cancelled'));
  await expect(second).rejects.toThrow('cancelled');
  // Its place among those who wait is free again.
  const fourth = semaphore.run(async () => ran.push('fourth'));
  finish();
  await Promise.all([first, third, fourth]);
  expect(ran).toEqual(['third', 'fourth']);
  await expect(semaphore.run(async () => ran.push('late'), { signal: controller.signal })).rejects.toThrow('cancelled');
});
