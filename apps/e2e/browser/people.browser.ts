// Danger: a person who is asked in cannot get in, or speaks for a State that did not ask them to; an organization that nobody can enter or correct.
import type { Page } from 'playwright-core';
import { IN_A_YEAR, inDays } from '../days.js';
import { mailTo, tokenIn } from '../mails.js';
import { addMember, givePassword } from '../people.js';
import { startSystem, type System } from '../system.js';
import {
  barriers,
  BROWSER_TEST_MS,
  expectFocusOn,
  heading,
  NARROW,
  sidewaysScroll,
  signInByHand,
  Visits,
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
  'an administrator invites somebody, who comes in by the link, sets a new password and looks after the account',
  async () => {
    const email = 'ada@example.org';
    const page = await visits.page('administrator', '/people');
    await page.getByText('Invite somebody').click();
    await page.getByLabel('Name', { exact: true }).fill('Ada Pierre');
    await page.getByLabel('E-mail address', { exact: true }).fill(email);
    await page.getByLabel('Organization', { exact: true }).fill('Haiti');
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page
      .getByRole('link', { name: 'Organization: no organization has exactly this name', exact: false })
      .waitFor();
    await page.getByRole('link', { name: 'Add it to the directory first' }).click();
    await addAndCorrect(page, 'Customs of Haitii', 'Customs of Haiti');
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByText('Invite somebody').click();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Ada Pierre');
    await page.getByLabel('Organization', { exact: true }).fill('Haiti (demonstration)');
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByText(`The invitation to ${email} is on its way.`).waitFor();
    await page.getByRole('button', { name: 'Send the invitation of Ada Pierre again' }).waitFor();
    await expectFocusOn(page, 'Invite somebody');
    expect(await barriers(page)).toEqual([]);

    const visitor = await visits.page(
      null,
      `/invitation#${tokenIn(await mailTo(system, email), 'invitation')}`,
      NARROW,
    );
    await visitor.getByText('Samir Haddad invites you to act for Haiti (demonstration)', { exact: false }).waitFor();
    expect([await barriers(visitor), await sidewaysScroll(visitor)]).toEqual([[], 0]);
    await visitor.getByRole('textbox', { name: 'New password' }).fill('too short');
    await visitor.getByRole('button', { name: 'Accept the invitation' }).click();
    await visitor.getByRole('link', { name: 'New password: use at least 12 characters' }).waitFor();
    await visitor.getByRole('textbox', { name: 'New password' }).fill('correct horse battery');
    await visitor.getByRole('button', { name: 'Accept the invitation' }).click();
    await heading(visitor, 'Matches');
    await visitor.getByRole('button', { name: 'Sign out' }).click();

    await visitor.getByRole('link', { name: 'Sign in' }).click();
    await visitor.getByRole('link', { name: 'Forgot your password?' }).click();
    await visitor.getByLabel('E-mail address').fill(email);
    await visitor.getByRole('button', { name: 'Send the link' }).click();
    await visitor.getByText('Look into your mailbox').waitFor();
    await visitor.goto(`/reset#${tokenIn(await mailTo(system, email, 2), 'reset')}`);
    await visitor.getByRole('textbox', { name: 'New password' }).fill('another horse battery');
    await visitor.getByRole('button', { name: 'Set the password' }).click();
    await heading(visitor, 'Your password is set');
    await visitor.reload();
    await visitor.getByText('This link does not work any more').waitFor();
    expect([await barriers(visitor), await sidewaysScroll(visitor)]).toEqual([[], 0]);
    await visitor.locator('main').getByRole('link', { name: 'Sign in' }).click();
    await signInByHand(visitor, { email, password: 'another horse battery' });
    await heading(visitor, 'Matches');

    await visitor.getByRole('link', { name: 'Your account' }).click();
    await system.signIn(email, 'another horse battery');
    const firefox = {
      headers: { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' },
    };
    await system.anonymous.post('/session', { email, password: 'another horse battery' }, firefox);
    await visitor.reload();
    await visitor.getByRole('button', { name: 'Sign out Firefox, Linux' }).click();
    await visitor.getByText('Signed out there.').waitFor();
    await visitor.getByRole('button', { name: 'Sign out Firefox, Linux' }).waitFor({ state: 'detached' });
    await visitor.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await visitor.getByRole('button', { name: 'Sign out everywhere else' }).waitFor({ state: 'detached' });
    // As the link in an e-mail does: it opens the page anew.
    await visitor.goto('about:blank');
    await visitor.goto('/account#preferences');
    await visitor.waitForFunction(() => {
      const heading = document.getElementById('preferences')?.getBoundingClientRect();
      return heading && heading.top >= 0 && heading.bottom <= innerHeight && scrollY > 0;
    });
    await visitor.getByLabel('needs I follow').selectOption('each one at once');
    await visitor.getByLabel('what my saved searches find').selectOption('none');
    await visitor.getByRole('button', { name: 'Save' }).click();
    await visitor.getByText('Saved.').waitFor();
    expect(await visitor.getByLabel('needs I follow').inputValue()).toBe('each');
    expect(await visitor.getByLabel('what my saved searches find').inputValue()).toBe('none');
    expect([await barriers(visitor), await sidewaysScroll(visitor)]).toEqual([[], 0]);
    await visitor.getByText('Change the e-mail address').click();
    await visitor.getByLabel('New e-mail address').fill('ada.pierre@example.org');
    await visitor.getByLabel('Your password').fill('not this one');
    await visitor.getByRole('button', { name: 'Send the link' }).click();
    await visitor.getByRole('link', { name: 'Your password: This is not the password of your account' }).waitFor();
    await visitor.getByLabel('Your password').fill('another horse battery');
    await visitor.getByRole('button', { name: 'Send the link' }).click();
    const awaited = visitor.getByText('A link is on its way to ada.pierre@example.org', { exact: false });
    await awaited.waitFor();
    // A link that is taken back, or replaced, before its e-mail is written is not sent at all.
    await mailTo(system, 'ada.pierre@example.org', 1);
    await visitor.getByRole('button', { name: 'Keep the old address' }).click();
    await awaited.waitFor({ state: 'detached' });
    await expectFocusOn(visitor, 'Your account');
    await visitor.getByText('Change the e-mail address').click();
    await visitor.getByLabel('New e-mail address').fill('ada.pierre@example.org');
    await visitor.getByLabel('Your password').fill('another horse battery');
    await visitor.getByRole('button', { name: 'Send the link' }).click();
    await awaited.waitFor();
    await mailTo(system, 'ada.pierre@example.org', 2);
    await visitor.getByRole('button', { name: 'Send the link to ada.pierre@example.org again' }).click();
    await visitor.getByText('The link was sent to ada.pierre@example.org again.').waitFor();
    expect([await barriers(visitor), await sidewaysScroll(visitor)]).toEqual([[], 0]);
    const confirmation = await mailTo(system, 'ada.pierre@example.org', 3);
    await visitor.goto(`/confirm-address#${tokenIn(confirmation, 'confirm-address')}`);
    await visitor.getByRole('button', { name: 'Confirm the address' }).click();
    await heading(visitor, 'Your address is changed');
    await visitor.reload();
    await visitor.getByText('This link does not work any more').waitFor();
    await visitor.goto('/reset');
    await visitor.locator('input[value="ada.pierre@example.org"]').waitFor();

    await page.reload();
    await page.getByRole('link', { name: 'Ada Pierre' }).click();
    await page.getByText('ada.pierre@example.org').waitFor();
    await page.getByText('End this role').click();
    const end = page.getByRole('form', { name: 'End the role national focal point of Haiti (demonstration)' });
    await end.getByRole('button', { name: 'End the role' }).click();
    await end.getByRole('link', { name: 'Reason: Write a reason.' }).waitFor();
    await end.getByLabel('Reason').fill('Left the ministry.');
    await end.getByRole('button', { name: 'End the role' }).click();
    await page.getByText('none', { exact: true }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await sidewaysScroll(page)).toBe(0);
    await page.reload();
    const undo = page.getByRole('form', {
      name: 'Undo the end of the role national focal point of Haiti (demonstration)',
    });
    await undo.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('End this role').waitFor();
    expect(await undo.count()).toBe(0);
    expect(visits.complaints).toEqual([]);
  },
  BROWSER_TEST_MS,
);

it(
  'a point of contact lets a colleague hand in a request, and hands over to them from a day on',
  async () => {
    const state = await system.as('focal-fiji');
    const { organization, person } = (await state.get('/session')).body;
    const colleague = await addMember(system.db, organization.id, 'focal-point');
    await system.db.asOwner('DELETE FROM points_of_contact WHERE person_id = $1', [colleague.personId]);
    const name = 'Josefa Naivalu';
    await system.db.asOwner('UPDATE people SET name = $2 WHERE id = $1', [colleague.personId, name]);
    const title = 'Safe storage at two posts';
    const line = { categoryCode: 'STOCK', typeCode: 'equipment', measure: { unit: 'container' }, requested: '2' };
    const need = await state.post('/needs', {
      ...{ areaIso2: 'FJ', title, summary: title, language: 'en', visibility: 'public', neededBy: IN_A_YEAR },
      items: [{ ...line, description: title }],
    });

    const password = 'correct horse battery';
    const page = await visits.page(null, `/sign-in?next=%2Fneeds%2F${need.body.id}`);
    await signInByHand(page, { email: await givePassword(system.db, colleague, password), password });
    await page.getByText('Only its points of contact', { exact: false }).getByText('Mere Vakatawa').waitFor();
    const submit = page.getByRole('button', { name: 'Submit to the coordinators' });
    expect(await submit.count()).toBe(0);

    const head = await visits.page('focal-fiji', `/organizations/${organization.id}`);
    const of = (act: string) => head.getByRole('form', { name: `${act}: Mere Vakatawa, Programme of Action` });
    const open = (act: string) => head.getByText(act, { exact: true }).first().click();
    await open('Let somebody hand in requests in your place');
    const delegate = of('Let somebody hand in requests in your place');
    await delegate.getByLabel('Until, and including').fill(inDays(30));
    await delegate.getByRole('button', { name: 'Delegate' }).click();
    await head.getByText(`${name} may hand in requests in their place until ${dayText(inDays(30))}.`).waitFor();

    await page.reload();
    await submit.click();
    await page.getByText('submitted', { exact: true }).waitFor();

    await open('Hand over to somebody else');
    const handOver = of('Hand over to somebody else');
    await handOver.getByLabel('From').fill(inDays(10));
    await handOver.getByRole('button', { name: 'Hand over' }).click();
    // Nobody stands in for who is it no longer.
    await head.getByText(`${name} may hand in requests in their place until ${dayText(inDays(9))}.`).waitFor();
    await head.getByText(new RegExp(`^From ${dayText(inDays(10))} on`)).waitFor();
    // Nobody hands over twice; under the other instrument they still may.
    expect(await head.getByText('Hand over to somebody else', { exact: true }).count()).toBe(1);
    expect(await barriers(head)).toEqual([]);
    await head.setViewportSize(NARROW);
    expect(await sidewaysScroll(head)).toBe(0);

    const office = await visits.page('administrator', `/people/${person.id}`);
    await office.getByText('End this role').click();
    const end = office.getByRole('form', { name: `End the role national focal point of ${organization.name}` });
    await end.getByText('primary point of contact, Programme of Action').waitFor();
    await end.getByText(`${name} hands in requests in their place`, { exact: false }).waitFor();
    await end.getByText(`Nobody then hands in requests for ${organization.name}.`).waitFor();
    expect(await barriers(office)).toEqual([]);
    await end.getByLabel('Reason').fill('Left the ministry.');
    await end.getByRole('button').click();
    await office.getByText('This ended as well', { exact: false }).waitFor();
    expect(await office.getByText('primary point of contact, Programme of Action').count()).toBe(1);
    await office.locator('.notice').getByRole('link', { name: organization.name }).click();
    await heading(office, organization.name);
    await office.getByText('No point of contact is designated now.').waitFor();
    expect(visits.complaints).toEqual([]);
  },
  BROWSER_TEST_MS,
);

const dayText = (day: string) => new Date(day).toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** A State without its country is refused, and a name that is there already; what was entered wrong is corrected on its page. */
async function addAndCorrect(page: Page, wrong: string, name: string): Promise<void> {
  const add = page.getByRole('form', { name: 'Add an organization' });
  await add.getByLabel('Name').fill('HAITI (demonstration)');
  await add.getByLabel('Kind').selectOption('State');
  await add.getByRole('button').click();
  await add.getByRole('link', { name: 'Country or area: choose one', exact: false }).waitFor();
  await add.getByLabel('Country or area').selectOption('Haiti');
  await add.getByRole('button').click();
  await add.getByRole('link', { name: 'Name: The directory has one of this name already', exact: false }).waitFor();
  await add.getByRole('link', { name: 'The directory has the State of this country: Haiti', exact: false }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await add.getByLabel('Name').fill(wrong);
  await add.getByLabel('Kind').selectOption('Non-governmental organization');
  await add.getByRole('button').click();
  await heading(page, wrong);
  await page.getByText(`${wrong} is in the directory.`, { exact: false }).waitFor();
  await page.getByText('Correct name, kind or country').click();
  const correct = page.getByRole('form', { name: 'Correct name, kind or country' });
  expect(await correct.getByLabel('Country or area').inputValue()).toBe('HT');
  await correct.getByLabel('Name').fill(name);
  await correct.getByLabel('Kind').selectOption('Regional organization');
  expect(await barriers(page)).toEqual([]);
  await correct.getByRole('button').click();
  await heading(page, name);
  await page.locator('.lead').getByText('Regional organization', { exact: true }).waitFor();
}
