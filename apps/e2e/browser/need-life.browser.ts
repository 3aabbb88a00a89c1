// Danger: an official cannot write a request, loses what was typed, or is not told what keeps it from being handed in; a
// coordinator cannot review it, or two of them undo each other's work.
import type { Page } from 'playwright-core';
import { IN_A_YEAR } from '../days.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import {
  addressOf,
  barriers,
  BROWSER_TEST_MS,
  expectFocusOn,
  NARROW,
  settled,
  sidewaysScroll,
  Visits,
} from './visit.js';

/** What has the focus, going from the first field on, and stands under the bar that saves. */
async function hiddenByBar(page: Page): Promise<unknown[]> {
  await page.getByLabel('What is it about?').focus();
  const hidden: unknown[] = [];
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press('Tab');
    const covered = await page.evaluate(`(() => {
      const bar = document.querySelector('.save-bar').getBoundingClientRect();
      const { top } = document.activeElement.getBoundingClientRect();
      return top >= bar.top && !document.activeElement.closest('.save-bar') ? document.activeElement.name : null;
    })()`);
    if (covered !== null) hidden.push(covered);
  }
  return hidden;
}

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
  'lets a coordinator ask, a State answer and hand in again, a need be published, and an item be sorted and sorted back',
  async () => {
    const page = await visits.page('coordinator', '/needs');
    await page.getByRole('link', { name: /^to review \(\d/ }).click();
    await page.waitForURL(/[?]view=to-review$/);
    await page.getByRole('link', { name: 'Destroy surplus ammunition' }).click();
    await page.getByLabel('How was its origin made sure of?').fill('Note verbale 12/2026');
    await page.getByRole('button', { name: 'Take up the review' }).click();
    await page.getByText('You took it up. Next validate it', { exact: false }).waitFor();
    await page.getByText('Return it with questions', { exact: true }).click();
    await page.getByRole('checkbox', { name: 'smallest useful quantity' }).check();
    await page.getByLabel('Your own question').fill('Who owns the site?');
    await page.getByRole('button', { name: 'Return with these questions' }).click();
    await page.getByText('not answered yet').nth(1).waitFor();

    const state = await visits.page('focal-fiji', new URL(page.url()).pathname);
    const question = state.getByRole('listitem').filter({ hasText: 'Who owns the site?' });
    await question.getByText('Answer', { exact: true }).click();
    await question.getByLabel('Your answer').fill('The navy does.');
    await question.getByRole('button', { name: 'Send' }).click();
    await state.getByText('The navy does.').waitFor();
    await state.getByText('It came back with questions.', { exact: false }).waitFor();
    await state.getByRole('button', { name: 'Hand it in again' }).click();
    await state.getByRole('alert').getByText('answer first: one question is open', { exact: false }).waitFor();
    expect(await barriers(state)).toEqual([]);
    await state.setViewportSize(NARROW);
    expect(await sidewaysScroll(state)).toBe(0);
    const open = state.getByRole('form', { name: 'Hand it in again' });
    await open
      .getByRole('listitem')
      .getByRole('link', { name: /^What is the smallest useful quantity/ })
      .click();
    await state.locator('textarea[name=body]:focus').waitFor();
    await open.getByRole('checkbox', { name: 'Hand it in without these answers' }).check();
    await open.getByRole('button', { name: 'Hand it in again' }).click();
    await state.getByText('Handed in again. The coordinators go on', { exact: false }).waitFor();
    await state.getByText('under review', { exact: true }).waitFor();
    await state.getByRole('button', { name: 'Take it back to change it' }).click();
    await state.getByText('It is with your organization again.', { exact: false }).waitFor();
    await open.getByRole('checkbox', { name: 'Hand it in without these answers' }).check();
    await open.getByRole('button', { name: 'Hand it in again' }).click();
    await state.getByText('under review', { exact: true }).waitFor();
    await visits.leave(state);

    await page.reload();
    await page.getByText('The navy does.').waitFor();
    await page.getByText('It goes on without an answer to one question').waitFor();
    await page.getByRole('button', { name: 'Validate' }).click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Published', { exact: true }).waitFor();
    const item = page.getByRole('row').filter({ hasText: 'Contractor with licence' });
    await item.getByText('Change the category').click();
    await item.getByRole('combobox').selectOption('STOCK');
    await item.getByLabel('Why it changes').fill('It is about the store.');
    await item.getByRole('button', { name: 'Assign' }).click();
    await page.getByText('Category is now Stockpile management', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await item.getByText('Surplus', { exact: false }).first().waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'shows a coordinator what keeps a need from being matched, and the match as soon as there is one',
  async () => {
    const page = await visits.page('coordinator', '/needs');
    await page.getByRole('link', { name: 'One register instead of forty paper ledgers' }).click();
    await page.getByText('No match yet: no open offer fits as it is.', { exact: false }).waitFor();
    const item = page.getByRole('row').filter({ hasText: 'Scanning and entering of 40 ledgers' });
    await item.getByText('Change the category').click();
    await item.getByRole('combobox').selectOption('STOCK');
    await item.getByLabel('Why it changes').fill('It is about the store.');
    await item.getByRole('button', { name: 'Assign' }).click();
    await page.getByRole('link', { name: 'Secure stockpiles in least developed countries' }).waitFor();
    await page.getByText('Category is now Stockpile management', { exact: false }).waitFor();
    await expectFocusOn(page, 'Change the category');

    const { body } = await house.anonymous.get('/organizations?limit=100');
    const haiti = (body.items as { id: string; name: string }[]).find(({ name }) => name.startsWith('Haiti'));
    await page.goto(`/organizations/${haiti?.id}`);
    await settled(page);
    const holds = page.locator('form[aria-label^="This still holds: "]');
    await holds.nth(1).waitFor({ state: 'attached' });
    await page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))");
    await holds.nth(1).waitFor();
    expect(await barriers(page)).toEqual([]);
  },
  BROWSER_TEST_MS,
);

