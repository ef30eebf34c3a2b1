import { expect, it } from 'vitest';
import { sidewaysAt, violationsInAllLooks } from './support/axe.ts';
import { keptOn } from './support/kept.ts';
import { createMember, createOwner, signIn } from './support/people.ts';
import { describeSite } from './support/visit.ts';

const KEY = 'sk-canary-4711';
const SERVER = 'https://models.example.org/v1';
const SETTINGS = 'query { modelSettings { provider model endpoint hasApiKey } }';

describeSite(
  'the language model',
  (site) => {
    it('is chosen with a key, which is kept, replaced and removed, and never shown (W5, W6, W29)', async () => {
      const owner = await createOwner(site.server);
      const settings = async () =>
        (await owner.client.data<{ modelSettings: object }, Record<string, unknown>>(SETTINGS)).modelSettings;
      const page = await site.open();
      await signIn(page, owner);
      await page.getByRole('link', { name: 'Language model' }).click();
      const main = page.getByRole('main');
      await main.getByRole('region', { name: 'At the moment' }).getByText('quoting', { exact: true }).waitFor();
      expect(await main.getByLabel('API key').count()).toBe(0);

      await main.getByLabel('OpenAI, or a server that speaks like it').check();
      await main.getByLabel('Model', { exact: true }).fill('large');
      await main.getByLabel('Endpoint').fill('http://192.168.0.9:8000/v1');
      await main.getByLabel('API key').fill(KEY);
      expect(await keptOn(page)).toContain(KEY);
      await main.getByRole('button', { name: 'Save' }).click();
      await main.getByText("is none that this server's operator allows (MODEL_ENDPOINTS)").waitFor();
      expect(await violationsInAllLooks(page)).toEqual([]);
      expect(await sidewaysAt(page, 320)).toBe(0);
      await page.setViewportSize({ width: 1280, height: 800 });
      await main.getByLabel('Endpoint').fill(`${SERVER}/`);
      await main.getByLabel('Endpoint').press('Enter');
      await main.getByText('Saved.').waitFor();
      const chosen = { provider: 'OPENAI_COMPATIBLE', model: 'large', endpoint: SERVER };
      expect(await settings()).toEqual({ ...chosen, hasApiKey: true });
      await main.getByText('Your organisation has chosen it.').waitFor();
      await main.getByLabel('Keep it').waitFor();
      expect(await keptOn(page)).not.toContain(KEY);

      await main.getByLabel('Model', { exact: true }).fill('small');
      await main.getByRole('button', { name: 'Save' }).click();
      await expect.poll(settings).toEqual({ ...chosen, model: 'small', hasApiKey: true });
      await main.getByLabel('Give another one').check();
      await main.getByLabel('API key', { exact: true }).fill(`${KEY}-2`);
      await main.getByRole('button', { name: 'Save' }).click();
      await main.getByText('Saved.').waitFor();
      await expect.poll(() => main.getByLabel('Keep it').isChecked()).toBe(true);
      expect(await keptOn(page)).not.toContain(KEY);
      await main.getByLabel('Remove it').check();
      await main.getByRole('button', { name: 'Save' }).click();
      await expect.poll(settings).toEqual({ ...chosen, model: 'small', hasApiKey: false });
      expect(await violationsInAllLooks(page)).toEqual([]);
      await page.reload();
      await main.getByLabel('API key').waitFor();
      expect(await main.getByLabel('Endpoint').inputValue()).toBe(SERVER);
      expect(await keptOn(page)).not.toContain(KEY);
    });

    it("is the operator's again, and the key goes with the server", async () => {
      const owner = await createOwner(site.server);
      await owner.client.data(
        'mutation ($input: UpdateModelSettingsInput!) { updateModelSettings(input: $input) { settings { model } } }',
        {
          input: { provider: 'ANTHROPIC', model: 'large', endpoint: SERVER, apiKey: KEY },
        },
      );
      const page = await site.open();
      await signIn(page, owner, '/admin/model');
      await page.getByLabel('Keep it').waitFor();
      const goes = page.getByText('The key that is kept is for another server. Saving removes it.');
      await page.getByLabel('Endpoint').fill('https://models.example.org/v2');
      await goes.waitFor();
      await page.getByLabel('What the operator has set up').check();
      await goes.waitFor();
      await page.getByRole('button', { name: 'Save' }).click();
      await goes.waitFor({ state: 'detached' });
      await expect
        .poll(() => owner.client.data(SETTINGS))
        .toEqual({ modelSettings: { provider: 'DEPLOYMENT', model: null, endpoint: null, hasApiKey: false } });
    });

    it('is for owners alone (W25), and speaks German (W30)', async () => {
      const owner = await createOwner(site.server);
      const page = await site.open();
      await signIn(page, await createMember(site.server, owner, { role: 'ADMIN', piiAccess: true }), '/admin/model');
      await page.getByRole('heading', { name: 'Nothing here' }).waitFor();
      expect(await page.getByRole('link', { name: 'Language model' }).count()).toBe(0);

      const other = await site.open({ locale: 'de' });
      await signIn(other, owner, '/admin/model');
      await other.getByLabel('Ollama').check();
      await other.getByText('Wie es dort heißt, etwa llama3.2:3b.').waitFor();
      expect(await sidewaysAt(other, 320)).toBe(0);
    });
  },
  { env: { MODEL_ENDPOINTS: 'https://models.example.org' } },
);
