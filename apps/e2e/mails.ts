import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { System } from './system.js';
import { until } from './until.js';

/** The e-mails to an address, the oldest first. */
export async function mailsTo({ mailFolder }: Pick<System, 'mailFolder'>, address: string): Promise<string[]> {
  const names = (await readdir(mailFolder).catch(() => [])).filter((name) => name.endsWith('.txt')).sort();
  const mails = await Promise.all(names.map((name) => readFile(join(mailFolder, name), 'utf8')));
  return mails.filter((mail) => mail.includes(`\nTo: ${address}\n`));
}

const NEWS = '\nSubject: News for you at the clearing house\n';

/** The `count`th e-mail to an address about its account, as soon as it is sent; news are sent by the clock, between them. */
export async function mailTo(system: Pick<System, 'mailFolder'>, address: string, count = 1): Promise<string> {
  return until(
    `e-mail ${count} to ${address}`,
    async () => (await mailsTo(system, address)).filter((mail) => !mail.includes(NEWS))[count - 1],
  );
}

/** What follows the `#` of the link to a page, which opens it. */
export function tokenIn(mail: string, page: string): string {
  const token = new RegExp(`^https://clearing\\.example/${page}#([\\w-]{43})$`, 'm').exec(mail)?.[1];
  if (!token) throw new Error(`There is no link to ${page} in: ${mail}`);
  return token;
}
