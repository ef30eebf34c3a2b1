import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DocumentsDocument } from '../../schema/typed/graphql.ts';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { choose, chooseBy, file, row } from './support/documents.ts';
import { createMember, createOwner, type Person, signIn } from './support/people.ts';
import { complaints, describeSite } from './support/visit.ts';

const FILES = 150;

/** How many documents there are, whatever the page shows. */
async function countOf({ client }: Person): Promise<number> {
  return (await client.data(DocumentsDocument, { first: 1 })).documents.totalCount;
}

const tray = (page: Page) => page.getByRole('region', { name: /^Uploaded/ });

/** Holds uploads back until they are let go, and tells how many there are at once. */
async function holdUploads(page: Page) {
  let count = 0;
  await page.route('**/graphql', async (route) => {
    const isUpload = route.request().headers()['content-type']?.startsWith('multipart/');
    if (isUpload) count++;
    else await route.continue();
  });
  // Those that were held go on then.
  return { count: () => count, letGo: () => page.unroute('**/graphql') };
}

describeSite('uploads', (site) => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carrel-folder-'));
    await mkdir(join(folder, 'papers', 'deeper', '.git'), { recursive: true });
    for (let at = 0; at < FILES; at++) {
      const place = at % 3 === 0 ? 'papers/deeper' : 'papers';
      await writeFile(join(folder, place, `paper-${at}.txt`), `What paper ${at} says.`);
    }
    for (const name of ['.DS_Store', 'photo.xyz', 'deeper/photo.abc', 'deeper/.git/config'])
      await writeFile(join(folder, 'papers', name), 'no document');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('of a folder all arrive, two at a time, and what is no document is named once (W20)', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, owner, '/documents');
    const uploads = await holdUploads(page);
    await chooseBy(page, page.getByRole('button', { name: 'Add a folder' }), join(folder, 'papers'));
    await tray(page).getByText('2 hidden files were left out.').waitFor();
    await tray(page).getByText("2 files were left out, as Carrel can't read such kinds: ").waitFor();
    expect(await page.getByText('photo.xyz').count()).toBe(0);
    await tray(page).getByText('145 more wait.').waitFor();
    await expect.poll(uploads.count).toBe(2);
    expect(await violationsInAllLooks(page)).toEqual([]);
    expect(await sidewaysAt(page, 320)).toBe(0);
    expect(await tray(page).evaluate((element) => element.clientHeight)).toBeLessThan(700);
    await page.setViewportSize({ width: 1280, height: 800 });
    await uploads.letGo();
    await tray(page).getByText(`Uploaded ${FILES} of ${FILES}`).waitFor({ timeout: 250_000 });
    expect(await countOf(owner)).toBe(FILES);
    await page.getByText('150 documents').waitFor();
  });

  it('of a dropped folder arrive too, at any depth (W20)', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, owner, '/documents');
    await page.getByText('There are no documents yet.').waitFor();
    const drag = await page.context().newCDPSession(page);
    const data = { items: [], files: [join(folder, 'papers')], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await drag.send('Input.dispatchDragEvent', { type, x: 600, y: 500, data });
    await tray(page).getByText(`Uploaded ${FILES} of ${FILES}`).waitFor({ timeout: 250_000 });
    await tray(page).getByText('2 hidden files were left out.').waitFor();
    expect(await countOf(owner)).toBe(FILES);
  });

  it('go on while other pages are read, and closing the tab warns until they are over (W21)', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, owner, '/documents');
    const uploads = await holdUploads(page);
    await choose(page, file('one.txt'), file('two.txt'), file('three.txt'));
    await expect.poll(uploads.count).toBe(2);
    await page.getByRole('link', { name: 'Ask', exact: true }).click();
    await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
    const warning = page.waitForEvent('dialog');
    const closing = page.close({ runBeforeUnload: true });
    const dialog = await warning;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await closing;
    await uploads.letGo();
    await expect.poll(() => countOf(owner)).toBe(3);
    await page.getByRole('link', { name: 'Documents', exact: true }).click();
    await row(page, 'three.txt').getByText('Ready').waitFor();
    // Nothing is left to warn of.
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
  });

  it('show their progress, and are aborted by their button (W19)', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, owner, '/documents');
    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    await network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 200_000,
    });
    await choose(page, file('slow.txt', 'word '.repeat(600_000)));
    const progress = tray(page).getByRole('progressbar', { name: 'slow.txt' });
    await expect.poll(async () => Number(await progress.getAttribute('value'))).toBeGreaterThan(0.02);
    const aborted = page.waitForEvent('requestfailed');
    await page.getByRole('button', { name: 'Cancel slow.txt' }).click();
    await aborted;
    await tray(page).waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.tagName')).not.toBe('BODY');
    expect(await countOf(owner)).toBe(0);
    complaints.splice(0);
  });

  it('that were too many a minute wait until the server takes more; what failed is tried again all at once (W19)', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, owner, '/documents');
    const isUpload = (route: Route) => route.request().headers()['content-type']?.startsWith('multipart/');
    let refusals = 0;
    await page.route('**/graphql', (route) => {
      if (!isUpload(route) || refusals === 2) return route.continue();
      refusals++;
      const extensions = { code: 'RATE_LIMITED', retryAfterSeconds: 1 };
      return route.fulfill({ json: { errors: [{ message: 'Too many documents.', extensions }] } });
    });
    await choose(page, file('one.txt'), file('two.txt'), file('three.txt'));
    for (const name of ['one.txt', 'two.txt', 'three.txt']) await row(page, name).getByText('Ready').waitFor();
    expect(refusals).toBe(2);
    await page.unroute('**/graphql');

    await page.route('**/graphql', (route) => (isUpload(route) ? route.abort() : route.continue()));
    await choose(page, file('four.txt'), file('five.txt'));
    await tray(page).getByText('Carrel does not answer.').nth(1).waitFor();
    expect(await violationsInAllLooks(page)).toEqual([]);
    await page.unroute('**/graphql');
    await tray(page).getByRole('button', { name: 'Try all again' }).click();
    for (const name of ['four.txt', 'five.txt']) await row(page, name).getByText('Ready').waitFor();
    complaints.splice(0);
  });

  it("that the server refuses say so in the server's words (W19)", async () => {
    const page = await site.open();
    await signIn(page, await createOwner(site.server), '/documents');
    await choose(page, {
      name: 'picture.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]),
    });
    await tray(page)
      .getByText(/“picture.txt” .+\./)
      .waitFor();
    await page.getByRole('button', { name: 'Remove picture.txt from this list' }).click();
    await tray(page).waitFor({ state: 'detached' });
  });

  it('carry what was said of new documents before, until something else is said', async () => {
    const owner = await createOwner(site.server);
    const page = await site.open();
    await signIn(page, owner, '/documents');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    const dialog = page.getByRole('dialog');
    expect(await violationsInAllLooks(page)).toEqual([]);
    await dialog.getByLabel('Collection').fill('finance');
    await dialog.getByLabel('Tags').fill('audit, 2026');
    await dialog.getByLabel('Personal data').check();
    await dialog.getByLabel('Only you').check();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('in finance · #audit · #2026 · Personal data · Only you').waitFor();
    await choose(page, file('one.txt'), file('two.txt'));
    for (const name of ['one.txt', 'two.txt']) await row(page, name).getByText('Ready').waitFor();
    const { documents } = await owner.client.data(DocumentsDocument, { first: 5 });
    for (const { node } of documents.edges) {
      expect(node).toMatchObject({
        collection: 'finance',
        tags: ['audit', '2026'],
        containsPii: true,
        visibility: 'PRIVATE',
      });
    }
    await page.getByRole('link', { name: 'Ask', exact: true }).click();
    await page.getByRole('link', { name: 'Documents', exact: true }).click();
    await page.getByText('in finance · #audit').waitFor();
  });

  it('of a member go into a collection of theirs, and offer no more than that (W25)', async () => {
    const owner = await createOwner(site.server);
    const editor = await createMember(site.server, owner, { role: 'EDITOR', collections: ['hr', 'legal'] });
    const page = await site.open();
    await signIn(page, editor, '/documents');
    await page.getByText('in hr · All in the organisation').waitFor();
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    expect(await page.getByRole('dialog').getByLabel('Personal data').count()).toBe(0);
    await page.getByRole('dialog').getByLabel('Collection').fill('legal/contracts');
    await page.getByRole('button', { name: 'Apply' }).click();
    await choose(page, file('contract.txt'));
    await row(page, 'contract.txt').getByRole('link', { name: 'legal/contracts' }).waitFor();
  });
});
