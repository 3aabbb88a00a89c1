// Danger: a State cannot end, hide, or keep alive what it asks for, or what others ask for it in its name, from the screen.
import type { Page } from 'playwright-core';
import { systemActor } from '#libs/kernel';
import { NeedExpiryService, NeedsImport } from '#libs/needs';
import { UnitOfWork } from '#libs/platform';
import { ApiClient } from '../client.js';
import { IN_A_YEAR, inDays } from '../days.js';
import { addMember, addOrganization, givePassword, openSessionOf } from '../people.js';
import { publishNeed } from '../publish-need.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';
import {
  addressOf,
  barriers,
  BROWSER_TEST_MS,
  NARROW,
  settled,
  sidewaysScroll,
  signInByHand,
  Visits,
} from './visit.js';

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

/** A request of Malawi that everybody sees. Returns its id. */
async function published(title: string): Promise<string> {
  const line = { categoryCode: 'STOCK', typeCode: 'equipment', measure: { unit: 'container' }, requested: '2' };
  const items = [{ ...line, description: title }];
  const { id } = await publishNeed(await house.as('focal-malawi'), await house.as('coordinator'), {
    ...{ areaIso2: 'MW', title, summary: title, language: 'en', visibility: 'public', validUntil: IN_A_YEAR, items },
  });
  return id;
}

/** What the hourly job does. */
async function anHourLater(): Promise<void> {
  const expiry = house.app.get(NeedExpiryService);
  await house.app.get(UnitOfWork).run(systemActor('needs.expire'), async (tx) => {
    await expiry.askAgain(tx);
    await expiry.expire(tx);
  });
}

