// Danger: a donor who cannot put an offer on the table, learns too late of what is wrong with it or of what is needed, or loses what was typed.
import type { Page } from 'playwright-core';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';
import {
  addressOf,
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
    await page.getByText('The offer is published and compared with all open needs.', { exact: false }).waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);

    await page.setViewportSize(WIDE);
    await page.goto('/offers');
    const filter = page.getByRole('checkbox', { name: /^Transfer of technology.* offers?\)$/ });
    const [, counted] = /\((\d+) offers?\)$/.exec((await filter.locator('..').textContent()) ?? '') ?? [];
    await filter.check();
    await page.getByRole('button', { name: 'Show offers' }).click();
    await page.waitForURL(/[?]category=TECH$/);
    await page
      .getByRole('status')
      .getByText(new RegExp(`^${counted} offers?, `))
      .waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await sidewaysScroll(page)).toBe(0);

    await page.goto('/needs?category=STOCK');
    await page.getByRole('link', { name: 'Safe storage for three depots' }).click();
    await page.getByText('Pledge to this item').first().click();
    await page.getByLabel('Amount (USD)').fill('400,000');
    await page.getByRole('button', { name: 'Pledge', exact: true }).click();
    await page.getByRole('alert').getByText('it is more than is still open', { exact: false }).waitFor();
    await page.getByText('That is more than the USD 310,000 still open.', { exact: false }).waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.getByRole('checkbox', { name: 'Pledge that much all the same' }).check();
    await page.getByRole('button', { name: 'Pledge', exact: true }).click();
    await page.getByRole('status').filter({ hasText: 'Pledged. A coordinator reviews it next' }).waitFor();
    await page.getByText('USD 400,000 pledged. USD 310,000 still open.').waitFor();
    expect(addressOf(page)).toContain('/needs/');
    expect(await barriers(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.locator('#matches ~ * a').first().click();
    await page.getByRole('heading', { name: 'Your pledge' }).waitFor();
    const history = page.getByRole('region', { name: 'What was done so far' }).getByRole('listitem');
    expect(await history.allTextContents()).toEqual([expect.stringMatching(/^PledgedJapan.* · .* UTC$/)]);
    expect(await barriers(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.goBack();
    await page.getByRole('link', { name: 'Reduce or withdraw Safe storage for three depots' }).click();
    await page.getByText('Withdraw', { exact: true }).first().click();
    const withdrawal = page.getByRole('form', { name: 'Withdraw' });
    await withdrawal.getByLabel('Reason').fill('The budget was cut.');
    await withdrawal.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByText('Was offered', { exact: true }).waitFor();
    await page.getByRole('definition').filter({ hasText: 'USD 400,000' }).nth(1).waitFor();
    expect(await page.getByText('Left', { exact: true }).count()).toBe(0);
  },
  BROWSER_TEST_MS,
);

it(
  'tells a donor of a need that a saved search finds, and puts needs side by side that they follow',
  async () => {
    const page = await visits.page('donor-sweden', '/needs?area=HT&q=lighthouse');
    await page.getByText('Alert me of new needs like these').click();
    await page.getByLabel('Name').fill('Lighthouses of Haiti');
    await page.getByRole('button', { name: 'Save this search' }).click();
    await page.getByText('Saved as “Lighthouses of Haiti”: you are told', { exact: false }).waitFor();
    const before = await bellOf(page);

    const need = await publishNeed(await system.as('focal-haiti'), await system.as('coordinator'), LIGHTHOUSE);
    const donor = await system.as('donor-sweden');
    const isTold = async () => JSON.stringify((await donor.get('/notifications')).body).includes(need.id);
    await until('the donor is told', isTold);
    await page.reload();
    await page.getByText(`${before + 1} unread`).waitFor();
    await page.getByRole('banner').getByRole('link', { name: 'Inbox' }).click();
    await expectFocusOn(page, 'Inbox');
    await page.getByText('A search that you saved found it.').waitFor();
    await page.getByRole('link', { name: LIGHTHOUSE.title }).click();
    await expectFocusOn(page, LIGHTHOUSE.title);
    await page.waitForFunction(UNREAD, before);

    await page.getByRole('button', { name: 'Follow this need' }).click();
    await page.getByText('You follow this need: ', { exact: false }).waitFor();
    await page.goto('/needs?category=STOCK');
    const toggle = page.getByRole('button', { name: 'Follow Safe storage for three depots' });
    await toggle.click();
    await page.getByText('You follow this need now.').waitFor();
    await page.getByRole('button', { name: 'Follow Safe storage for three depots', pressed: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Compare Safe storage for three depots' }).check();
    await page.getByText('1 need chosen; choose up to 4').waitFor();
    expect(addressOf(page)).toMatch(/^\/needs\?category=STOCK&compare=need_\w+$/);

    await page.goto('/shortlist');
    await page.getByRole('rowheader', { name: LIGHTHOUSE.title }).waitFor();
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await page.getByRole('link', { name: 'Put side by side' }).click();
    await page.getByRole('columnheader', { name: LIGHTHOUSE.title }).waitFor();
    await page.goBack();
    await page.getByText('2 needs chosen').waitFor();
    expect(await page.getByRole('checkbox', { name: 'Compare Safe storage', checked: true }).count()).toBe(1);
    await page.goForward();
    await page.getByRole('columnheader', { name: LIGHTHOUSE.title }).waitFor();
    const compared = addressOf(page);
    expect(compared).toMatch(/^\/compare\?ids=need_\w+&ids=need_\w+$/);

    await page.goto('/inbox?unread=true');
    await settled(page);
    expect(await page.getByRole('link', { name: LIGHTHOUSE.title }).count()).toBe(0);
    await page.goto('/inbox');
    const entry = page.getByRole('listitem').filter({ hasText: LIGHTHOUSE.title });
    await entry.getByRole('button', { name: 'Mark as unread' }).click();
    await page.getByText('Marked as unread.').waitFor();
    await page.waitForFunction(UNREAD, before + 1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.waitForFunction(UNREAD, before);
    await visits.leave(page);
    for (const path of ['/inbox', '/saved-searches', '/shortlist', compared]) {
      const narrow = await visits.page('donor-sweden', path, NARROW);
      await settled(narrow);
      expect([path, await sidewaysScroll(narrow)]).toEqual([path, 0]);
      expect([path, await barriers(narrow)]).toEqual([path, []]);
      await visits.leave(narrow);
    }
  },
  BROWSER_TEST_MS,
);

const LIGHTHOUSE = {
  title: 'Radar for the lighthouse',
  areaIso2: 'HT',
  summary: 'Boats pass unseen.',
  visibility: 'public',
  items: [
    {
      categoryCode: 'BORDER',
      typeCode: 'financial',
      measure: { currency: 'USD' },
      requested: '900000',
      description: 'Radar with mast and generator',
    },
  ],
};

/** How many are unread, as the header says. */
const BELL = "Number(document.querySelector('.bell-count [aria-hidden]')?.textContent ?? 0)";
const UNREAD = `(count) => ${BELL} === count`;

async function bellOf(page: Page): Promise<number> {
  await page.waitForLoadState('networkidle');
  return page.evaluate<number>(BELL);
}

it(
  'says of a spreadsheet which cells are wrong before it is used, and to others who sends one; puts offers side by side',
  async () => {
    const rows = ['offer,title,kind,currency,capacity', ',Money for racks,cash,USD,2500.50', ',More,gold,USD,a lot'];
    const page = await visits.page('donor-japan', '/imports', NARROW);
    await page.getByLabel('File', { exact: true }).setInputFiles({
      name: 'offers.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(rows.join('\n')),
    });
    await page.getByRole('button', { name: 'Send and try it' }).click();
    await page.getByRole('heading', { name: '1 row cannot be used' }).waitFor();
    const wrong = page.getByRole('table', { name: 'Rows that were not used, and why' });
    await wrong.getByText('must be one of cash, in-kind').waitFor();
    await wrong.getByText('a lot', { exact: true }).waitFor();
    expect(await wrong.getByRole('rowheader').allInnerTexts()).toEqual(['Row 3', 'Row 3']);
    expect(await barriers(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    // What was done stands at the bottom of the window; whatever stands there can be scrolled out of it.
    const use = page.getByRole('button', { name: 'Use the row that is right' });
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    const said = await page.locator('.said').boundingBox();
    const button = (await use.boundingBox())!;
    if (said) expect(button.y + button.height).toBeLessThanOrEqual(said.y);
    await use.click();
    await page.getByRole('heading', { name: 'What it did' }).waitFor();
    const changing = page.getByRole('table', { name: 'Rows that are new or change something' });
    await changing.getByRole('link', { name: 'Money for racks' }).waitFor();
    await page.getByRole('link', { name: 'To the offers' }).click();
    await page.getByRole('link', { name: 'Money for racks' }).waitFor();
    const boxes = page.getByRole('checkbox', { name: /^Compare / });
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await page.getByRole('link', { name: 'Put side by side' }).click();
    await heading(page, 'Offers side by side');
    await page.getByRole('rowheader', { name: 'Least given at once' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);

    const other = await visits.page('administrator', '/imports', NARROW);
    await other.getByText('National focal points send files of needs, donors files of offers').waitFor();
    expect(await other.getByLabel('File', { exact: true }).count()).toBe(0);
    expect(await barriers(other)).toEqual([]);
  },
  BROWSER_TEST_MS,
);

it(
  'tells who publishes or corrects an offer after a colleague what the colleague changed, and undoes none of it',
  async () => {
    const donor = await system.as('donor-japan');
    const { body: offer } = await donor.post('/offers', {
      ...{ title: 'Stores for the coast', kind: 'in-kind', measure: { unit: 'container' }, capacity: '20' },
      ...{ typeCodes: ['equipment'], contact: 'The embassy' },
    });
    const sheet = await visits.page('donor-japan', `/offers/${offer.id}`);
    await heading(sheet, 'Stores for the coast');
    const editor = await visits.page('donor-japan', `/offers/${offer.id}/edit`);
    await editor.getByRole('textbox', { name: 'Contact' }).fill('The ministry');
    const change = { capacity: '12', cooperationMode: 'triangular' };
    await donor.patch(`/offers/${offer.id}`, change, { ifMatch: offer.version });

    for (const [page, act] of [
      [sheet, 'Publish'],
      [editor, 'Save'],
    ] as const) {
      await page.getByRole('button', { name: act }).click();
      const told = page.getByRole('table', { name: 'This changed while you were looking at it' });
      const total = told.getByRole('row', { name: 'Total' });
      await total.getByText('20 × ', { exact: false }).waitFor();
      await total.getByText('12 × ', { exact: false }).waitFor();
      expect(await told.getByRole('row').count()).toBe(3);
      expect(await barriers(page)).toEqual([]);
    }
    await editor.getByRole('button', { name: 'I have seen the change' }).click();
    await editor.getByRole('button', { name: 'Save' }).click();
    await heading(editor, 'Stores for the coast');
    expect((await donor.get(`/offers/${offer.id}`)).body).toMatchObject({ ...change, contact: 'The ministry' });
  },
  BROWSER_TEST_MS,
);
