// Danger: a step of the way from a suggestion to the settled payment that some role cannot take, or cannot see, in its browser.
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { startSystem, type System } from '../system.js';
import {
  barriers,
  BROWSER_TEST_MS,
  expectFocusOn,
  heading,
  NARROW,
  settled,
  sidewaysScroll,
  Visits,
  WIDE,
} from './visit.js';

const NEED = 'Safe storage for three depots';
const ITEM = 'Racks, doors, locks and lighting according to the checked plans';
const NOTE = 'The regional centre checked the plans in May.';

let system: System;
let visits: Visits;
/** Where the match of this story is found, once somebody saw it. */
let matchPath = '';
const kindsSeen = new Set<string>();

beforeAll(async () => {
  system = await startSystem({ demo: true, worker: true });
  visits = await Visits.open(system);
}, BROWSER_TEST_MS);

afterEach(() => visits.leaveAll());

afterAll(async () => {
  await visits?.close();
  await system?.stop();
});

/** Every screen on the way is usable by everyone: no barrier, no sideways scroll, wide and narrow. */
async function open(person: string, path: string): Promise<Page> {
  const page = await visits.page(person, path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

async function expectUsable(page: Page): Promise<void> {
  await settled(page);
  for (const viewport of [NARROW, WIDE]) {
    await page.setViewportSize(viewport);
    expect([page.url(), await sidewaysScroll(page)]).toEqual([page.url(), 0]);
    if (process.env.LONG || (viewport === WIDE && isFirstOfItsKind(page))) {
      expect([page.url(), await barriers(page)]).toEqual([page.url(), []]);
    }
  }
  // A message that was given too few values shows its source.
  expect(await page.locator('main').innerText()).not.toMatch(/[{}]/);
}

/** Where time counts, barriers are looked for once in each kind of page, not in each of its states. */
function isFirstOfItsKind(page: Page): boolean {
  const kind = new URL(page.url()).pathname.replace(/[a-z]+_[0-9A-Z]+/i, ':id');
  const isFirst = !kindsSeen.has(kind);
  kindsSeen.add(kind);
  return isFirst;
}

it(
  'a coordinator finds the suggestion with its reasons and accepts it, while another one looks on',
  async () => {
    const page = await open('coordinator', '/matches?state=suggested');
    const link = page.getByRole('link', { name: ITEM });
    await link.waitFor();
    await expectUsable(page);
    await link.click();
    await heading(page, ITEM);
    matchPath = new URL(page.url()).pathname;
    await page.getByText('It covers USD 310,000 of USD 310,000 open.').waitFor();
    await page.getByText('conditions hold').click();
    await page.getByText('the offer is for least developed countries and the State is one of them.').waitFor();
    await expectUsable(page);

    const other = await open('coordinator-2', matchPath);
    await other.getByLabel('Note to the parties').fill('Wait for the report.');

    await page.getByLabel('Note to the parties').fill(NOTE);
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('Waiting for Sweden').waitFor();
    await expectFocusOn(page, ITEM);

    await other.getByRole('button', { name: 'Accept' }).click();
    await other.getByRole('table', { name: 'This changed while you were looking at it' }).waitFor();
    expect(await other.getByLabel('Note to the parties').inputValue()).toBe('Wait for the report.');
    await expectUsable(other);
    await other.getByRole('button', { name: 'I have seen the change' }).click();
    await other.getByText('Take this match back').waitFor();
    await expectFocusOn(other, ITEM);
  },
  BROWSER_TEST_MS,
);

it(
  'donor and State consent, each in its own window',
  async () => {
    const donor = await open('donor-sweden', '/matches');
    await donor.getByRole('link', { name: ITEM }).click();
    await donor.getByText(NOTE).first().waitFor();
    await expectUsable(donor);
    await donor.getByRole('button', { name: 'Consent' }).click();
    await donor.getByRole('heading', { name: 'You have consented' }).waitFor();
    await expectFocusOn(donor, 'You have consented');

    const state = await open('focal-haiti', matchPath);
    await state.getByText('With your consent the match is confirmed at once', { exact: false }).waitFor();
    await state.getByRole('button', { name: 'Consent' }).click();
    await state.getByRole('link', { name: 'Follow the money of this match' }).waitFor();

    const nobody = await open('donor-japan', matchPath);
    await nobody.getByText('Not found, or not open to you').waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'a coordinator lowers the amount, and the State reads what it consented to and why it is less',
  async () => {
    const page = await open('coordinator', matchPath);
    await page.getByText('Lower the amount').first().click();
    await page.getByLabel('It gives from now on (USD)').fill('40,000');
    await page.getByRole('button', { name: 'Lower the amount' }).click();
    await page.getByRole('link', { name: 'Write a reason', exact: false }).waitFor();
    const form = page.getByRole('form', { name: 'Lower the amount' });
    await form.getByLabel('Reason').fill('The locks are there already.');
    await page.getByRole('button', { name: 'Lower the amount' }).click();
    await page
      .getByRole('link', { name: 'Write at least USD\u00a050,000: the offer gives no less at once.', exact: false })
      .waitFor();
    await expectUsable(page);
    await page.getByLabel('It gives from now on (USD)').fill('305,000');
    await page.getByRole('button', { name: 'Lower the amount' }).click();
    await page.getByText('Both parties consented to USD 310,000; it gives USD 305,000.').waitFor();
    await expectUsable(page);

    const state = await open('focal-haiti', matchPath);
    await state.getByText('The locks are there already.').first().waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'a finance officer opens a fund and records what the offer became: the agreement, its signature, the deposit',
  async () => {
    const page = await open('finance-1', `${matchPath}/money`);
    // As in a currency that no fund is kept in yet.
    let isFirst = true;
    await page.route(/\/api\/v1\/funds(\?|$)/, async (route) => {
      const isRead = route.request().method() === 'GET';
      isFirst &&= isRead;
      await (isFirst ? route.fulfill({ json: { items: [] } }) : route.continue());
    });
    // The new fund is known before the rest of the page.
    await page.route(/\/money-trail$/, async (route) => {
      if (!isFirst) await setTimeout(300);
      await route.continue();
    });
    await page.reload();
    await page.getByText('No fund is kept in USD.').waitFor();
    await page.getByLabel('Name of the fund').fill('Facility');
    await page.getByRole('button', { name: 'Open the fund' }).click();
    await page.getByText('Facility is open now and is chosen here.').waitFor();
    await page.getByText('Open another fund').click();
    expect(await page.getByLabel('Name of the fund').inputValue()).toBe('');
    await page.getByLabel('Name of the fund').fill('Facility of the region');
    await page.getByRole('button', { name: 'Open the fund' }).click();
    await page.getByText('Facility of the region is open now and is chosen here.').waitFor();
    const fund = page.getByLabel('Fund', { exact: true });
    expect(await fund.locator('option:checked').textContent()).toBe('Facility of the region');
    await page.getByLabel('Fee on each deposit (%)').fill('one');
    await page.getByRole('button', { name: 'Record the agreement' }).click();
    await page.getByRole('link', { name: 'write a rate from 0 to 100', exact: false }).waitFor();
    await expectUsable(page);
    await page.getByLabel('Fee on each deposit (%)').fill('0.75');
    await page.getByRole('button', { name: 'Record the agreement' }).click();
    await expectFocusOn(page, 'Agreement with a donor');
    await page.getByText('Fee on each deposit: 0.75').waitFor();
    expect(await page.getByText('Agreement with a donor').count()).toBe(1);
    await page.getByRole('button', { name: 'The donor has signed' }).click();
    await expectFocusOn(page, 'Agreement with a donor');
    await page.getByLabel('Reference of the bank').fill('SWIFT 2026-1');
    await page.getByRole('button', { name: 'Record the deposit' }).click();
    await page.getByText('of which USD 3,750 fee', { exact: false }).waitFor();
    await expectFocusOn(page, 'Deposit');
    await expectUsable(page);
  },
  BROWSER_TEST_MS,
);

it(
  'a coordinator allocates the money in two tranches and marks the first condition as met',
  async () => {
    const page = await open('coordinator', `${matchPath}/money`);
    await page.getByRole('button', { name: 'Add a tranche' }).click();
    await page.getByLabel('Amount (USD)').first().fill('110,000');
    await page.getByLabel('Condition').first().fill('The contract is signed.');
    await page.getByLabel('Amount (USD)').last().fill('199,999');
    await page.getByLabel('Condition').last().fill('The work is accepted.');
    await page.getByRole('button', { name: 'Allocate' }).click();
    await page.getByRole('link', { name: 'The tranches must add up', exact: false }).waitFor();
    await page.getByLabel('Amount (USD)').last().fill('195,000');
    await page.getByRole('button', { name: 'Allocate' }).click();
    await page.getByText('Tranche 2 of 2').waitFor();
    await page.getByText('Drawn from the agreement of Sweden', { exact: false }).waitFor();
    await expectFocusOn(page, 'Project');

    const other = await open('coordinator-2', `${matchPath}/money`);
    await other.getByLabel('What shows that the condition is met').first().fill('Seen by me as well.');

    await page.getByLabel('What shows that the condition is met').first().fill('Contract of 3 June, seen by UNODA.');
    await page.getByRole('button', { name: 'Mark the condition as met' }).first().click();
    await page.getByText('Marked as met by Amina Okafor', { exact: false }).waitFor();
    await expectFocusOn(page, 'Tranche 1 of 2');
    await expectUsable(page);

    await other.getByRole('button', { name: 'Mark the condition as met' }).first().click();
    await other.getByRole('alert').getByText('This has moved on').waitFor();
    await other.getByRole('alert').getByText('Somebody changed this before you').waitFor();
    expect(await other.getByLabel('What shows that the condition is met').first().inputValue()).toBe(
      'Seen by me as well.',
    );
    await expectUsable(other);
    await visits.leave(other);
  },
  BROWSER_TEST_MS,
);

it(
  'one finance officer enters the bank account, another one verifies it and orders the payment',
  async () => {
    const first = await open('finance-1', `${matchPath}/money`);
    await first.getByText('Enter a bank account of the payee').click();
    await first.getByLabel('Name of the holder').fill('Ministry of the Interior');
    await first.getByLabel('IBAN or account number (USD)').fill('GB33BUKB20201555555555');
    await first.getByRole('button', { name: 'Save the account' }).click();
    await first.getByText('You entered it.', { exact: false }).waitFor();
    await expectFocusOn(first, 'Enter a bank account');

    const second = await open('finance-2', `${matchPath}/money`);
    await second.getByRole('button', { name: 'The details are right' }).click();
    await expectFocusOn(second, 'Payment order');
    await second.getByRole('button', { name: 'Order payment' }).click();
    await second.getByText('Approvals, 0 of 2').waitFor();
    await expectFocusOn(second, 'Payment order');
    await expectUsable(second);
  },
  BROWSER_TEST_MS,
);

it(
  'two approvers approve, and the first one sees the payment settle by itself',
  async () => {
    const first = await open('approver-1', '/orders?state=requested');
    await expectUsable(first);
    await first.getByRole('rowheader').getByRole('link').click();
    await heading(first, 'Payment order');
    await first.getByText('A second person must approve it too.', { exact: false }).waitFor();
    await first.getByRole('button', { name: 'Approve' }).click();
    await first.getByText('Approvals, 1 of 2').waitFor();
    await first.getByText('You have approved it.', { exact: false }).waitFor();
    await expectFocusOn(first, 'Approvals, 1 of 2');
    await expectUsable(first);

    const trail = await open('approver-1', new URL(first.url()).pathname);
    await trail.getByRole('link', { name: NEED }).click();
    await trail.getByText('Marked as met by Amina Okafor', { exact: false }).waitFor();

    const second = await open('approver-2', new URL(first.url()).pathname);
    await second.getByText('It cannot be called back.', { exact: false }).waitFor();
    await second.getByRole('button', { name: 'Approve' }).click();

    await first.getByText('The bank executed it on', { exact: false }).waitFor();
    await expectUsable(first);
  },
  BROWSER_TEST_MS,
);

it(
  'everyone concerned sees the whole trail, and the need its delivery',
  async () => {
    for (const person of ['coordinator', 'finance-1', 'auditor', 'donor-sweden', 'focal-haiti']) {
      const page = await open(person, `${matchPath}/money`);
      await page.getByText('The bank executed it on', { exact: false }).waitFor();
      if (person === 'coordinator') expect(await linesWhenNarrow(page, '…5555')).toBe(1);
      if (person === 'auditor' || process.env.LONG) await expectUsable(page);
      await visits.leave(page);
    }
    const projects = await open('donor-sweden', '/projects?state=active');
    await expectUsable(projects);
    await projects.getByRole('link', { name: NEED }).click();
    await projects.getByText('The bank executed it on', { exact: false }).waitFor();
    const mirrored = await open('auditor', `${matchPath}/money?lang=ar`);
    await mirrored.getByText('Tranche 2 of 2').waitFor();
    expect(await sidewaysScroll(mirrored)).toBe(0);

    const needs = await open('focal-haiti', '/needs');
    await needs.getByRole('link', { name: NEED }).click();
    await heading(needs, NEED);
    const row = needs.getByRole('row').filter({ hasText: ITEM });
    await row.getByText('USD 110,000').waitFor();
    const cells = (await row.getByRole('cell').allInnerTexts()).map((text) => text.replaceAll('\u00a0', ' ').trim());
    expect(cells).toEqual(['USD 310,000', 'USD 305,000', 'USD 110,000', 'USD 5,000']);
    await expectUsable(needs);
  },
  BROWSER_TEST_MS,
);

/** On how many lines such words stand where there is no room for them. */
function linesWhenNarrow(page: Page, words: string): Promise<number> {
  return page.getByText(words, { exact: true }).evaluate((element: HTMLElement) => {
    element.parentElement?.style.setProperty('inline-size', '1px');
    return element.getClientRects().length;
  });
}

it('no page complained', () => expect(visits.complaints).toEqual([]));
