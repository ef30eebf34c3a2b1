import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { createScriptedModel, says, saysThenHangs } from '../support/scripted-model.ts';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { HOSTILE, saysSlowly } from './support/models.ts';
import { createOwner, type Person, signIn } from './support/people.ts';
import { complaints, describeSite, type Site } from './support/visit.ts';

const HANDBOOK = readFileSync(new URL('../../web/public/examples/employee-handbook.md', import.meta.url), 'utf8');
const QUESTION = 'How many days of annual leave do I get?';

const field = (page: Page) => page.getByRole('textbox', { name: 'Question' });
const focused = (page: Page) => page.evaluate<string>('document.activeElement.tagName');

async function ask(page: Page, question: string): Promise<void> {
  await field(page).fill(question);
  await page.keyboard.press('Enter');
}

async function ownerWithHandbook(site: Site): Promise<Person> {
  const owner = await createOwner(site.server);
  await owner.client.ingest('employee-handbook.md', HANDBOOK);
  return owner;
}

describeSite('asking', (site) => {
  it('answers, shows the source, and keeps the conversation (W5, W6, W7, W15)', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithHandbook(site));
    expect(await focused(page)).toBe('TEXTAREA');
    expect(await violationsInAllLooks(page)).toEqual([]);
    await ask(page, QUESTION);
    await page.getByRole('heading', { level: 2, name: QUESTION }).waitFor();
    await page.getByRole('button', { name: 'Copy' }).waitFor();
    expect(await focused(page)).toBe('TEXTAREA');
    expect(await field(page).inputValue()).toBe('');
    expect(await violationsInAllLooks(page)).toEqual([]);

    const marker = page.getByRole('button', { name: 'Source 1: employee-handbook.md' });
    await marker.click();
    const source = page.getByRole('dialog', { name: 'employee-handbook.md' });
    await source.locator('mark').first().waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    const passage = HANDBOOK.match(/Full-time employees are entitled.*?depot manager\./s)?.[0];
    expect((await source.locator('mark').allTextContents()).join('').trim()).toBe(passage);
    await page.keyboard.press('Escape');
    await source.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Source 1: employee-handbook.md');
    await marker.click();
    await source.waitFor();
    await page.goBack();
    await source.waitFor({ state: 'detached' });

    await page.reload();
    await page.getByRole('button', { name: 'Copy' }).waitFor();
    await page.getByRole('link', { name: QUESTION }).waitFor();
    expect(await sidewaysAt(page, 320)).toBe(0);
  });

  it('says so where the documents do not', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithHandbook(site));
    await ask(page, 'Who won the football world cup in 1954?');
    await page.getByText('Your documents do not say.').first().waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
  });

  it('renames and deletes a conversation', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithHandbook(site));
    await ask(page, QUESTION);
    await page.getByRole('button', { name: `Actions for “${QUESTION}”` }).click();
    await page.getByRole('button', { name: 'Rename' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Leave');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Leave', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Actions for “Leave”' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('link', { name: 'Leave', exact: true }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('goes from signing up to a first answer by keyboard, on plain http in a LAN (W8, W9)', async () => {
    const owner = await ownerWithHandbook(site);
    const page = await site.open({ host: 'carrel.test' });
    await page.goto('/sign-in');
    await page.keyboard.press('Tab');
    await page.keyboard.type(owner.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(owner.password);
    await page.keyboard.press('Enter');
    await field(page).waitFor();
    await page.keyboard.type(QUESTION);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copy' }).press('Enter');
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await field(page).press('Control+v');
    expect(await field(page).inputValue()).toMatch(/25 days .*\[1\]\n\nSources:\n\[1\] employee-handbook\.md, 4\.1/s);
  });

  it('speaks German (W30)', async () => {
    const page = await site.open({ locale: 'de' });
    await signIn(page, await ownerWithHandbook(site));
    expect(await page.evaluate('document.documentElement.lang')).toBe('de');
    await page.getByRole('textbox', { name: 'Frage' }).fill(QUESTION);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Kopieren' }).waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
  });

  it('keeps what was being written when the session ends, and returns to it (W12)', async () => {
    const owner = await ownerWithHandbook(site);
    const page = await site.open();
    await signIn(page, owner);
    await ask(page, QUESTION);
    await page.getByRole('button', { name: 'Copy' }).waitFor();
    await field(page).fill('What I was about to ask');
    const address = page.url();
    await owner.client.data('mutation { logout(input: { everywhere: true }) { endedSessions } }');
    await page.evaluate("dispatchEvent(new Event('focus'))");
    await page.getByText('Your session has ended').waitFor();
    await page.getByLabel('E-mail address').fill(owner.email);
    await page.getByLabel('Password').fill(owner.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await field(page).waitFor();
    expect(page.url()).toBe(address);
    expect(await field(page).inputValue()).toBe('What I was about to ask');
  });
});

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

    it('stops the model at once (W17)', async () => {
      const page = await site.open();
      await signIn(page, await ownerWithHandbook(site));
      model.script = saysThenHangs('It is ', 'so');
      const begun = model.nextRun();
      await ask(page, QUESTION);
      const run = await begun;
      await page.getByText('It is so').waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      await run.ended;
      await page.getByText('Stopped.').waitFor();
      expect(await focused(page)).not.toBe('BODY');
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
  { overrides: { answerModel: model } },
);
