import type { Locator, Page } from 'playwright-core';

/** A file as a person has it. */
export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A text file. */
export function file(name: string, text = `The text of ${name}.`): ChosenFile {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
}

/** Chooses files in the dialog that a button opens. */
export async function chooseBy(page: Page, button: Locator, files: readonly ChosenFile[] | string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles(typeof files === 'string' ? files : [...files]);
}

/** Adds documents by their button. */
export async function choose(page: Page, ...files: readonly ChosenFile[]): Promise<void> {
  await chooseBy(page, page.getByRole('button', { name: 'Add documents' }), files);
}

/** The row of a document in the list. */
export function row(page: Page, name: string): Locator {
  return page.getByRole('main').getByRole('listitem').filter({ hasText: name });
}

/** Opens the menu of a document and clicks on one of its buttons. */
export async function act(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('button', { name: action, exact: true }).click();
}
