// Danger: a person who cannot get in, lands nowhere, or loses typed text when the session ends.
import { startSystem, type System } from '../system.js';
import { addressOf, BROWSER_TEST_MS, heading, settled, signInByHand, signInOf, Visits } from './visit.js';

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

const DESKS = [
  ['focal-haiti', 'Nadège Pierre', '/matches', 'Matches'],
  ['donor-sweden', 'Karin Lindqvist', '/matches', 'Matches'],
  ['coordinator', 'Amina Okafor', '/matches?state=suggested', 'Matches'],
  ['approver-1', 'Sofia Marques', '/orders?state=requested', 'Payment orders'],
  ['finance-1', 'Grace Mensah', '/matches?state=delivering', 'Matches'],
  ['auditor', 'Ingrid Dahl', '/needs', 'Needs'],
  ['administrator', 'Samir Haddad', '/people', 'People'],
] as const;

/** Their desks differ by what they list; one of each page is enough where time counts. */
it.each(process.env.LONG ? DESKS : DESKS.filter(([id]) => ['focal-haiti', 'approver-1', 'administrator'].includes(id)))(
  '%s signs in, works at the desk of the role, and signs out',
  async (person, name, desk, title) => {
    const page = await visits.page(null, '/sign-in');
    await signInByHand(page, signInOf(system, person));
    await heading(page, title);
    expect(addressOf(page)).toBe(desk);
    await page.getByRole('banner').getByText(name).waitFor();
    await settled(page);
    expect(await page.getByRole('alert').allTextContents()).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'says what is wrong with a sign-in and keeps the address',
  async () => {
    const page = await visits.page(null, '/sign-in?next=%2Fneeds%3Farea%3DHT');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Password: Write your password' }).waitFor();
    await signInByHand(page, { ...signInOf(system, 'auditor'), password: 'not the password' });
    await page.getByText('These do not open an account').waitFor();
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('auditor@demo.example');
    await signInByHand(page, signInOf(system, 'auditor'));
    await heading(page, 'Needs');
    expect(addressOf(page)).toBe('/needs?area=HT');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
  },
  BROWSER_TEST_MS,
);

it.each([
  ['another site', 'https://evil.example/'],
  ['no address at all', 'http://['],
])(
  'leads to the desk in the chosen language when the link to sign in names %s',
  async (_, next) => {
    const page = await visits.page(null, `/sign-in?lang=ar&next=${encodeURIComponent(next)}`);
    await signInByHand(page, signInOf(system, 'approver-1'));
    await heading(page, 'Payment orders');
    const { origin, pathname, searchParams } = new URL(page.url());
    expect([origin, pathname]).toEqual([new URL(system.baseUrl).origin, '/orders']);
    expect(Object.fromEntries(searchParams)).toEqual({ state: 'requested', lang: 'ar' });
  },
  BROWSER_TEST_MS,
);

it(
  'keeps what was typed when the session ends, and goes on after signing in again',
  async () => {
    const page = await visits.page('coordinator', '/matches?state=suggested');
    await page.getByRole('rowheader').getByRole('link').first().click();
    await page.getByLabel('Note to the parties').fill('A long thought about this match.');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('heading', { name: 'Your session ended' }).waitFor();
    await page.getByRole('dialog').getByLabel('Password').fill(signInOf(system, 'coordinator').password);
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.getByLabel('Note to the parties').inputValue()).toBe('A long thought about this match.');
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('Waiting for', { exact: false }).first().waitFor();
    await page.getByText('A long thought about this match.').waitFor();
    expect(visits.complaints).toEqual([]);
  },
  BROWSER_TEST_MS,
);

it(
  'lets somebody else sign in where a session ended',
  async () => {
    const page = await visits.page(null, '/sign-in?next=%2Fneeds');
    await signInByHand(page, signInOf(system, 'coordinator'));
    await heading(page, 'Needs');
    await page.context().clearCookies();
    // On a slow machine a question of the page before finds the session ended first, and its dialog covers the link.
    await page.getByRole('link', { name: 'Matches' }).dispatchEvent('click');
    await page.getByRole('heading', { name: 'Your session ended' }).waitFor();
    await signInByHand(page, signInOf(system, 'donor-sweden'));
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('Karin Lindqvist').waitFor();
    await page.getByText('Needs that were brought together with your offers.').waitFor();
  },
  BROWSER_TEST_MS,
);

it(
  'follows who signs in or out in another window of the browser, and does nothing in the name of somebody else',
  async () => {
    const window = await visits.newWindow();
    const enter = (person: string) => {
      const { email, password } = signInOf(system, person);
      return window.request.post('/api/v1/session', { data: { email, password } });
    };
    await enter('coordinator');
    const page = await window.newPage();
    await page.goto('/matches?state=suggested');
    await page.getByRole('rowheader').getByRole('link').first().click();
    await page.getByLabel('Note to the parties').fill('A thought of the coordinator.');

    // What no window is told of: the api refuses, and the page finds out.
    await enter('coordinator-2');
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('Luis Ferreyra, coordinator for UNDP (demonstration), signed in', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Accept' }).waitFor();
    expect(await page.getByLabel('Note to the parties').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Close' }).click();

    const other = await window.newPage();
    await other.goto('/needs');
    await other.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You were signed out in another window').waitFor();
    await page.getByText('Sign in first').waitFor();
    await other.getByRole('link', { name: 'Sign in' }).click();
    await signInByHand(other, signInOf(system, 'donor-sweden'));
    await page.getByText('Karin Lindqvist, donor for Sweden (demonstration), signed in', { exact: false }).waitFor();
    await page.getByText('Not found, or not open to you').waitFor();
    await window.close();
  },
  BROWSER_TEST_MS,
);

it(
  'does not take somebody for a visitor while the server does not say who is signed in',
  async () => {
    const page = await visits.page('auditor', '/needs');
    await page.getByText('Ingrid Dahl').waitFor();
    const problem = { type: '/problems/internal', title: 'Internal', status: 500, detail: 'It broke.' };
    await page.route('**/api/v1/session', (route) => route.fulfill({ status: 500, json: problem }));
    await page.reload();
    await page.getByText('does not say who is signed in', { exact: false }).waitFor();
    expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBe(0);
    await page.unroute('**/api/v1/session');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Ingrid Dahl').waitFor();
  },
  BROWSER_TEST_MS,
);
