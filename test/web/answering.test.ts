import { expect, it } from 'vitest';
import { createScriptedModel, says, saysThenHangs } from '../support/scripted-model.ts';
import { ask, field, focused, ownerWithHandbook, QUESTION } from './support/asking.ts';
import { violationsInAllLooks } from './support/axe.ts';
import { HOSTILE, saysSlowly } from './support/models.ts';
import { signIn } from './support/people.ts';
import { complaints, describeSite } from './support/visit.ts';

const model = createScriptedModel();

describeSite(
  'an answer while it is written',
  (site) => {
    it('opens sources, moves nothing that is read, and is read out once, whole (W14, W16, W27)', async () => {
      const page = await site.open({ viewport: { width: 1280, height: 600 } });
      await signIn(page, await ownerWithHandbook(site));
      model.script = saysSlowly(
        `It begins so [1]. ${'And it goes on and on with a long sentence. '.repeat(40)} The end [1].`,
        15,
      );
      await page.evaluate(`
        window.heard = [];
        new MutationObserver(() => heard.push(document.querySelector('[role=status]').textContent))
          .observe(document.querySelector('[role=status]'), { childList: true, subtree: true, characterData: true });`);
      await ask(page, QUESTION);
      const marker = page.getByRole('button', { name: /^Source 1: / }).first();
      await marker.waitFor();
      const top = () => page.evaluate('document.querySelector("h2[tabindex]").getBoundingClientRect().top');
      const before = await top();
      await marker.click();
      await page.getByRole('dialog').locator('mark').first().waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Stop' }).waitFor();
      expect(await page.evaluate('document.activeElement.ariaLabel')).toMatch(/^Source 1: /);
      await page.getByRole('button', { name: 'Copy' }).waitFor();
      expect(await top()).toBe(before);
      const heard = await page.evaluate<string[]>('heard');
      expect(heard.filter((text) => text.includes('The end'))).toHaveLength(1);
    });

    it('stops the model at once, by Stop and by Escape: its place is free for the next question (W17)', async () => {
      const page = await site.open();
      await signIn(page, await ownerWithHandbook(site));
      for (const stop of [
        () => page.getByRole('button', { name: 'Stop' }).click(),
        () => page.keyboard.press('Escape'),
      ]) {
        model.script = saysThenHangs('It is ', 'so');
        const begun = model.nextRun();
        await ask(page, QUESTION);
        const run = await begun;
        await page.getByText('It is so').waitFor();
        await stop();
        await run.ended;
        expect(run.signal.aborted).toBe(true);
        await page.getByText('Stopped.').waitFor();
        expect(await focused(page)).not.toBe('BODY');
      }
      model.script = says('It is otherwise [1].');
      const again = model.nextRun();
      await page.getByRole('button', { name: 'Ask again' }).last().click();
      await again;
      await page.getByRole('region', { name: QUESTION }).getByRole('button', { name: 'Copy' }).waitFor();
      await ask(page, 'And now?');
      await page.getByRole('region', { name: 'And now?' }).getByRole('button', { name: 'Copy' }).waitFor();
      expect(await page.getByText('Stopped.').count()).toBe(0);
    });

    it('says its place in the queue of the model', async () => {
      const owner = await ownerWithHandbook(site);
      const [first, second] = [await site.open(), await site.open()];
      await signIn(first, owner);
      await signIn(second, owner);
      model.script = saysThenHangs('It is so');
      await ask(first, QUESTION);
      await first.getByText('It is so').waitFor();
      await ask(second, QUESTION);
      await second.getByRole('main').getByText('1st in line for the model').waitFor();
      expect(await violationsInAllLooks(second)).toEqual([]);
      model.script = says('It is so [1].');
      await first.getByRole('button', { name: 'Stop' }).click();
      await second.getByRole('button', { name: 'Copy' }).waitFor();
    });

    it('says what is looked for besides, where it is to be thorough', async () => {
      const page = await site.open();
      await signIn(page, await ownerWithHandbook(site));
      model.script = says('It is so [1].');
      await page.getByLabel('How thoroughly').selectOption('Thorough');
      await page.evaluate(`
        window.seen = new Set();
        new MutationObserver(() => seen.add(document.querySelector('main').innerText.match(/Looking for “[^”]*”/)?.[0]))
          .observe(document.querySelector('main'), { childList: true, subtree: true, characterData: true });`);
      await ask(page, 'How many days of annual leave do I get, and who approves them?');
      await page.getByRole('button', { name: 'Copy' }).waitFor();
      expect((await page.evaluate<string[]>('[...seen].filter(Boolean)')).length).toBeGreaterThan(0);
    });

    it('shows which sentences its sources do not bear out, in words, and is rated and asked again', async () => {
      const page = await site.open();
      await signIn(page, await ownerWithHandbook(site));
      model.script = says(
        'Full-time employees are entitled to 93 days of annual leave in the kingdom of Freedonia [1].',
      );
      await ask(page, QUESTION);
      const turn = page.getByRole('region', { name: QUESTION });
      await turn.getByText(/\((only partly|not) in the source\)/).waitFor();
      await turn.getByText(/more passages? (was|were) read/).click();
      expect(await turn.getByRole('listitem').count()).toBeGreaterThan(1);
      expect(await violationsInAllLooks(page)).toEqual([]);
      await turn.getByRole('button', { name: 'This did not help' }).click();
      await page.getByLabel('Comment').fill('It is 25.');
      await page.getByRole('button', { name: 'Send' }).click();
      await turn.getByRole('button', { name: 'This did not help', pressed: true }).waitFor();
      model.script = says('It is 25 days [1].');
      await field(page).fill('A draft');
      await turn.getByRole('button', { name: 'Ask again' }).click();
      await page.getByRole('button', { name: 'Copy' }).nth(1).waitFor();
      expect(await page.getByRole('region', { name: QUESTION }).count()).toBe(2);
      expect(await field(page).inputValue()).toBe('A draft');
      expect(await focused(page)).not.toBe('BODY');
      await page.reload();
      await turn.first().getByRole('button', { name: 'This did not help', pressed: true }).waitFor();
    });

    it('goes on where it was after a lost connection, and is asked for once (W18)', async () => {
      const page = await site.open();
      let lose = () => {};
      await page.routeWebSocket(/graphql/, (socket) => {
        const server = socket.connectToServer();
        lose = () => {
          void server.close();
          void socket.close({ code: 1001 });
        };
      });
      await signIn(page, await ownerWithHandbook(site));
      const text = Array.from({ length: 60 }, (_, number) => `word${number}`).join(' ');
      model.script = saysSlowly(text, 40);
      const runs = model.runs.length;
      await ask(page, QUESTION);
      await page.getByText('word5').waitFor();
      lose();
      await page.getByRole('button', { name: 'Copy' }).waitFor();
      expect(await page.getByRole('region', { name: QUESTION }).getByText(text).count()).toBe(1);
      expect(model.runs.length).toBe(runs + 1);
      complaints.splice(0);
    });

    it('goes on after the page is loaded again, and what was stopped can be asked again then', async () => {
      const page = await site.open();
      await signIn(page, await ownerWithHandbook(site));
      const text = Array.from({ length: 60 }, (_, number) => `word${number}`).join(' ');
      model.script = saysSlowly(text, 40);
      const runs = model.runs.length;
      await ask(page, QUESTION);
      await page.getByText('word5').waitFor();
      await page.reload();
      await page.getByRole('button', { name: 'Copy' }).waitFor();
      expect(await page.getByRole('region', { name: QUESTION }).getByText(text).count()).toBe(1);
      expect(model.runs.length).toBe(runs + 1);
      model.script = saysThenHangs('It is ', 'so');
      await ask(page, 'And when?');
      await page.getByText('It is so').waitFor();
      await page.keyboard.press('Escape');
      await page.reload();
      const stopped = page.getByRole('region', { name: 'And when?' });
      await stopped.getByText('Stopped.').waitFor();
      model.script = says('In May [1].');
      await stopped.getByRole('button', { name: 'Ask again' }).click();
      await stopped.getByText('In May').waitFor();
      await page.reload();
      await stopped.getByText('In May').waitFor();
      expect(await page.getByText('Stopped.').count()).toBe(0);
    });

    it('shows a table with headings of its columns', async () => {
      const page = await site.open();
      await signIn(page, await ownerWithHandbook(site));
      model.script = says('| Kind | Days |\n|---|--:|\n| annual [1] | 25 |\n');
      await ask(page, QUESTION);
      await page.getByRole('columnheader', { name: 'Kind' }).waitFor();
      expect(await page.getByRole('columnheader').allTextContents()).toEqual(['Kind', 'Days']);
      const number = page.getByRole('cell', { name: '25' });
      expect(await number.evaluate((cell) => getComputedStyle(cell).textAlign)).toBe('end');
      expect(await violationsInAllLooks(page)).toEqual([]);
    });

    it('loads nothing and runs nothing, whatever it says (W13)', async () => {
      const page = await site.open();
      await signIn(page, await ownerWithHandbook(site));
      model.script = says(HOSTILE);
      await ask(page, QUESTION);
      await page.getByRole('button', { name: 'Copy' }).waitFor();
      const answer = page.getByRole('region', { name: QUESTION });
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect(await answer.locator('img, script, iframe, [href^="javascript"]').count()).toBe(0);
      expect(await answer.getByRole('button', { name: /^Source 1/ }).count()).toBeGreaterThan(0);
    });

    it('does not send what only ends a word of an input method (W26)', async () => {
      const page = await site.open();
      await signIn(page, await ownerWithHandbook(site));
      await field(page).fill('かな');
      await field(page).dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
      await field(page).dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true });
      expect(await field(page).inputValue()).toBe('かな');
      expect(new URL(page.url()).pathname).toBe('/');
    });
  },
  { env: { MODEL_CONCURRENCY: '1' }, overrides: { answerModel: model } },
);
