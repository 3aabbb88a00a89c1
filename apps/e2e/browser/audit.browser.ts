// Danger: an auditor who cannot read what was done, nor what was refused; a page that tells others what is behind the doors.
import { Refusals } from '#libs/audit/http';
import { startSystem, type System } from '../system.js';
import {
  addressOf,
  barriers,
  BROWSER_TEST_MS,
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
  system = await startSystem({ demo: true });
  visits = await Visits.open(system);
}, BROWSER_TEST_MS);

afterEach(() => visits.leaveAll());

afterAll(async () => {
  await visits?.close();
  await system?.stop();
});

it(
  'an auditor reads who did what and what was refused, a coordinator what is open to them, others who reads it',
  async () => {
    const malawi = await system.as('focal-malawi');
    const draftId = (await malawi.post('/needs', { areaIso2: 'MW', title: 'A draft' })).body.id as string;
    const outsider = await system.as('focal-haiti');
    expect((await outsider.get(`/needs/${draftId}`)).status).toBe(404);
    await system.app.get(Refusals, { strict: false }).write();

    const page = await visits.page('auditor', `/needs/${draftId}`);
    await page.getByRole('link', { name: 'In the audit log' }).click();
    await heading(page, 'Audit log');
    expect(addressOf(page)).toBe(`/audit?refId=${draftId}`);
    const refused = page.getByRole('row').filter({ hasText: 'Asked for what is hidden from them' });
    await refused.getByText('Haiti (demonstration)').waitFor();
    await page.getByRole('row').filter({ hasText: 'need.drafted' }).getByText('Malawi (demonstration)').waitFor();
    await page.getByText('2 entries', { exact: true }).waitFor();
    await refused.getByText('Show the facts').click();
    await refused.getByText('GET /needs/:id').waitFor();
    expect(await barriers(page)).toEqual([]);
    for (const path of [addressOf(page), `${addressOf(page)}&lang=ar`]) {
      await page.setViewportSize(NARROW);
      await page.goto(path);
      await page.locator('details').first().click();
      expect([await barriers(page), await sidewaysScroll(page)]).toEqual([[], 0]);
    }

    await page.setViewportSize(WIDE);
    await page.goto('/audit');
    await page.getByText('50 entries, older ones below').waitFor();
    await page.getByRole('button', { name: 'Show older entries' }).click();
    await page.getByText('100 entries, older ones below').waitFor();
    await page.getByLabel('Person who acted (id)').fill('Haiti');
    await page.getByRole('button', { name: 'Show entries' }).click();
    expect(addressOf(page)).toBe('/audit');
    await page.getByLabel('Person who acted (id)').fill('');
    await page.getByLabel('About').selectOption('what was refused');
    await page.getByLabel('About').press('Tab');
    await page.getByRole('button', { name: 'Show entries' }).press('Enter');
    await page.waitForFunction(() => document.activeElement?.textContent === '1 entry');
    expect(addressOf(page)).toBe('/audit?act=access');
    await refused.getByText(draftId).waitFor();

    const coordinator = await visits.page('coordinator', `/audit?refId=${draftId}`);
    await coordinator.getByText('No entry that is open to you matches.', { exact: false }).waitFor();
    expect(await coordinator.getByRole('option', { name: 'what was refused' }).count()).toBe(0);
    await coordinator.getByRole('link', { name: 'Clear all filters' }).click();
    await coordinator.getByText('50 entries, older ones below').waitFor();
    expect(await coordinator.getByText('access.', { exact: false }).count()).toBe(0);

    const donor = await visits.page('donor-sweden', '/audit');
    await donor.getByText('Auditors read the audit log, and coordinators what is open to them').waitFor();
    await settled(donor);
    expect(await donor.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
    expect(await barriers(donor)).toEqual([]);
    expect(visits.complaints).toEqual([]);
  },
  BROWSER_TEST_MS,
);
