import { expect, it } from 'vitest';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { choose, file, row } from './support/documents.ts';
import { createMember, createOwner, signIn } from './support/people.ts';
import { complaints, describeSite } from './support/visit.ts';

describeSite(
  'documents',
  (site) => {
    it('are added, followed until they are ready, renamed and deleted (W5, W6, W22)', async () => {
      const page = await site.open();
      await signIn(page, await createOwner(site.server));
      await page.getByRole('link', { name: 'Documents', exact: true }).click();
      await page.getByText('There are no documents yet.').waitFor();
      expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
      expect(await violationsInAllLooks(page)).toEqual([]);
      await choose(page, file('one.txt'), file('two.md', '# Two\n\nThe second one.'));
      for (const name of ['one.txt', 'two.md']) await row(page, name).getByText('Ready').waitFor();
      expect(await violationsInAllLooks(page)).toEqual([]);
      expect(await sidewaysAt(page, 320)).toBe(0);
      await page.setViewportSize({ width: 1280, height: 800 });

      await page.getByRole('button', { name: 'Actions for one.txt' }).click();
      await page.getByRole('button', { name: 'Edit' }).click();
      await page.getByRole('dialog').getByLabel('Name').fill('first.txt');
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
      await row(page, 'first.txt').waitFor();
      await page.getByLabel('Find by name').fill('two');
      await row(page, 'first.txt').waitFor({ state: 'detached' });
      expect(page.url()).toContain('name=two');
      await page.getByRole('button', { name: 'Actions for two.md' }).click();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await page.getByText('No document is like that.').waitFor();
    });

    it('have room for their names beside the sidebar, and with letters twice as large', async () => {
      const owner = await createOwner(site.server);
      await owner.client.ingest('rules.txt', 'The rules of the house.', { collection: 'house/rules', tags: ['house'] });
      const page = await site.open({ viewport: { width: 900, height: 800 } });
      await signIn(page, owner, '/documents');
      const [all, name] = await row(page, 'rules.txt').evaluate((element) => [
        element.clientWidth,
        element.querySelector('div')?.clientWidth ?? 0,
      ]);
      expect(name).toBeGreaterThan((all ?? 0) * 0.5);
      for (const path of ['/documents', '/admin/collections']) {
        await page.goto(path);
        await page.waitForLoadState('networkidle');
        await page.evaluate('document.documentElement.style.fontSize = "32px"');
        for (const width of [390, 768, 1280]) {
          expect({ path, width, sideways: await sidewaysAt(page, width) }).toEqual({ path, width, sideways: 0 });
        }
      }
    });

    it('say how long ago they were added, as time goes by', async () => {
      const owner = await createOwner(site.server);
      await owner.client.ingest('rules.txt', 'The rules of the house.');
      const page = await site.open();
      await page.clock.install();
      await signIn(page, owner, '/documents');
      await row(page, 'rules.txt').getByText('now').waitFor();
      await page.clock.fastForward('05:00');
      await row(page, 'rules.txt').getByText('5 minutes ago').waitFor();
    });

    it('are refused with a sentence for each reason, and tried again (W19)', async () => {
      const page = await site.open();
      await signIn(page, await createOwner(site.server), '/documents');
      await choose(page, file('picture.xyz'), file('empty.txt', ''), file('large.txt', 'x'.repeat(1_100_000)));
      await page.getByText("Carrel can't read files of this kind.").waitFor();
      await page.getByText('The file is empty.').waitFor();
      await page.getByText('The file is larger than 1 MB.').waitFor();
      expect(await violationsInAllLooks(page)).toEqual([]);
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.route('**/graphql', (route) => route.abort());
      await choose(page, file('late.txt'));
      await page.getByText('Carrel does not answer.').first().waitFor();
      await page.unroute('**/graphql');
      await page.getByRole('button', { name: 'Try late.txt again' }).click();
      await row(page, 'late.txt').getByText('Ready').waitFor();
      complaints.splice(0);
    });

    it('come in pages without gap or repetition, whatever is added and deleted meanwhile (W23)', async () => {
      const owner = await createOwner(site.server);
      const names = Array.from({ length: 104 }, (_, number) => `note-${String(number).padStart(3, '0')}.txt`);
      for (const name of names) {
        await owner.client.data('mutation ($input: IngestTextInput!) { ingestText(input: $input) { created } }', {
          input: { name, text: `The text of ${name}.` },
        });
      }
      const page = await site.open();
      await signIn(page, owner, '/documents');
      await row(page, 'note-103.txt').waitFor();
      await page.getByRole('button', { name: 'Show more' }).click();
      await page.getByRole('button', { name: 'Show more' }).click();
      await row(page, 'note-000.txt').waitFor();
      await page.getByRole('button', { name: 'Actions for note-060.txt' }).click();
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await row(page, 'note-060.txt').waitFor({ state: 'detached' });
      await choose(page, file('note-104.txt'));
      await row(page, 'note-104.txt').waitFor();
      const expected = [...names, 'note-104.txt'].filter((name) => name !== 'note-060.txt').reverse();
      await expect.poll(() => page.getByRole('link', { name: /^note-/ }).allTextContents()).toEqual(expected);
    });

    it('offer a reader nothing that would be forbidden (W25)', async () => {
      const owner = await createOwner(site.server);
      await owner.client.ingest('rules.txt', 'The rules of the house.');
      const page = await site.open();
      await signIn(page, await createMember(site.server, owner, { role: 'VIEWER' }), '/documents');
      await row(page, 'rules.txt').waitFor();
      expect(await page.getByRole('button', { name: 'Add documents' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Actions for rules.txt' }).click();
      await page.getByRole('button', { name: 'Download the original' }).waitFor();
      for (const name of ['Edit', 'Replace with a new version', 'Read again', 'Delete'])
        expect(await page.getByRole('button', { name }).count()).toBe(0);
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'rules.txt' }).click();
      await page.getByText('The rules of the house.').waitFor();
      expect(await violationsInAllLooks(page)).toEqual([]);
    });
  },
  { env: { MAX_FILE_MB: '1' } },
);
