import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { System } from '../system.js';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 320, height: 640 };

/** How long one test in a browser may take, with the whole system behind it on two busy cores. */
export const BROWSER_TEST_MS = 120_000;
/** How long a page may take to show something, background work included. */
const STEP_MS = 20_000;

/** An answer of the site that costs a page nothing: leaving the site would end the process behind the page. */
const AT_REST = '/livez';

const NOBODY = '';

/** A browser in front of a running system: one window per person, each with a session of its own. */
export class Visits {
  private readonly windows = new Map<string, Promise<BrowserContext>>();
  /** Opened before and left again: a new page costs more than twice what another visit of an old one does. */
  private readonly atRest = new Map<BrowserContext, Page[]>();
  /** What pages wrote to their consoles as errors, which nobody would see otherwise. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly system: System,
  ) {}

  static async open(system: System): Promise<Visits> {
    const executablePath = process.env.CHROME_PATH;
    if (!executablePath) throw new Error('CHROME_PATH names no browser; run the tests by `npm test`.');
    return new Visits(await chromium.launch({ executablePath, args: FLAGS }), system);
  }

  /** A page of somebody who is signed in already (`coordinator`, `donor-sweden`), or of nobody. */
  async page(person: string | null, path: string, viewport = WIDE): Promise<Page> {
    const window = await this.window(person);
    const page = this.atRest.get(window)?.pop() ?? (await this.newPage(window));
    await page.setViewportSize(viewport);
    await page.goto(path);
    return page;
  }

  /** A window that nobody has used yet. */
  newWindow(): Promise<BrowserContext> {
    return this.browser.newContext({ baseURL: this.system.baseUrl, locale: 'en-GB', viewport: WIDE });
  }

  /** Nothing is left of the visit, and no live event is followed any more; the page may be the next one's. */
  async leave(page: Page): Promise<void> {
    await page.unrouteAll();
    await page.evaluate('sessionStorage.clear()');
    await page.goto(AT_REST);
    const window = page.context();
    this.atRest.set(window, [...(this.atRest.get(window) ?? []), page]);
  }

  /** Between two tests. */
  async leaveAll(): Promise<void> {
    for (const window of await Promise.all(this.windows.values())) {
      const resting = this.atRest.get(window) ?? [];
      for (const page of window.pages()) if (!resting.includes(page)) await this.leave(page);
    }
    await (await this.windows.get(NOBODY))?.clearCookies();
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  private async newPage(window: BrowserContext): Promise<Page> {
    const page = await window.newPage();
    page.setDefaultTimeout(STEP_MS);
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      // A refused request is an answer like any other; a broken policy or a React warning is not.
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) {
        this.complaints.push(`${page.url()}: ${text}`);
      }
    });
    return page;
  }

  private window(person: string | null): Promise<BrowserContext> {
    const key = person ?? NOBODY;
    const known = this.windows.get(key) ?? (person === null ? this.newWindow() : this.signedIn(person));
    this.windows.set(key, known);
    return known;
  }

  private async signedIn(person: string): Promise<BrowserContext> {
    const window = await this.newWindow();
    const { email, password } = signInOf(this.system, person);
    const answer = await window.request.post('/api/v1/session', { data: { email, password } });
    if (!answer.ok()) throw new Error(`${email} cannot sign in: ${answer.status()} ${await answer.text()}`);
    return window;
  }
}

export function signInOf(system: System, person: string): { email: string; password: string } {
  const found = system.signIns.find(({ email }) => email.startsWith(`${person}@`));
  if (!found) throw new Error(`There is no ${person} in the demonstration world.`);
  return found;
}

/** Fills in the form of the sign-in page, or of the dialog that asks to sign in again. */
export async function signInByHand(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
}

/** What breaks WCAG 2.2 A or AA, or good practice such as a name for each part, on the page as it stands, in words. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .setLegacyMode() // else it opens a page of its own each time, for frames that these pages do not have
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/** Pixels by which something reaches out of the page, the place of a scroll bar left free. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate<number>(
    'Math.max(0, document.documentElement.scrollWidth - Math.ceil(document.documentElement.getBoundingClientRect().width))',
  );
}

/** Waits until nothing on the page is loading any more. An event stream never falls silent, so the network cannot tell. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('.loading, [aria-busy]').first().waitFor({ state: 'detached' });
}

export async function heading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** An act leaves the focus at a heading, not at the top of a page whose pressed button is gone. */
export async function expectFocusOn(page: Page, heading: string): Promise<void> {
  await page.waitForFunction(
    (words) =>
      document.activeElement?.matches('h1, h2, summary, .step-title') &&
      document.activeElement.textContent.includes(words),
    heading,
  );
}

/** The address below the site, with its parameters. */
export function addressOf(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}
