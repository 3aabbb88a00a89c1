import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { Config } from '../config/config.js';
import { localPart, Mailer, type Mail } from './mailer.js';

/** The oldest make room. */
export const MESSAGES_MAX = 500;

const ENDING = '.txt';

/** Leaves messages as files to read, for a machine without a mail server. Their names sort by time as ids do. */
export class FolderMailer extends Mailer {
  constructor(
    private readonly folder: string,
    private readonly from: Config['mail']['from'],
  ) {
    super();
  }

  async send(mail: Mail): Promise<void> {
    const path = join(this.folder, localPart(mail) + ENDING);
    const partial = `${path}.${randomUUID()}`;
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    try {
      await writeFile(partial, this.written(mail), { mode: 0o600 });
      await rename(partial, path);
    } finally {
      await rm(partial, { force: true });
    }
    await this.makeRoom();
  }

  private written({ to, subject, text, messageId }: Mail): string {
    const { name, address } = this.from;
    const head = [
      `Date: ${new Date().toUTCString()}`,
      `From: ${name} <${address}>`,
      `To: ${to}`,
      `Subject: ${subject}`,
      `Message-ID: ${messageId}`,
    ];
    return `${head.join('\n')}\n\n${text}\n`;
  }

  private async makeRoom(): Promise<void> {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith(ENDING)).sort();
    for (const name of names.slice(0, -MESSAGES_MAX)) await rm(join(this.folder, name), { force: true });
  }
}
