// Danger: a donor cannot pledge to a fund, or take back what they pledged; finance cannot record what was signed and paid in.
import type { Page } from 'playwright-core';
import { startSystem, type System } from '../system.js';
import { barriers, BROWSER_TEST_MS, heading, NARROW, settled, sidewaysScroll, Visits } from './visit.js';

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
  'lets a donor pledge to a fund, pledge less, and withdraw; and finance sign, book a deposit, and withdraw the rest',
  async () => {
    const donor = await visits.page('donor-japan', '/funds', NARROW);
    await expectUsable(donor);
    await donor.getByRole('rowheader').getByRole('link').first().click();
    await donor.getByRole('heading', { name: 'Pledge to this fund' }).waitFor();
    await expectUsable(donor);
    const fund = donor.url();

    await pledge(donor, '1,000');
    await openNewest(donor);
    await donor.getByText('Pledge less', { exact: true }).first().click();
    const reduction = donor.getByRole('form', { name: 'Pledge less' });
    await reduction.getByLabel('New total').fill('2,000');
    await reduction.getByLabel('Reason').fill('The budget was cut.');
    await reduction.getByRole('button', { name: 'Pledge less' }).click();
    await donor.getByText('Write less than USD 1,000, which is pledged now.').first().waitFor();
    await reduction.getByLabel('New total').fill('800');
    await reduction.getByRole('button', { name: 'Pledge less' }).click();
    await said(donor, 'You pledge less from now on.');
    await donor
      .getByRole('definition')
      .filter({ hasText: /^USD\s800$/ })
      .waitFor();
    await expectUsable(donor);
    const pledged = donor.url();

    await donor.goto(fund);
    await pledge(donor, '50');
    await openNewest(donor);
    await because(donor, 'Withdraw the pledge');
    await said(donor, 'The pledge is withdrawn. You can pledge to the fund again.');

    const finance = await visits.page('finance-1', new URL(pledged).pathname, NARROW);
    const signature = finance.getByRole('form', { name: 'Record the signature' });
    await signature.getByRole('button', { name: 'The donor has signed' }).click();
    await finance.getByText('Write a rate from 0 to 100', { exact: false }).first().waitFor();
    await signature.getByLabel('Fee on each deposit (%)').fill('1');
    await signature.getByRole('button', { name: 'The donor has signed' }).click();
    const deposit = finance.getByRole('form', { name: 'Record a deposit' });
    await deposit.getByLabel('Amount received').fill('300');
    await deposit.getByLabel('Reference of the bank').fill('FUNDS-WALK-1');
    await deposit.getByRole('button', { name: 'Record the deposit' }).click();
    await finance.getByRole('row').filter({ hasText: 'FUNDS-WALK-1' }).filter({ hasText: 'USD 297' }).waitFor();
    await expectUsable(finance);
    await because(finance, 'Withdraw what was not paid in');
    await said(finance, 'What was not paid in is withdrawn. What came in stays with the fund');

    await donor.goto(pledged);
    await donor.getByText('The donor took back what it had not paid in.', { exact: false }).waitFor();
    await donor
      .getByRole('definition')
      .filter({ hasText: /^USD\s300$/ })
      .waitFor();
    await expectUsable(donor);
    expect(visits.complaints).toEqual([]);
  },
  BROWSER_TEST_MS,
);

async function pledge(page: Page, amount: string): Promise<void> {
  await page.getByLabel('Amount', { exact: true }).fill(amount);
  await page.getByText('Say what it may be used for').click();
  await page.getByLabel('least developed countries').check();
  await page.getByRole('button', { name: 'Pledge', exact: true }).click();
  await said(page, 'Pledged. Finance records your signature next');
}

async function openNewest(page: Page): Promise<void> {
  await page.getByRole('rowheader').filter({ hasText: 'pledged' }).getByRole('link').first().click();
  await heading(page, 'Pledge of Japan');
}

async function because(page: Page, act: string): Promise<void> {
  await page.getByText(act, { exact: true }).first().click();
  const form = page.getByRole('form', { name: act });
  await form.getByLabel('Reason').fill('The budget was cut.');
  await form.getByRole('button', { name: act }).click();
}

async function said(page: Page, words: string): Promise<void> {
  await page.getByRole('status').filter({ hasText: words }).waitFor();
}

async function expectUsable(page: Page): Promise<void> {
  await settled(page);
  expect(await barriers(page)).toEqual([]);
  expect(await sidewaysScroll(page)).toBe(0);
}
