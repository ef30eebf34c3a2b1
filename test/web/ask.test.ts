import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ask, field, focused, HANDBOOK, ownerWithHandbook, QUESTION } from './support/asking.ts';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { createOwner, newEmail, signIn } from './support/people.ts';
import { describeSite } from './support/visit.ts';

/** Goes on with the Tab key until something has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 100; presses++) {
    if (await target.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('It is not reached by the Tab key.');
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

  it('shows the source whole in a window that becomes narrow', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithHandbook(site));
    await ask(page, QUESTION);
    await page.getByRole('button', { name: 'Source 1: employee-handbook.md' }).click();
    const source = page.getByRole('dialog', { name: 'employee-handbook.md' });
    await source.locator('mark').first().waitFor();
    await page.setViewportSize({ width: 390, height: 700 });
    await source.getByRole('link', { name: 'Open the document' }).click();
    await page.waitForURL('**/documents/*');
  });

  it('does not move its first words when suggestions come', async () => {
    const page = await site.open();
    let send = () => {};
    const held = new Promise<void>((resolve) => {
      send = resolve;
    });
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('query Suggestions')) await held;
      await route.continue();
    });
    await signIn(page, await ownerWithHandbook(site));
    const words = page.getByText('What would you like to know?');
    const top = () => words.evaluate((element) => element.getBoundingClientRect().top);
    const before = await top();
    send();
    await page.getByRole('list', { name: 'For a start' }).waitFor();
    expect(await top()).toBe(before);
  });

  it('names no sources where there is no document', async () => {
    const page = await site.open();
    await signIn(page, await createOwner(site.server));
    await ask(page, QUESTION);
    await page.getByRole('button', { name: 'Copy' }).waitFor();
    expect(await page.getByRole('region', { name: 'Sources' }).count()).toBe(0);
  });

  it('says so where the documents do not', async () => {
    const page = await site.open();
    await signIn(page, await ownerWithHandbook(site));
    await ask(page, 'Who won the football world cup in 1954?');
    await page.getByText('Your documents do not say.').first().waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
  });

  it('goes from signing up to a first answer by keyboard alone, on plain http in a LAN (W8, W9)', async () => {
    const page = await site.open({ host: 'carrel.test' });
    await page.goto('/sign-up');
    expect(await page.evaluate('isSecureContext')).toBe(false);
    for (const [label, text] of [
      ['E-mail address', newEmail('keyboard')],
      ['Password', 'correct horse'],
      ['Organisation', 'Keyboard Library'],
    ] as const) {
      await tabTo(page, page.getByLabel(label));
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Enter');
    await field(page).waitFor();
    await tabTo(page, page.getByRole('link', { name: 'Documents', exact: true }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Add documents' }));
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles({ name: 'handbook.md', mimeType: 'text/markdown', buffer: Buffer.from(HANDBOOK) });
    await page.getByRole('main').getByRole('listitem').filter({ hasText: 'handbook.md' }).getByText('Ready').waitFor();
    await tabTo(page, page.getByRole('link', { name: 'Ask', exact: true }));
    await page.keyboard.press('Enter');
    await tabTo(page, field(page));
    await page.keyboard.type(QUESTION);
    await page.keyboard.press('Enter');
    const copy = page.getByRole('button', { name: 'Copy' });
    await copy.waitFor();
    await tabTo(page, copy);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.press('Control+v');
    expect(await field(page).inputValue()).toMatch(/25 days .*\[1\]\n\nSources:\n\[1\] handbook\.md, 4\.1/s);
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