it(
  'lets a State show its published request to fewer at once, and says how to show it to more again',
  async () => {
    const title = 'Safe storage at two posts';
    const id = await published(title);
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

it(
  'asks a State whether a request still stands, says when its last day is past, and opens it again after it ran out',
  async () => {
    const title = 'Watch over destruction of firearms';
    const id = await published(title);
    await house.db.asOwner("UPDATE needs SET published_at = '2020-01-01' WHERE id = $1", [id]);
    await anHourLater();
    const page = await visits.page('focal-malawi', '/needs?view=ours&reconfirmation=true');
    const entry = page.getByRole('row').filter({ hasText: title });
    await entry.getByText('to be confirmed', { exact: true }).waitFor();
    await entry.getByRole('link', { name: title }).click();
    await page.getByText('A new reporting cycle has begun since you last said', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'It still stands' }).click();
    await page.getByText('Confirmed: it stands until that day.', { exact: false }).waitFor();
    expect(await page.getByText('A new reporting cycle has begun', { exact: false }).count()).toBe(0);

    const lastDayWas = (day: string) => house.db.asOwner('UPDATE needs SET valid_until = $2 WHERE id = $1', [id, day]);
    await lastDayWas(inDays(-1));
    await page.goto('/needs?view=ours');
    await entry.getByText('last day past', { exact: true }).waitFor();
    await entry.getByRole('link', { name: title }).click();
    await page
      .locator('.notice')
      .filter({ hasText: 'The last day of this request is past' })
      .getByRole('link', { name: 'Say that it still stands' })
      .click();
    await page.waitForFunction("document.querySelector('#confirm').getBoundingClientRect().top < innerHeight");
    await page.getByRole('button', { name: 'It still stands' }).click();
    await page.getByRole('link', { name: 'Choose a day' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await sidewaysScroll(page)).toBe(0);

    await lastDayWas(inDays(-15));
    await anHourLater();
    await page.reload();
    await page.getByText('expired', { exact: true }).waitFor();
    await page.getByLabel('Valid until').fill(IN_A_YEAR);
    await page.getByRole('button', { name: 'It still stands' }).click();
    await page.getByText('open', { exact: true }).first().waitFor();
    const everyone = await visits.page(null, `/needs/${id}`);
    await everyone.getByText('open', { exact: true }).first().waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'lets who may not speak for their State withdraw a draft, and take that back',
  async () => {
    const { organization } = (await (await house.as('focal-malawi')).get('/session')).body;
    const colleague = await addMember(house.db, organization.id, 'focal-point');
    await house.db.asOwner('DELETE FROM points_of_contact WHERE person_id = $1', [colleague.personId]);
    const password = 'correct horse battery';
    const page = await visits.page(null, '/sign-in?next=%2Fneeds%2Fnew');
    await signInByHand(page, { email: await givePassword(house.db, colleague, password), password });
    await page.getByLabel('Title').fill('Typed by mistake');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Withdraw this need', { exact: true }).first().click();
    const form = page.getByRole('form', { name: 'Withdraw this need' });
    await form.getByRole('textbox').fill('Not ours');
    await form.getByRole('button', { name: 'Withdraw this need' }).click();
    await page.getByRole('button', { name: 'Take the withdrawal back' }).click();
    await page.getByText('The withdrawal is taken back', { exact: false }).waitFor();
    await page.getByText('draft', { exact: true }).first().waitFor();
  },
  BROWSER_TEST_MS,
);

/** The page that somebody is told of in their inbox, in these words. */
async function toldOf(person: string, title: string, words: string): Promise<Page> {
  const page = await visits.page(person, '/inbox');
  const news = page.getByRole('listitem').filter({ hasText: title }).filter({ hasText: words });
  await until(`${person} is told of ${title}`, async () => {
    await page.reload();
    await settled(page);
    return (await news.count()) > 0;
  });
  await news.getByRole('link', { name: title }).first().click();
  return page;
}

it(
  'lets a State object to what a regional organization asks for it, before coordinators decide, who then reject it',
  async () => {
    const title = 'Scanner at the port of Cap-Haïtien';
    const secretariat = await addOrganization(house.db, {
      kind: 'regional-organization',
      name: 'Caribbean secretariat',
    });
    await house.db.asOwner("INSERT INTO organization_areas (organization_id, area_iso2) VALUES ($1, 'HT')", [
      secretariat,
    ]);
    const member = await addMember(house.db, secretariat, 'focal-point');
    const region = new ApiClient(house.baseUrl, await openSessionOf(house.db, member));
    const line = { categoryCode: 'BORDER', typeCode: 'equipment', measure: { unit: 'machine' }, requested: '1' };
    const items = [{ ...line, description: title }];
    const content = { areaIso2: 'HT', title, summary: title, language: 'en', neededBy: IN_A_YEAR, items };
    const { body: draft } = await region.post('/needs', content);
    expect(await region.post(`/needs/${draft.id}/submit`, undefined, { ifMatch: 1 })).toMatchObject({ status: 200 });

    const state = await toldOf('focal-haiti', title, 'Another organization asks for this for your State.');
    const review = state.getByRole('region', { name: 'Review' });
    await state.getByRole('link', { name: 'To the review' }).click();
    await review.getByText('If you do not agree, write it here', { exact: false }).waitFor();
    await review.getByText('Write a message', { exact: true }).click();
    await review.getByRole('button', { name: 'Send' }).click();
    await review.getByRole('link', { name: 'Write something first.', exact: false }).click();
    await state.keyboard.type('We have one from last year.');
    await review.getByRole('button', { name: 'Send' }).click();
    await state.getByText('Sent. The coordinators and the organization that asks are told.').waitFor();
    await review.getByText('the State that it is for', { exact: true }).waitFor();
    expect(await barriers(state)).toEqual([]);
    await state.setViewportSize(NARROW);
    expect(await sidewaysScroll(state)).toBe(0);

    const page = await toldOf('coordinator', title, 'Somebody sent a message about it.');
    await page.getByLabel('How was its origin made sure of?').fill('Note verbale 14/2026');
    await page.getByRole('button', { name: 'Take up the review' }).click();
    await page.getByText('We have one from last year.').waitFor();
    await page.getByText('Reject', { exact: true }).first().click();
    await page.getByRole('form', { name: 'Reject' }).getByRole('textbox').fill('Its State does not agree.');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByText('rejected', { exact: true }).waitFor();
    await state.reload();
    await state.getByText('Its State does not agree.').waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'lets a State say who sees what was imported for it, and withdraw it',
  async () => {
    const money = { amount: '120000', currency: 'USD', objectives: 'Fewer thefts', activities: 'Racks' };
    const words = { startDate: '', endDate: '', sourceSector: '', sourceCluster: '', categoryCode: 'STOCK' };
    const requestingOrganization = { externalRef: 'RA', name: 'Relief Agency' };
    const row = { source: 'relief', externalRef: 'r-1', title: 'Racks for two posts', areaIso2: 'MW' };
    const { needId } = await house.app
      .get(UnitOfWork)
      .run(systemActor('import'), (tx) =>
        house.app.get(NeedsImport).importRow(tx, { ...row, requestingOrganization, ...words, ...money }),
      );
    expect((await house.anonymous.get(`/needs/${needId}`)).status).toBe(404);
    const page = await visits.page('focal-malawi', `/needs/${needId}`);
    await page.getByText('your State did not file it here').waitFor();
    expect(await page.getByText('Propose a change').count()).toBe(0);
    await page.locator('summary', { hasText: 'Change who sees it' }).click();
    const form = page.getByRole('form', { name: 'Change who sees it' });
    expect(await form.getByRole('combobox').inputValue()).toBe('parties-only');
    await form.getByRole('combobox').selectOption('public');
    await form.getByLabel('Reason').fill('The ministry agreed.');
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await sidewaysScroll(page)).toBe(0);
    await form.getByRole('button').click();
    await page.getByText('It is now shown to: everyone').waitFor();
    expect((await house.anonymous.get(`/needs/${needId}`)).status).toBe(200);
    await page.locator('summary', { hasText: 'Withdraw this need' }).click();
    const withdrawing = page.getByRole('form', { name: 'Withdraw this need' });
    await withdrawing.getByLabel('Reason').fill('We did not ask for this.');
    await withdrawing.getByRole('button').click();
    await until(
      'it is withdrawn',
      async () => (await house.anonymous.get(`/needs/${needId}`)).body.state === 'withdrawn',
    );
  },
  BROWSER_TEST_MS,
);
