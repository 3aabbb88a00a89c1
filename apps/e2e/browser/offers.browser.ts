// Danger: a donor who cannot put an offer on the table, learns too late what is wrong with it, or loses what was typed.
import { startSystem, type System } from '../system.js';
import { addressOf, barriers, BROWSER_TEST_MS, heading, NARROW, sidewaysScroll, Visits } from './visit.js';

let system: System;
let visits: Visits;

beforeAll(async () => {
  system = await startSystem({ demo: true });
  visits = await Visits.open(system);
}, BROWSER_TEST_MS);

afterEach(() => visits.leaveAll());

afterAll(async () => {
  await visits?.close();
  await system?.stop();
});

it(
  'lets a donor write an offer, keeps it through a reload, publishes it, and pledges to a need',
  async () => {
    const page = await visits.page('donor-japan', '/offers/new');
    await page.getByLabel('Title').fill('Lawyers for new laws');
    await page.getByLabel('What is counted').selectOption('unit person-day');
    await page.getByLabel('Total').fill('40');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Types of assistance: choose at least one').waitFor();
    await page.getByLabel('Drafting of legislation').first().check();
    await page.reload();
    expect(await page.getByLabel('Drafting of legislation').first().isChecked()).toBe(true);
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await heading(page, 'Lawyers for new laws');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('The offer is published.').waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);

    await page.goto('/needs?category=STOCK');
    await page.getByRole('link', { name: 'Safe storage for three depots' }).click();
    await page.getByText('Pledge to this item').first().click();
    await page.getByLabel('Amount (USD)').fill('400,000');
    await page.getByRole('button', { name: 'Pledge', exact: true }).click();
    await page.getByText('USD 400,000 offered, USD 310,000 still open.').waitFor();
    expect(addressOf(page)).toContain('/needs/');
    expect(await barriers(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
  },
  BROWSER_TEST_MS,
);
