import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createScriptedModel, says } from '../support/scripted-model.ts';
import { ask, field, ownerWithHandbook, QUESTION } from './support/asking.ts';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { saysSlowly } from './support/models.ts';
import { signIn } from './support/people.ts';
import { type HttpProxy, startProxy } from './support/proxy.ts';
import { describeSite } from './support/visit.ts';

const WORDS = Array.from({ length: 60 }, (_, number) => `word${number}`).join(' ');
const model = createScriptedModel();

describeSite(
  'behind a proxy that lets no socket through',
  (site) => {
    let proxy: HttpProxy | undefined;
    afterEach(() => proxy?.close());

    it('answers stream, go on after a lost connection, and documents are followed (W33)', async () => {
      proxy = await startProxy(site.server.url, { sockets: false });
      const owner = await ownerWithHandbook(site);
      const page = await site.open({ via: proxy.url });
      await signIn(page, owner);
      model.script = saysSlowly(WORDS, 40);
      const runs = model.runs.length;
      await ask(page, QUESTION);
      await page.getByText('word5').waitFor();
      expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(1);
      proxy.cut();
      await page.getByRole('button', { name: 'Copy' }).waitFor();
      expect(await page.getByRole('region', { name: QUESTION }).getByText(WORDS).count()).toBe(1);
      expect(model.runs.length).toBe(runs + 1);

      await page.getByRole('link', { name: 'Documents', exact: true }).click();
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('button', { name: 'Add documents' }).click(),
      ]);
      const names = ['one.txt', 'two.txt', 'three.txt', 'four.txt'];
      await chooser.setFiles(
        names.map((name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(`The text of ${name}.`) })),
      );
      for (const name of names) {
        const row = page.getByRole('main').getByRole('listitem').filter({ hasText: name });
        await row.getByText('Ready').waitFor();
      }
      expect(proxy.refused()).toBeGreaterThanOrEqual(2);
      expect(site.server.log.filter(({ name }) => name === 'DocumentChanged').length).toBeGreaterThan(0);
    });
  },
  { overrides: { answerModel: model } },
);

describeSite(
  'offline',
  (site) => {
    let proxy: HttpProxy;
    beforeEach(async () => {
      proxy = await startProxy(site.server.url, { sockets: true });
    });
    afterEach(() => proxy.close());

    const strip = (page: Page) => page.getByText('You are offline. What you write is kept.');
    // The browser alone would leave sockets open.
    const goOffline = async (page: Page) => {
      proxy.unplug();
      await page.context().setOffline(true);
      await strip(page).waitFor();
    };
    const goOnline = async (page: Page) => {
      proxy.plugIn();
      await page.context().setOffline(false);
      await strip(page).waitFor({ state: 'detached' });
    };

    it('an answer that was being written goes on when the network is back, where it was (W32)', async () => {
      const page = await site.open({ via: proxy.url });
      await signIn(page, await ownerWithHandbook(site));
      model.script = saysSlowly(WORDS, 60);
      const runs = model.runs.length;
      await ask(page, QUESTION);
      await page.getByText('word5').waitFor();
      await goOffline(page);
      await page.getByText('word5').waitFor();
      expect(await violationsInAllLooks(page)).toEqual([]);
      // Wherever one has scrolled to.
      expect(await strip(page).evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0);
      await goOnline(page);
      await page.getByRole('button', { name: 'Copy' }).waitFor();
      expect(await page.getByRole('region', { name: QUESTION }).getByText(WORDS).count()).toBe(1);
      expect(model.runs.length).toBe(runs + 1);
    });

    it('a question is kept, and asked when it is sent again (W32)', async () => {
      const page = await site.open({ via: proxy.url });
      await signIn(page, await ownerWithHandbook(site));
      model.script = says('It is so [1].');
      await goOffline(page);
      await ask(page, QUESTION);
      await page.getByRole('alert').getByText('You are offline.').waitFor();
      expect(await field(page).inputValue()).toBe(QUESTION);
      expect(await sidewaysAt(page, 320)).toBe(0);
      await goOnline(page);
      await field(page).press('Enter');
      await page.getByRole('button', { name: 'Copy' }).waitFor();
      expect(await field(page).inputValue()).toBe('');

      // In a conversation that there is already, too.
      await goOffline(page);
      await ask(page, 'And then?');
      await page.getByRole('alert').getByText('You are offline.').waitFor();
      expect(await field(page).inputValue()).toBe('And then?');
      await goOnline(page);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('region', { name: 'And then?' }).getByRole('button', { name: 'Copy' }).waitFor();
      expect(await field(page).inputValue()).toBe('');
    });

    it('a page that was not loaded yet comes with the network (W32)', async () => {
      const page = await site.open({ via: proxy.url });
      await signIn(page, await ownerWithHandbook(site));
      await goOffline(page);
      await field(page).fill('A draft');
      await page.getByRole('link', { name: 'Documents', exact: true }).click();
      await strip(page).waitFor();
      await goOnline(page);
      await page.getByRole('link', { name: 'employee-handbook.md' }).waitFor();
      await page.getByRole('link', { name: 'Ask', exact: true }).click();
      expect(await field(page).inputValue()).toBe('A draft');
    });

    it('what has changed meanwhile is there when the network is back (W32)', async () => {
      const owner = await ownerWithHandbook(site);
      const page = await site.open({ via: proxy.url });
      await signIn(page, owner, '/documents');
      const row = (name: string) => page.getByRole('main').getByRole('link', { name });
      await row('employee-handbook.md').waitFor();
      await goOffline(page);
      await owner.client.ingest('meanwhile.txt', 'What happened meanwhile.');
      await row('employee-handbook.md').waitFor();
      await goOnline(page);
      await row('meanwhile.txt').waitFor();
    });
  },
  { overrides: { answerModel: model } },
);
