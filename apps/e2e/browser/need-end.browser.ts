// Danger: a State cannot end, hide, or keep alive what it asks for, or what others ask for it in its name, from the screen.
import { IN_A_YEAR } from '../days.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { addressOf, barriers, BROWSER_TEST_MS, NARROW, sidewaysScroll, Visits } from './visit.js';

let house: System;
let visits: Visits;

beforeAll(async () => {
  house = await startSystem({ demo: true, worker: true });
  visits = await Visits.open(house);
}, BROWSER_TEST_MS);
afterEach(() => visits.leaveAll());
afterAll(async () => {
  await visits?.close();
  await house?.stop();
});

it(
  'lets a State show its published request to fewer at once, and says how to show it to more again',
  async () => {
    const title = 'Safe storage at two posts';
    const line = { categoryCode: 'STOCK', typeCode: 'equipment', measure: { unit: 'container' }, requested: '2' };
    const items = [{ ...line, description: title }];
    const { id } = await publishNeed(await house.as('focal-malawi'), await house.as('coordinator'), {
      ...{ areaIso2: 'MW', title, summary: title, language: 'en', visibility: 'public', validUntil: IN_A_YEAR, items },
    });
    const page = await visits.page('focal-malawi', `/needs/${id}`);
    await page.getByText('Show it to fewer', { exact: true }).first().click();
    const form = page.getByRole('form', { name: 'Show it to fewer' });
    await form.getByText('To show it to more again, propose a change', { exact: false }).waitFor();
    expect(await form.getByRole('option').allTextContents()).toEqual([
      'States and their organizations, signed in',
      'coordinators and the parties to a match',
      'coordinators only',
    ]);
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await sidewaysScroll(page)).toBe(0);
    await form.getByRole('combobox').selectOption('parties-only');
    await form.getByRole('button', { name: 'Show it to fewer' }).click();
    await page.getByRole('link', { name: 'Say why', exact: false }).click();
    await page.keyboard.type('It names the posts.');
    await form.getByRole('button', { name: 'Show it to fewer' }).click();
    await page.getByText('It is now shown to: coordinators and the parties to a match.').waitFor();
    const everyone = await visits.page(null, addressOf(page));
    await everyone.getByText('Not found, or not open to you').waitFor();
    expect(await everyone.getByText(title).count()).toBe(0);
  },
  BROWSER_TEST_MS,
);
