// Danger: what was given directly, in goods or money, cannot be recorded, accepted, or taken back by whom it concerns.
import type { Page } from 'playwright-core';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { barriers, BROWSER_TEST_MS, expectFocusOn, NARROW, settled, sidewaysScroll, Visits } from './visit.js';

const TODAY = new Date().toISOString().slice(0, 10);

let system: System;
let visits: Visits;

beforeAll(async () => {
  system = await startSystem({ demo: true, worker: true });
  visits = await Visits.open(system);
}, BROWSER_TEST_MS);
afterEach(() => visits.leaveAll());
afterAll(async () => {
  await visits?.close();
  await system?.stop();
});

/** A request of Haiti with one item that Sweden pledges in full; both consented. Returns the address of their match. */
async function confirmed(content: typeof MACHINES | typeof TRAINING): Promise<string> {
  const [state, desk, donor] = await Promise.all(
    (['focal-haiti', 'coordinator', 'donor-sweden'] as const).map((who) => system.as(who)),
  );
  const need = await publishNeed(state!, desk!, { ...content, areaIso2: 'HT', visibility: 'public' });
  const { requested: amount, measure } = content.items[0]!;
  const pledges = `/needs/${need.id}/items/${need.items[0].id}/pledges`;
  const terms = { title: content.title, amount, measure };
  const { body: pledged } = await donor!.post(pledges, terms, { idempotencyKey: crypto.randomUUID() });
  const match = `/matches/${pledged.id}`;
  await desk!.post(`${match}/review`, { decision: 'accept' }, { ifMatch: 1 });
  for (const [who, ifMatch] of [
    [state, 2],
    [donor, 3],
  ] as const) {
    expect((await who!.post(`${match}/consent`, undefined, { ifMatch })).status).toBe(200);
  }
  return match;
}

const MACHINES = {
  title: 'Ten machines for the depots',
  summary: 'To mark what is kept.',
  items: [
    {
      ...{ categoryCode: 'MARK', typeCode: 'equipment', measure: { unit: 'machine' }, requested: '10' },
      description: 'Machines that mark by small dots',
    },
  ],
};

const TRAINING = {
  title: 'Training of markers',
  summary: 'Nobody was trained yet.',
  items: [
    {
      ...{ categoryCode: 'MARK', typeCode: 'financial', measure: { currency: 'USD' }, requested: '100000' },
      description: 'Course for those who mark',
    },
  ],
};

