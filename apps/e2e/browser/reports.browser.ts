// Danger: a focal point whose report or spreadsheet does not get through, or whose need forgets it; readers who get another file, or none.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { startSystem, type System } from '../system.js';
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

const TITLE = 'Rapport national 2026';
const TEXT = 'Question 9 : des machines de marquage manquent.';

async function fileReport(page: Page): Promise<void> {
  // The list that led here has a choice of the same name.
  await heading(page, 'File a report');
  await page.getByRole('combobox', { name: 'Reporting cycle' }).selectOption('BMS9');
  await page.getByRole('textbox', { name: 'Title' }).fill(TITLE);
  await page.getByRole('combobox', { name: 'Language' }).selectOption('fr');
  await page.getByRole('combobox', { name: 'Open to' }).selectOption('public');
  await page.getByRole('button', { name: 'File the report' }).click();
  await page.getByRole('link', { name: 'Choose the file, or name the address', exact: false }).waitFor();
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'rapport.txt', mimeType: 'text/plain', buffer: Buffer.from(TEXT) });
  await page.getByText('rapport.txt · 1 kB').waitFor();
  await page.getByRole('button', { name: 'File the report' }).click();
  await heading(page, TITLE);
}

it(
  'takes a report with its file, shows both to everyone, and begins a need that names it',
  async () => {
    const page = await visits.page('focal-malawi', '/reports');
    await page.getByRole('link', { name: 'File a report' }).click();
    await fileReport(page);
    const path = addressOf(page);

    const visitor = await visits.page(null, '/reports?cycle=BMS9');
    await visitor.getByRole('link', { name: TITLE }).click();
    await heading(visitor, TITLE);
    expect(addressOf(visitor)).toBe(path);
    const download = visitor.waitForEvent('download');
    await visitor.getByRole('link', { name: 'rapport.txt' }).click();
    expect(await readFile(await (await download).path(), 'utf8')).toBe(TEXT);

    await page.getByText('File a need from this report').click();
    await page.getByRole('textbox', { name: 'What is needed' }).fill('Machines de marquage');
    await page.getByRole('textbox', { name: 'Paragraph or question' }).fill('Question 9');
    await page.getByRole('button', { name: 'Begin the draft' }).click();
    await heading(page, 'Machines de marquage');
    await page.getByText(`From ${TITLE}, 2024–2026: Question 9.`).waitFor();
    await page.getByRole('link', { name: TITLE }).click();
    await page.getByRole('link', { name: 'Machines de marquage' }).waitFor();
    // A draft is its State's alone.
    await visitor.reload();
    await visitor.getByText('No need from this report is open to you.').waitFor();

    await page.getByText('Withdraw the report').click();
    await page.getByRole('textbox', { name: 'Reason' }).fill('The wrong year');
    await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
    await page.getByText('This report was withdrawn').waitFor();
    await visitor.reload();
    await visitor.getByText('Not found, or not open to you').waitFor();
    await page.getByRole('button', { name: 'Restore the report' }).click();
    await page.getByRole('link', { name: 'Correct the record' }).waitFor();
    await expectFocusOn(page, TITLE);
  },
  BROWSER_TEST_MS,
);

