// Danger: an official cannot write a request, loses what was typed, or is not told what keeps it from being handed in.
import { startSystem, type System } from '../system.js';
import { barriers, BROWSER_TEST_MS, NARROW, sidewaysScroll, Visits } from './visit.js';

let house: System;
let visits: Visits;

beforeAll(async () => {
  house = await startSystem({ demo: true });
  visits = await Visits.open(house);
}, BROWSER_TEST_MS);
afterEach(() => visits.leaveAll());
afterAll(async () => {
  await visits?.close();
  await house?.stop();
});

it(
  'lets a focal point begin from a template, be told what is missing, correct it and hand it in',
  async () => {
    const page = await visits.page('focal-haiti', '/needs/new');
    await page.getByLabel('What is it about?').selectOption('MARK');
    await page.getByText('Donors ask:').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('link', { name: 'Title: write a title' }).click();
    await page.keyboard.type('Marking machines for the coast guard');
    await page.getByText('Item 2 Sets of styluses').click();
    await page.getByRole('button', { name: 'Remove item 2' }).click();
    await page.getByLabel('How many, or how much').first().fill('4');
    await page.reload();
    expect(await page.getByLabel('Title').inputValue()).toBe('Marking machines for the coast guard');
    await page.getByRole('button', { name: 'Save the draft' }).click();

    await page.getByText('How much is needed', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Submit to the coordinators' }).click();
    await page.getByRole('alert').getByText('is empty; say what the problem is').waitFor();
    await page.getByRole('link', { name: 'Change the request' }).click();
    await page.getByLabel('Problem and solution').fill('Lost rifles of the coast guard cannot be traced.');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('button', { name: 'Submit to the coordinators' }).click();
    await page.getByText('submitted', { exact: true }).waitFor();
  },
  BROWSER_TEST_MS,
);