it(
  'lets a donor deliver in two parts what they pledged, and the State accept it, on the page of their match',
  async () => {
    const at = await confirmed(MACHINES);
    const donor = await visits.page('donor-sweden', at);
    const delivery = donor.getByRole('region', { name: 'Delivery' });
    await delivery.getByRole('button', { name: 'Put it under way' }).click();
    await delivery
      .getByRole('link', { name: /choose a day/ })
      .or(delivery.getByText('choose a day'))
      .first()
      .waitFor();
    await delivery.getByLabel('Planned for').fill(new Date().toISOString().slice(0, 10));
    await delivery.getByLabel('Word to the State').fill('By ship');
    await delivery.getByRole('button', { name: 'Put it under way' }).click();
    const arrived = delivery.getByLabel(/^Arrived \(/);
    // The first record arrives, with its papers; its answer is lost on the way.
    const files = delivery.getByLabel('Files that show it');
    const refusal = delivery.getByRole('alert');
    await arrived.fill('6');
    await files.setInputFiles(Array.from({ length: 11 }, (_, index) => paper(`page-${index}`)));
    await delivery.getByRole('button', { name: 'Record a delivery' }).click();
    await refusal.getByText('choose at most 10 files', { exact: false }).waitFor();
    await files.setInputFiles([paper('waybill'), { ...paper('film'), buffer: Buffer.from([0, 1, 2]) }]);
    await delivery.getByRole('button', { name: 'Record a delivery' }).click();
    await refusal.getByText('film.txt: This file', { exact: false }).waitFor();
    await files.setInputFiles([paper('waybill'), paper('certificate')]);
    await delivery.getByText('certificate.txt').waitFor();
    let [uploads, records] = [0, 0];
    await donor.route('**/api/v1/files', (route) => ((uploads += 1), route.continue()));
    await donor.route('**/deliveries', async (route) => {
      if (route.request().method() !== 'POST' || (records += 1) > 1) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await arrived.fill('6');
    await delivery.getByRole('button', { name: 'Record a delivery' }).click();
    await delivery.getByRole('alert').first().waitFor();
    for (const quantity of ['6', '4']) {
      await arrived.fill(quantity);
      await delivery.getByRole('button', { name: 'Record a delivery' }).click();
      await delivery.getByText(new RegExp(`^${quantity} .*arrived on`)).waitFor();
    }
    expect(uploads).toBe(2);
    const papers = delivery.getByRole('list', { name: 'Files that show it' });
    expect(await papers.getByRole('link').allTextContents()).toEqual(['waybill.txt', 'certificate.txt']);
    expect(await barriers(donor)).toEqual([]);
    await donor.setViewportSize(NARROW);
    expect(await sidewaysScroll(donor)).toBe(0);
    await visits.leave(donor);

    const page = await visits.page('focal-haiti', at);
    const list = page.getByRole('list', { name: 'Deliveries' });
    const one = (text: RegExp) => list.getByRole('listitem').filter({ hasText: text });
    await one(/^6 /).getByRole('button', { name: 'Accept' }).click();
    await one(/^6 /).getByText('Accepted by').waitFor();
    for (const [summary, submit] of [
      ['Return all of it', 'Return it'],
      ['Take the return back', 'Take it back'],
    ] as const) {
      await one(/^4 /).getByText(summary, { exact: true }).click();
      const form = one(/^4 /).getByRole('form', { name: summary });
      await form.getByLabel('Reason').fill('Of the other crate.');
      await form.getByRole('button', { name: submit }).click();
    }
    await said(page, 'The return is taken back, and the donor is told. Decide on the delivery anew.');
    await one(/^4 /)
      .getByLabel(/^Accepted \(/)
      .fill('3');
    await one(/^4 /).getByRole('button', { name: 'Accept' }).click();
    await one(/^4 /).getByText('say why the rest goes back').first().waitFor();
    await one(/^4 /)
      .getByLabel(/^If not all/)
      .fill('One is broken.');
    await one(/^4 /).getByRole('button', { name: 'Accept' }).click();
    await one(/^4 /).getByText('accepted in part', { exact: true }).waitFor();
    await one(/^4 /)
      .getByText(/^3 .* of 4 .* accepted by .*; 1 .* went back$/)
      .waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: MACHINES.title }).first().click();
    await expectFocusOn(page, MACHINES.title);
    await page
      .getByText('9 machines accepted')
      .or(page.getByText(/^9 .*accepted$/))
      .first()
      .waitFor();
  },
  BROWSER_TEST_MS,
);

const paper = (name: string) => ({ name: `${name}.txt`, mimeType: 'text/plain', buffer: Buffer.from(name) });

async function expectUsable(page: Page): Promise<void> {
  await settled(page);
  expect(await barriers(page)).toEqual([]);
  await page.setViewportSize(NARROW);
  expect(await sidewaysScroll(page)).toBe(0);
}

async function said(page: Page, words: string): Promise<void> {
  await page.getByRole('status').filter({ hasText: words }).waitFor();
}

it(
  'lets a donor record what it paid the State, the State accept it and take that back, and the right payment end the match',
  async () => {
    const match = await confirmed(TRAINING);
    const donor = await visits.page('donor-sweden', match);
    await donor.getByText('The donor pays the State directly, below, or through a fund.').waitFor();
    const paying = donor.getByRole('region', { name: 'Payment by the donor' });
    await paying.getByLabel('Planned for').fill(TODAY);
    await paying.getByRole('button', { name: 'Plan a direct payment' }).click();
    await said(donor, 'The State is told the day, and no fund pays this match. Record here what you paid.');
    await donor.getByText('The donor pays the State directly. What it pays is recorded and accepted below.').waitFor();
    await pay(donor, '1,000.01');
    await paying.getByRole('alert').filter({ hasText: 'USD' }).waitFor();
    await pay(donor, '600');
    await said(donor, 'Recorded. The State’s point of contact accepts or returns it next');
    await pay(donor, '400');
    await paying.getByText(/^USD\s400, value date/).waitFor();
    await expectUsable(donor);
    await visits.leave(donor);

    const state = await visits.page('focal-haiti', '/inbox');
    await state.getByRole('listitem').filter({ hasText: TRAINING.title }).getByRole('link').first().click();
    await state.waitForURL(`**${match}`);
    const payments = state.getByRole('list', { name: 'Payments' });
    const payment = (amount: number) =>
      payments.getByRole('listitem').filter({ hasText: new RegExp(`^USD\\s${amount}`) });
    for (const amount of [600, 400]) {
      await payment(amount).getByRole('button', { name: 'Accept' }).click();
      await payment(amount).getByText('Accepted by Nadège Pierre').waitFor();
    }
    await state.getByText('The donor paid all of it, and the State accepted it.').waitFor();
    await payment(400).getByText('Take the acceptance back').click();
    await payment(400).getByRole('button', { name: 'Take it back' }).click();
    await payment(400).getByRole('link', { name: 'Write a reason', exact: false }).click();
    await state.keyboard.type('It was for another request.');
    await payment(400).getByRole('button', { name: 'Take it back' }).click();
    await said(state, 'The acceptance is taken back, and the donor is told. Decide on the payment anew.');
    await payment(400).getByRole('button', { name: 'Accept' }).waitFor();
    await state.getByText('The donor pays the State directly. What it pays is recorded and accepted below.').waitFor();
    await expectUsable(state);
    await visits.leave(state);

    const reader = await visits.page('donor-sweden', match);
    const wrong = reader.getByRole('listitem').filter({ hasText: /^USD\s400/ });
    await reader.getByText('It was for another request.').waitFor();
    await wrong.getByText('The record is wrong').click();
    await wrong.getByLabel('Reason').fill('Of another request.');
    await wrong.getByRole('button', { name: 'Undo the record' }).click();
    await said(reader, 'The record is undone and no longer counts.');
    await pay(reader, '400');
    await reader
      .getByText(/^USD\s400, value date/)
      .nth(1)
      .waitFor();
    await expectUsable(reader);

    const last = await visits.page('focal-haiti', match);
    await last.getByRole('button', { name: 'Accept' }).click();
    await last.getByText('The donor paid all of it, and the State accepted it.').waitFor();
    await last.getByRole('link', { name: TRAINING.title }).first().click();
    await last.getByText('fulfilled', { exact: true }).first().waitFor();
    expect(visits.complaints).toEqual([]);
  },
  BROWSER_TEST_MS,
);

async function pay(page: Page, amount: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Record a payment' });
  await form.getByLabel(/^Paid \(/).fill(amount);
  await form.getByRole('button', { name: 'Record a payment' }).click();
}