it(
  'tells two coordinators who sort the same item of each other, and loses no choice',
  async () => {
    const itemOn = (page: Page) => page.getByRole('row').filter({ hasText: 'Contractor with licence' });
    const assign = async (page: Page, code: string) => {
      await itemOn(page).getByText('Change the category').click();
      await itemOn(page).getByRole('combobox').selectOption(code);
      await itemOn(page).getByLabel('Why it changes').fill('It is about the store.');
    };
    const first = await visits.page('coordinator', '/needs');
    await first.getByRole('link', { name: 'Destroy surplus ammunition' }).click();
    await itemOn(first).waitFor();
    const second = await visits.page('coordinator-2', addressOf(first));
    await assign(second, 'MARK');

    await assign(first, 'STOCK');
    await itemOn(first).getByRole('button', { name: 'Assign' }).click();
    await first.getByText('Category is now Stockpile management', { exact: false }).waitFor();

    await itemOn(second).getByRole('button', { name: 'Assign' }).click();
    await second.getByRole('alert').getByText('Somebody changed this before you').waitFor();
    await itemOn(second).locator('.under').getByText('Stockpile management', { exact: false }).waitFor();
    expect(await itemOn(second).getByRole('combobox').inputValue()).toBe('MARK');
    expect(await barriers(second)).toEqual([]);
    await itemOn(second).getByRole('button', { name: 'Assign' }).click();
    await second.getByText('Category is now', { exact: false }).waitFor();

    await first.getByRole('button', { name: 'Undo' }).click();
    await first.getByRole('alert').getByText('Somebody changed this before you').waitFor();
    await itemOn(first).locator('.under').getByText('Marking', { exact: false }).waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'lets a focal point begin from a template, be told what is missing, correct it and hand it in',
  async () => {
    const page = await visits.page('focal-haiti', '/needs/new');
    await page.getByLabel('What is it about?').selectOption('MARK');
    await page.getByText('Donors ask:').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(await hiddenByBar(page)).toEqual([]);
    await page.getByLabel('How many, or how much').first().fill('many');
    await page.getByLabel('Place among its priorities').fill('300');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    const wrong = page.getByRole('alert').getByRole('listitem');
    await wrong.nth(3).waitFor();
    expect(await wrong.allTextContents()).toEqual([
      'Title: Write a title.',
      'Item 1 – How many, or how much: Write a whole number above 0, such as 1,250.',
      'National action plan: Name the plan that the place among its priorities is of.',
      expect.stringContaining('Place among its priorities: '),
    ]);
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel('Place among its priorities').fill('');
    await page.getByRole('link', { name: 'Title: Write a title' }).click();
    await page.keyboard.type('Marking machines for the coast guard');
    await page.getByText('Item 2 Sets of styluses').click();
    await page.locator('[name="items.1.requested"]').fill('7');
    await page.getByRole('button', { name: 'Remove item 2' }).click();
    expect(await page.locator('[name="items.1.requested"]').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Put back the item that was removed' }).click();
    await page.locator('summary:focus').filter({ hasText: 'Item 2 Sets of styluses' }).waitFor();
    expect(await page.locator('[name="items.1.requested"]').inputValue()).toBe('7');
    await page.getByRole('button', { name: 'Remove item 2' }).click();
    await page.getByText('Item 4 Computer sets').click();
    await page.getByRole('button', { name: 'Remove item 4' }).click();
    await page.getByText('Item 3 Licences').click();
    await page.getByRole('button', { name: 'Remove item 3' }).click();
    await page.getByLabel('How many, or how much').first().fill('4');
    await page.reload();
    expect(await page.getByLabel('Title').inputValue()).toBe('Marking machines for the coast guard');
    await page.getByRole('button', { name: 'Save the draft' }).click();

    const missing = page.getByRole('region', { name: 'What donors would still ask' });
    await missing.getByRole('heading', { name: 'Required before it can be handed in' }).waitFor();
    await missing.getByText('How much is needed', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Submit to the coordinators' }).click();
    await page.getByRole('alert').getByText('Say what the problem is.').waitFor();
    await page.getByRole('link', { name: /^Item 2, quantity [(].+[)]: Say how much is needed/ }).waitFor();
    await page.getByRole('link', { name: 'The problem behind the request', exact: false }).click();
    await page.locator('[name=summary]:focus').waitFor();
    await page.keyboard.type('Lost rifles of the coast guard cannot be traced.');
    await page.getByRole('button', { name: 'Item 2, smallest useful quantity' }).click();
    await page.locator('[name="items.1.minimum"]:focus').waitFor();
    await page.locator('[name="items.1.requested"]').fill('6');
    await page.locator('[name=neededBy]').fill(IN_A_YEAR);
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('button', { name: 'Submit to the coordinators' }).click();
    await page.getByText('submitted', { exact: true }).waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'files no item under a category that nobody chose, and says at the item that it is missing',
  async () => {
    const page = await visits.page('focal-fiji', '/needs/new');
    await page.getByLabel('Title').fill('Safes for two posts');
    await page.getByLabel('What is it about?').selectOption('STOCK');
    await page.getByText('Donors ask:').waitFor();
    expect(await page.getByText('stay with the earlier choice', { exact: false }).count()).toBe(0);
    await page.getByLabel('What is it about?').selectOption('Begin with an empty form');
    await page.getByText('Donors ask:').waitFor({ state: 'detached' });
    await page.getByLabel('What exactly').fill('Fireproof safes for the two posts');
    await page.getByLabel('Counted in').selectOption('Safe');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Type not chosen yet', { exact: false }).first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Change the request' }).click();
    await page.getByLabel('Usual item').selectOption('Safe');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Not yet sorted into a category', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Submit to the coordinators' }).click();
    await page.getByRole('link', { name: /^Item 1, category [(]/ }).click();
    await page.locator('[name="items.0.categoryCode"]:focus').selectOption('STOCK');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('row').getByText('Stockpile management', { exact: false }).first().waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'lets a State propose a change of what is published, and shows it to everyone once a coordinator publishes it',
  async () => {
    const state = await visits.page('focal-haiti', '/needs?q=depots');
    await state.getByRole('link', { name: 'Our needs (1)' }).click();
    await state.waitForURL(/[?]view=ours&q=depots$/);
    await state.getByRole('link', { name: 'Safe storage for three depots' }).click();
    await state.getByRole('link', { name: 'Propose a change' }).click();
    await state.getByLabel('Title').fill('Safe storage for four depots');
    await state.getByRole('button', { name: 'Propose the change' }).click();
    await state.getByRole('link', { name: 'Write a reason' }).click();
    await state.keyboard.type('The survey found another one.');
    await state.getByRole('button', { name: 'Propose the change' }).click();
    await state.getByText('A proposed change waits for a coordinator').waitFor();
    expect(await state.getByRole('link', { name: 'Propose a change' }).count()).toBe(0);
    const again = await visits.page('focal-haiti', `${addressOf(state)}/edit`);
    await again.getByText('A proposed change waits for a coordinator').waitFor();
    expect(await again.getByLabel('Title').count()).toBe(0);
    await again.getByRole('link', { name: 'See the change that waits' }).click();
    await again.getByRole('article').filter({ hasText: 'Proposed change' }).last().waitFor();
    await visits.leave(again);
    const everyone = await visits.page(null, addressOf(state));
    await everyone.getByRole('heading', { level: 1, name: 'Safe storage for three depots' }).waitFor();
    expect(await everyone.getByText('four depots').count()).toBe(0);

    const page = await visits.page('coordinator', addressOf(state));
    const change = page.getByRole('article').filter({ hasText: 'Proposed change' });
    await change.getByRole('deletion').getByText('three depots').waitFor();
    await change.getByRole('insertion').getByText('four depots').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await sidewaysScroll(page)).toBe(0);
    await change.getByRole('button', { name: 'Publish the change' }).click();
    await page.getByRole('heading', { level: 1, name: 'Safe storage for four depots' }).waitFor();
    await page.getByText('The change is published and everyone', { exact: false }).waitFor();

    await everyone.reload();
    await everyone.getByRole('article').filter({ hasText: 'Revision 2' }).getByText('found another one').waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'shows a coordinator what was asked for twice, to compare, tell apart, merge and take apart again',
  async () => {
    const state = await house.as('focal-malawi');
    const coordinator = await house.as('coordinator');
    const filed = (title: string, language: string) => {
      const line = { categoryCode: 'MARK', typeCode: 'equipment', measure: { unit: 'machine' }, requested: '12' };
      const items = [{ ...line, description: title, place: 'Lilongwe' }];
      return publishNeed(state, coordinator, {
        ...{ areaIso2: 'MW', title, summary: title, language, visibility: 'public', validUntil: IN_A_YEAR, items },
      });
    };
    await filed('Machines à marquer pour la capitale', 'fr');
    const { id } = await filed('Marking machines for Lilongwe', 'en');

    const page = await visits.page('coordinator', `/needs/${id}`);
    const twin = page.getByRole('listitem').filter({ hasText: 'Machines à marquer pour la capitale' }).first();
    const fold = (words: string) => twin.locator('summary').filter({ hasText: words }).click();
    await twin.getByText('both are for Lilongwe').waitFor();
    await fold('Compare them side by side');
    await twin.getByRole('row', { name: 'Who asks' }).getByText('Malawi', { exact: false }).nth(1).waitFor();
    await fold('They are not the same');
    await twin.getByLabel('Reason').fill('Two stores.');
    await twin.getByRole('button', { name: 'They are not the same' }).click();
    await twin.getByText('Found not to be the same by').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await sidewaysScroll(page)).toBe(0);
    await twin.getByRole('button', { name: 'Suggest it again' }).click();

    await fold('Merge the two');
    await twin.getByLabel('Which one stays?').selectOption('This request');
    await twin.getByRole('button', { name: 'Merge the two' }).click();
    await twin.getByRole('link', { name: 'Say why they are the same' }).click();
    await page.keyboard.type('Filed in two languages.');
    await twin.getByRole('button', { name: 'Merge the two' }).click();
    await page.getByText('Merged into this request:').waitFor();

    const everyone = await visits.page(null, addressOf(page));
    await everyone.getByRole('link', { name: 'Machines à marquer pour la capitale' }).click();
    await everyone.getByText('This request was merged into').waitFor();
    // Why is between those who read the review.
    expect(await everyone.getByText('Filed in two languages.').count()).toBe(0);
    expect(await everyone.getByText('Take the two apart').count()).toBe(0);

    await page.getByRole('link', { name: 'Machines à marquer pour la capitale' }).click();
    await page.locator('summary').filter({ hasText: 'Take the two apart' }).click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('Two stores after all.');
    await page.getByRole('button', { name: 'Take the two apart' }).click();
    await page.getByRole('heading', { name: 'Possible duplicates' }).waitFor();
    expect(await page.getByText('This request was merged into').count()).toBe(0);
  },
  BROWSER_TEST_MS,
);
