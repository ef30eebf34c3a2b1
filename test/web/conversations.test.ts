import { expect, it } from 'vitest';
import { AskDocument, CreateConversationDocument } from '../../schema/typed/graphql.ts';
import { createScriptedModel } from '../support/scripted-model.ts';
import { ask, focused, ownerWithHandbook, QUESTION } from './support/asking.ts';
import { violationsInAllLooks } from './support/axe.ts';
import { type Person, signIn } from './support/people.ts';
import { describeSite } from './support/visit.ts';

/** A conversation of so many questions; gives its id. */
async function converse({ client }: Person, questions: number): Promise<string> {
  const { createConversation } = await client.data(CreateConversationDocument, { input: { title: 'Long' } });
  const conversationId = createConversation.conversation.id;
  for (let number = 1; number <= questions; number++) {
    await client.data(AskDocument, { input: { question: `Question ${number}?`, conversationId } });
  }
  return conversationId;
}

describeSite(
  'conversations',
  (site) => {
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
      await expect.poll(() => focused(page)).not.toBe('BODY');
    });

    it('keep their dialog in a window that becomes narrow, and the focus in the drawer of a narrow one (W7)', async () => {
      const page = await site.open();
      await signIn(page, await ownerWithHandbook(site));
      await ask(page, QUESTION);
      const actions = page.getByRole('button', { name: `Actions for “${QUESTION}”` });
      await actions.click();
      await page.getByRole('button', { name: 'Rename' }).click();
      const name = page.getByRole('dialog').getByLabel('Name');
      await name.fill('Leave');
      await page.setViewportSize({ width: 600, height: 800 });
      expect(await name.isVisible()).toBe(true);
      expect(await page.getByRole('link', { name: 'Documents', exact: true }).isVisible()).toBe(false);
      await page.keyboard.press('Escape');
      await expect.poll(() => focused(page)).not.toBe('BODY');
      for (const close of [
        () => page.keyboard.press('Escape'),
        () => page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click(),
      ]) {
        await page.getByRole('button', { name: 'Menu' }).click();
        await actions.click();
        await page.getByRole('button', { name: 'Rename' }).click();
        await name.waitFor();
        await close();
        await expect.poll(() => actions.evaluate((element) => element === document.activeElement)).toBe(true);
        await page.keyboard.press('Escape');
        expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Menu');
      }
    });

    it('are found by a word of their title or of a question', async () => {
      const owner = await ownerWithHandbook(site);
      for (const title of ['Pay', 'Trips', 'A', 'B', 'C', 'D', 'E'])
        await owner.client.data(CreateConversationDocument, { input: { title } });
      await converse(owner, 2);
      const page = await site.open();
      await signIn(page, owner);
      const list = page.getByRole('region', { name: 'Conversations' });
      await list.getByRole('link', { name: 'Trips' }).waitFor();
      const find = list.getByLabel('Find a conversation');
      await find.fill('trip');
      await list.getByRole('link', { name: 'Pay' }).waitFor({ state: 'detached' });
      await list.getByRole('link', { name: 'Trips' }).waitFor();
      await find.fill('question 2');
      await list.getByRole('link', { name: 'Long' }).waitFor();
      await find.fill('nowhere');
      await list.getByText('No conversation is like that.').waitFor();
      expect(await violationsInAllLooks(page)).toEqual([]);
      await find.fill('');
      await list.getByRole('link', { name: 'Pay' }).waitFor();
    });

    it('leave the account in sight, however many they are', async () => {
      const owner = await ownerWithHandbook(site);
      for (let number = 1; number <= 30; number++)
        await owner.client.data(CreateConversationDocument, { input: { title: `Conversation ${number}` } });
      const page = await site.open();
      await signIn(page, owner);
      await page.getByRole('link', { name: 'Conversation 1', exact: true }).waitFor();
      const account = page.getByRole('button', { name: 'Account' });
      const bottom = () => account.evaluate((element) => element.getBoundingClientRect().bottom);
      expect(await bottom()).toBeLessThanOrEqual(800);
      await page.getByRole('link', { name: 'Conversation 1', exact: true }).focus();
      expect(await bottom()).toBeLessThanOrEqual(800);
    });

    it('open at their newest answers, and show earlier ones without moving what is read', async () => {
      const owner = await ownerWithHandbook(site);
      const id = await converse(owner, 45);
      const page = await site.open();
      await signIn(page, owner, `/c/${id}`);
      const question = (number: number) =>
        page.getByRole('heading', { level: 2, name: `Question ${number}?`, exact: true });
      const top = (number: number) => question(number).evaluate((heading) => heading.getBoundingClientRect().top);
      await question(45).waitFor();
      await expect.poll(() => top(45)).toBeLessThan(100);
      expect(await question(25).count()).toBe(0);
      const more = page.getByRole('button', { name: 'Show earlier' });
      for (const first of [26, 6]) {
        await more.scrollIntoViewIfNeeded();
        const before = await top(first);
        await more.click();
        await question(first - 1).waitFor();
        expect(Math.abs((await top(first)) - before)).toBeLessThan(1);
        expect(await page.evaluate('document.activeElement.textContent')).toBe(`Question ${first - 1}?`);
      }
      expect(await page.getByRole('heading', { level: 2, name: /^Question/ }).allTextContents()).toEqual(
        Array.from({ length: 45 }, (_, at) => `Question ${at + 1}?`),
      );
      expect(await more.count()).toBe(0);
      await ask(page, 'Question 46?');
      await question(46).waitFor();
      await page.getByRole('region', { name: 'Question 46?' }).getByRole('button', { name: 'Copy' }).waitFor();
      await expect.poll(() => page.getByRole('heading', { level: 2, name: /^Question/ }).count()).toBe(46);
    });
  },
  { overrides: { answerModel: createScriptedModel() } },
);
