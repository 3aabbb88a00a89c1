// Danger: two who work on one request undo each other's work unseen, or lose what they typed when the other one is faster.
import { IN_A_YEAR } from '../days.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { barriers, BROWSER_TEST_MS, expectFocusOn, NARROW, sidewaysScroll, Visits } from './visit.js';

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

const SAFES = {
  ...{ categoryCode: 'STOCK', typeCode: 'equipment', measure: { unit: 'container' }, requested: '1000' },
  description: 'Safes for small arms',
};

it(
  'keeps the reason of a coordinator whose decision on a proposed change comes too late, and says so',
  async () => {
    const state = await house.as('focal-malawi');
    const need = await publishNeed(state, await house.as('coordinator'), {
      ...{ areaIso2: 'MW', title: 'Safes for the north', summary: 'Safes', language: 'en', visibility: 'public' },
      ...{ validUntil: IN_A_YEAR, items: [SAFES] },
    });
    const proposal = { title: 'Safes for the north and the south', reason: 'The survey found more.' };
    expect((await state.post(`/needs/${need.id}/revisions`, proposal, { ifMatch: need.version })).status).toBe(201);

    const late = await visits.page('coordinator-2', `/needs/${need.id}`);
    const changes = late.getByRole('region', { name: 'Changes' });
    await changes.locator('summary').click();
    const reason = changes.getByLabel('Reason');
    await reason.fill('How many are there?');

    const first = await visits.page('coordinator', `/needs/${need.id}`);
    await first.getByRole('button', { name: 'Publish the change' }).click();
    await first.getByText('The change is published and everyone', { exact: false }).waitFor();

    await late.getByRole('button', { name: 'Decline the change' }).click();
    await late.getByText('This has moved on').waitFor();
    expect(await reason.inputValue()).toBe('How many are there?');
    await late.locator('[role=alert]:focus').waitFor();
    expect(await barriers(late)).toEqual([]);
    await late.getByRole('button', { name: 'Close without sending' }).click();
    await expectFocusOn(late, 'Changes');
    expect(await late.getByRole('button', { name: 'Decline the change' }).count()).toBe(0);
  },
  BROWSER_TEST_MS,
);

it(
  'tells who saves a draft after a colleague what the colleague changed, and undoes none of it',
  async () => {
    const state = await house.as('focal-haiti');
    const content = { areaIso2: 'HT', title: 'Safes for Haiti', summary: 'Safes', language: 'en', items: [SAFES] };
    const { id } = (await state.post('/needs', content)).body;
    const late = await visits.page('focal-haiti', `/needs/${id}/edit`);
    await late.getByLabel('National action plan').fill('Plan 2026');
    const early = await visits.page('focal-haiti', `/needs/${id}/edit`);
    await early.locator('[name="items.0.requested"]').fill('250');
    await early.getByRole('button', { name: 'Add an item' }).click();
    await early.locator('[name="items.1.description"]').fill('Racks');
    await early.locator('[name="items.1.measure"]').selectOption('unit container');
    await early.locator('[name="items.1.requested"]').fill('4');
    await early.getByLabel('Priority').selectOption('5');
    await early.getByRole('button', { name: 'Save the draft' }).click();
    await early.getByRole('heading', { level: 1, name: 'Safes for Haiti' }).waitFor();

    await late.getByRole('button', { name: 'Save the draft' }).click();
    const told = late.getByRole('table', { name: 'This changed while you were looking at it' });
    await told.getByRole('row', { name: 'Item 1, quantity' }).getByText('250').waitFor();
    await told.getByRole('row', { name: 'Item 2' }).getByText('Racks').waitFor();
    expect(await barriers(late)).toEqual([]);
    await late.setViewportSize(NARROW);
    expect(await sidewaysScroll(late)).toBe(0);
    await late.getByRole('button', { name: 'I have seen the change' }).click();
    await expectFocusOn(late, 'Change the request');
    await late.getByRole('button', { name: 'Save the draft' }).click();
    await late.getByRole('heading', { level: 1, name: 'Safes for Haiti' }).waitFor();
    const { body } = await state.get(`/needs/${id}`);
    expect(body).toMatchObject({ actionPlan: 'Plan 2026', priority: 5 });
    expect(body.items).toMatchObject([{ requested: '250' }, { description: 'Racks', requested: '4' }]);
  },
  BROWSER_TEST_MS,
);
