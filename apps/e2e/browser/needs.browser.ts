// Danger: a visitor who cannot find, narrow or share the list; a page that only a mouse, a wide screen or one direction fits.
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

const MARKING = 'Mark the police stocks of the northern departments';
const STORAGE = 'Safe storage for three depots';
const titles = (page: Page) => page.getByRole('rowheader').getByRole('link').allTextContents();

it(
  'lets a visitor narrow the list, go back, and share what is shown',
  async () => {
    const page = await visits.page(null, '/');
    await page.getByRole('link', { name: MARKING }).waitFor();
    expect(addressOf(page)).toBe('/needs');
    expect((await titles(page)).sort()).toEqual([MARKING, STORAGE]);
    await page.getByRole('link', { name: 'Looking for help (2)' }).waitFor();

    await page.getByRole('checkbox', { name: 'Stockpile management' }).check();
    await page.getByRole('combobox', { name: 'State or area' }).selectOption('HT');
    await page.getByRole('button', { name: 'Show needs' }).click();
    await page.getByText('1 need, 1 shown').waitFor();
    expect(addressOf(page)).toBe('/needs?category=STOCK&area=HT');
    expect(await titles(page)).toEqual([STORAGE]);

    const pasted = await visits.page(null, addressOf(page));
    await pasted.getByText('1 need, 1 shown').waitFor();
    expect(await pasted.getByRole('checkbox', { name: 'Stockpile management' }).isChecked()).toBe(true);
    expect(await pasted.getByRole('combobox', { name: 'State or area' }).inputValue()).toBe('HT');

    await page.goBack();
    await page.getByText('2 needs, 2 shown').waitFor();
    expect(addressOf(page)).toBe('/needs');
    expect(await page.getByRole('checkbox', { name: 'Stockpile management' }).isChecked()).toBe(false);
  },
  BROWSER_TEST_MS,
);

it(
  'counts what each filter would leave, once the list is there, and lists without the counts as well',
  async () => {
    const page = await visits.page(null, '/needs');
    await page.getByRole('checkbox', { name: 'Stockpile management and security (1 need)' }).check();
    expect(await page.getByRole('checkbox', { name: 'Control of brokering' }).isVisible()).toBe(false);
    await page.getByText('Type, coverage, money, dates, priority').click();
    await page.getByRole('checkbox', { name: 'Financial assistance (1 need)' }).check();
    await page.getByRole('spinbutton', { name: 'From' }).fill('300000');
    await page.getByRole('spinbutton', { name: 'To' }).fill('200000');
    await page.getByRole('button', { name: 'Show needs' }).click();
    expect(addressOf(page)).toBe('/needs'); // the browser names the wrong end and sends nothing
    await page.getByRole('spinbutton', { name: 'To' }).fill('400000');
    await page.getByRole('button', { name: 'Show needs' }).click();
    await page.getByText('1 need, 1 shown').waitFor();
    expect(addressOf(page)).toBe('/needs?category=STOCK&type=financial&openFrom=300000&openTo=400000');
    await page.getByRole('link', { name: 'Remove Still open, up to: USD 400,000' }).click();
    await page.waitForURL(/openFrom=300000$/);
    const alone = await visits.page(null, '/sign-in');
    await alone.route('**/needs/facets*', (route) => route.abort());
    await alone.getByRole('link', { name: 'Needs', exact: true }).click();
    await alone.getByText('2 needs, 2 shown').waitFor();
    expect(await alone.getByRole('checkbox', { name: 'Control of brokering' }).isVisible()).toBe(true);
  },
  BROWSER_TEST_MS,
);

it(
  'says why a list is empty and offers the step out',
  async () => {
    const page = await visits.page(null, '/needs?area=HT&q=submarines');
    await page.getByText('No needs match').waitFor();
    await page.getByRole('link', { name: 'Remove Words: submarines' }).last().click();
    await page.getByText('2 needs, 2 shown').waitFor();
    expect(addressOf(page)).toBe('/needs?area=HT');
  },
  BROWSER_TEST_MS,
);