it(
  'tells who reported and who asked, and narrows it in the address',
  async () => {
    const page = await visits.page('coordinator', '/reports');
    await page.getByRole('link', { name: 'Who reported and who asked' }).click();
    await heading(page, /^Reporting cycle/);
    await page.getByText('Asked, did not report').locator('..').getByRole('link').click();
    await page.getByRole('rowheader', { name: 'Malawi' }).waitFor();
    expect(addressOf(page)).toMatch(/\?reported=false&asked=true$/);
    expect(await page.getByRole('rowheader').allTextContents()).toEqual(['Malawi']);
    await page.getByRole('combobox', { name: 'Region' }).selectOption({ label: 'Europe' });
    await page.getByRole('combobox', { name: 'Reported' }).selectOption('yes');
    await page.getByRole('combobox', { name: 'Asked' }).selectOption('any');
    await page.getByRole('button', { name: 'Show States' }).click();
    await page.getByRole('rowheader', { name: 'Sweden' }).waitFor();
    expect(addressOf(page)).toMatch(/\?region=150&reported=true$/);
    await page.goBack();
    await page.getByRole('rowheader', { name: 'Malawi' }).waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'fits 320 pixels without a barrier',
  async () => {
    const { body } = await system.anonymous.get('/national-reports?limit=1');
    const sheet = `/reports/${body.items[0].id}`;
    for (const path of ['/reports', '/reports/new', sheet, '/reports/cycles/BMS10?region=150', '/calendar']) {
      const page = await visits.page('coordinator', path, NARROW);
      await settled(page);
      expect([path, await sidewaysScroll(page)]).toEqual([path, 0]);
      if (process.env.LONG || /new|cycles|calendar/.test(path))
        expect([path, await barriers(page)]).toEqual([path, []]);
      await visits.leave(page);
    }
    expect(visits.complaints).toEqual([]);
  },
  BROWSER_TEST_MS,
);

it(
  'tries a spreadsheet of needs before it uses it, and gives back the row that is wrong',
  async () => {
    const page = await visits.page('focal-malawi', '/needs?mine=true');
    await page.getByRole('link', { name: 'Send a changed file back' }).click();
    await heading(page, 'Spreadsheets sent back');
    const file = [
      'need,title,area,category,type,description,unit,requested',
      ',Marking from a sheet,MW,MARK,equipment,Machines,machine,12',
      ',Racks from a sheet,MW,STOCK,equipment,Racks,rack,many',
    ].join('\n');
    await page
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'needs.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await page.getByRole('button', { name: 'Send and try it' }).click();
    await heading(page, 'needs.csv');
    await page.getByRole('heading', { name: '1 row cannot be used' }).waitFor();
    const changing = page.getByRole('table', { name: 'Rows that are new or change something' });
    await page.getByRole('heading', { name: 'What it would change' }).waitFor();
    expect(await changing.getByRole('rowheader').allInnerTexts()).toEqual(['Row 2 · New']);
    expect(await changing.getByText('Marking from a sheet').count()).toBe(1);
    expect(await changing.getByRole('link').count()).toBe(0);
    expect(await barriers(page)).toEqual([]);
    await page.setViewportSize(NARROW);
    expect(await sidewaysScroll(page)).toBe(0);

    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download them all as a file' }).click();
    expect(await readFile(await (await download).path(), 'utf8')).toContain('requested: must be a whole number');
    await page.getByRole('button', { name: 'Use the row that is right' }).click();
    await page.getByRole('heading', { name: 'What it did' }).waitFor();
    await page.getByRole('heading', { name: '1 row was not used' }).waitFor();
    await page.getByRole('heading', { name: 'What it changed' }).waitFor();
    const need = await changing.getByRole('link', { name: 'Marking from a sheet' }).getAttribute('href');
    expect(need).toMatch(/^\/needs\/need_/);
    await page.getByRole('link', { name: 'To the needs' }).click();
    await page.getByRole('link', { name: 'Marking from a sheet' }).waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'tells who corrects a report after a colleague what the colleague changed, and undoes none of it',
  async () => {
    const state = await system.as('focal-haiti');
    const { body: report } = await state.post('/national-reports', {
      ...{ cycle: 'BMS9', instruments: ['poa', 'iti'], title: 'Report of 2026', language: 'en', note: '' },
      ...{ submittedOn: '2026-02-02', visibility: 'coordinators', publishedUrl: 'https://un.example/report' },
    });
    const late = await visits.page('focal-haiti', `/reports/${report.id}/edit`);
    await late.getByRole('textbox', { name: 'Note' }).fill('Sent by the embassy.');
    await late
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'report.txt', mimeType: 'text/plain', buffer: Buffer.from(TEXT) });
    const change = { title: 'Report of 2025', language: 'fr' };
    await state.patch(`/national-reports/${report.id}`, change, { ifMatch: report.version });

    await late.getByRole('button', { name: 'Save' }).click();
    const told = late.getByRole('table', { name: 'This changed while you were looking at it' });
    await told.getByRole('row', { name: 'Title' }).getByText('Report of 2025').waitFor();
    await told.getByRole('row', { name: 'Language' }).getByText('French').waitFor();
    expect(await barriers(late)).toEqual([]);
    await late.getByRole('button', { name: 'I have seen the change' }).click();
    await expectFocusOn(late, 'Correct the record');
    await late.getByRole('button', { name: 'Save' }).click();
    await heading(late, 'Report of 2025');
    const { body } = await state.get(`/national-reports/${report.id}`);
    expect(body).toMatchObject({ ...change, note: 'Sent by the embassy.', file: { name: 'report.txt' } });
  },
  BROWSER_TEST_MS,
);

it(
  'lets a coordinator ask for more of a request, and for no less than every request must say',
  async () => {
    const coordinator = await system.as('coordinator');
    const asked = async () => (await coordinator.get('/reference/submission-threshold')).body;
    const before = await asked();
    const page = await visits.page('coordinator', '/calendar');
    await page.getByText('Change what is required', { exact: true }).click();
    await page.getByLabel('Completeness, of 100').fill(String(before.minimumScore + 1));
    await page.getByRole('button', { name: 'Require this' }).click();
    await page.getByText('Requests that are handed in from now on must say this.').waitFor();
    const { minimumScore, requiredFacts } = await asked();
    expect(minimumScore).toBe(before.minimumScore + 1);
    expect([...requiredFacts].sort()).toEqual([...before.requiredFacts].sort());
  },
  BROWSER_TEST_MS,
);