it(
  'shows the sheet of a need and takes the focus to its heading',
  async () => {
    const page = await visits.page(null, '/needs');
    await page.getByRole('link', { name: MARKING }).click();
    await expectFocusOn(page, MARKING);
    expect(await page.title()).toBe(`${MARKING} – Clearing house`);
    await page.getByText('International Tracing Instrument, paragraph ', { exact: false }).first().waitFor();
    await page.getByText('Nothing was reported for this need.').waitFor();
    expect(await page.getByRole('heading', { name: 'Why not others' }).count()).toBe(0);
    await page.goBack();
    await heading(page, 'Needs');
  },
  BROWSER_TEST_MS,
);

it(
  'tells a visitor what is not open, and the way in',
  async () => {
    const missing = await visits.page(null, '/needs/need_00000000000000000000000000');
    await missing.getByText('Not found, or not open to you').waitFor();
    const closed = await visits.page(null, '/matches');
    await closed.getByText('Sign in first').waitFor();
    await closed.getByRole('alert').getByRole('link', { name: 'Sign in' }).click();
    await heading(closed, 'Sign in');
    expect(addressOf(closed)).toBe('/sign-in?next=%2Fmatches');
    const nowhere = await visits.page(null, '/no/such/page');
    await heading(nowhere, 'There is no such page');
    const broken = await visits.page(null, '/needs/%E0%A4%A');
    await heading(broken, 'There is no such page');
    const refused = await visits.page('administrator', '/matches');
    await refused.getByText('Not open to your role').waitFor();
    await refused.getByRole('link', { name: 'Awaiting review' }).waitFor({ state: 'detached' });
    const sheet = await visits.page('administrator', await pathOfSheet());
    await settled(sheet);
    expect(await sheet.getByRole('alert').allTextContents()).toEqual([]);
  },
  BROWSER_TEST_MS,
);

it(
  'works by keyboard: skip link, then the content',
  async () => {
    const page = await visits.page(null, '/needs');
    await page.getByRole('link', { name: MARKING }).waitFor();
    await page.keyboard.press('Tab');
    await page.locator(':focus', { hasText: 'Skip to the content' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('#main:focus').waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'keeps the page and says so when the connection is gone',
  async () => {
    const page = await visits.page(null, '/needs');
    await page.getByRole('link', { name: MARKING }).waitFor();
    await page.context().setOffline(true);
    try {
      await page.getByText('This device is offline', { exact: false }).waitFor();
      await page.getByRole('combobox', { name: 'State or area' }).selectOption('FJ');
      await page.getByRole('button', { name: 'Show needs' }).click();
      await page.getByText('No answer from the clearing house').waitFor();
    } finally {
      await page.context().setOffline(false);
    }
    // By itself: nobody has to know that the connection is back.
    await page.getByText('No needs match').waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'says so when the code of a page does not arrive, and shows the page once it can',
  async () => {
    const window = await visits.newWindow();
    const page = await window.newPage();
    await page.goto('/needs');
    await page.getByRole('link', { name: MARKING }).waitFor();
    await window.setOffline(true);
    await page.getByRole('link', { name: MARKING }).click();
    await page.getByText('No answer from the clearing house').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('This device is offline', { exact: false }).waitFor();
    await window.setOffline(false);
    await page.getByText('This device is offline', { exact: false }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Try again' }).click();
    await heading(page, MARKING);
    await window.close();
  },
  BROWSER_TEST_MS,
);

it(
  'fits 320 pixels and mirrors for a language written from the right',
  async () => {
    for (const path of ['/needs', '/sign-in', await pathOfSheet()]) {
      const narrow = await visits.page(null, path, NARROW);
      await settled(narrow);
      expect([path, await sidewaysScroll(narrow)]).toEqual([path, 0]);
      expect([path, await barriers(narrow)]).toEqual([path, []]);
      await visits.leave(narrow);

      const mirrored = await visits.page(null, `${path}?lang=ar`, WIDE);
      await settled(mirrored);
      expect(await mirrored.evaluate('[document.documentElement.dir, document.documentElement.lang].join()')).toBe(
        'rtl,en',
      );
      expect(await sideOf(mirrored, '.wordmark')).toBe('right');
      expect(await sidewaysScroll(mirrored)).toBe(0);
      if (process.env.LONG) expect([path, await barriers(mirrored)]).toEqual([path, []]);
      expect(await mirrored.getByRole('alert').allTextContents()).toEqual([]);
      await visits.leave(mirrored);
    }
    const list = await visits.page(null, '/needs');
    await list.getByRole('link', { name: MARKING }).waitFor();
    expect([await sideOf(list, '.wordmark'), await sideOf(list, '.side')]).toEqual(['left', 'left']);
    const mirrored = await visits.page(null, '/needs?lang=ar');
    await mirrored.getByRole('link', { name: MARKING }).waitFor();
    expect(await sideOf(mirrored, '.side')).toBe('right');
    for (const viewport of [WIDE, NARROW]) {
      await mirrored.setViewportSize(viewport);
      for (const text of ['.wordmark-name', 'tbody th .under', 'td', 'td.numeric']) {
        expect([viewport.width, text, await gapAtRight(mirrored, text)]).toEqual([viewport.width, text, 0]);
      }
    }
  },
  BROWSER_TEST_MS,
);

it(
  'says on paper when it was printed, not when it was loaded',
  async () => {
    const window = await visits.newWindow(); // its clock stays set
    const page = await window.newPage();
    await page.goto('/needs');
    await page.getByRole('link', { name: MARKING }).waitFor();
    await page.clock.setFixedTime('2031-05-06T07:08:09Z');
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator('.print-only').textContent()).toContain('printed 6 May 2031, 07:08 UTC');
    await window.close();
  },
  BROWSER_TEST_MS,
);

it(
  'loads the first page within its budget and without a complaint',
  async () => {
    const window = await visits.newWindow();
    const page = await window.newPage();
    const loaded: { path: string; bytes: number }[] = [];
    page.on('requestfinished', (request) => {
      void request
        .sizes()
        .then(({ responseBodySize }) => loaded.push({ path: request.url(), bytes: responseBodySize }));
    });
    await page.goto('/needs');
    await page.getByRole('link', { name: MARKING }).waitFor();
    await page.waitForLoadState('networkidle');
    const kib = (end: string) =>
      loaded.filter(({ path }) => path.endsWith(end)).reduce((sum, { bytes }) => sum + bytes, 0) / 1024;
    expect(kib('.js')).toBeGreaterThan(50);
    expect(kib('.js')).toBeLessThan(150);
    expect(kib('.css')).toBeLessThan(10);
    expect(visits.complaints).toEqual([]);
  },
  BROWSER_TEST_MS,
);

async function pathOfSheet(): Promise<string> {
  const { body } = await system.anonymous.get('/needs?limit=1');
  return `/needs/${body.items[0].id}`;
}

/** Pixels between the words of the first such element that is shown and the right edge of the room they have. */
function gapAtRight(page: Page, selector: string): Promise<number> {
  return page.evaluate<number>(`(() => {
    const shown = [...document.querySelectorAll(${JSON.stringify(selector)})].find((one) => one.innerText.trim());
    const box = shown.querySelector(':scope > div') ?? shown;
    const words = document.createRange();
    words.selectNodeContents(box);
    const room = box.getBoundingClientRect().right - parseFloat(getComputedStyle(box).paddingRight);
    return Math.round(room - Math.max(...[...words.getClientRects()].map(({ right }) => right)));
  })()`);
}

/** On which half of the window something stands. */
async function sideOf(page: Page, selector: string): Promise<'left' | 'right'> {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`${selector} is not there`);
  return box.x + box.width / 2 < WIDE.width / 2 ? 'left' : 'right';
}

it(
  'keeps a draft that does not say yet what is needed and what is counted, and asks for both when it is handed in',
  async () => {
    const page = await visits.page('focal-fiji', '/needs/new');
    await page.getByLabel('Title').fill('Safes for two posts');
    await page.getByLabel('How many, or how much').fill('2.5');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByRole('link', { name: /Choose what is counted, or write a whole number/ }).click();
    await page.getByLabel('How many, or how much').fill('12');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('What is counted is not chosen yet').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Submit to the coordinators' }).click();
    await page.getByRole('link', { name: /^Item 1, counted in.+Choose what is counted/ }).click();
    await page.locator('[name="items.0.measure"]:focus').selectOption('Safe');
    expect(await page.getByLabel('How many, or how much').inputValue()).toBe('12');
  },
  BROWSER_TEST_MS,
);
