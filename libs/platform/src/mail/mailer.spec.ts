// Danger: a message is lost, goes to somebody else, or tells a log who its reader is.
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSmtpUrl } from '../config/smtp-url.js';
import { FolderMailer, MESSAGES_MAX } from './folder-mailer.js';
import { type Mail, MailRefused, MailServerAway } from './mailer.js';
import { SmtpMailer } from './smtp-mailer.js';
import { SmtpPeer } from '../testing/smtp-peer.js';

const FROM = { name: 'Clearing house', address: 'no-reply@clearing.example' };
const MAIL: Mail = {
  to: 'ada@example.org',
  subject: 'Your invitation',
  text: 'Hello Ada,\n.\nhttps://clearing.example/invitation#abc=\n',
  messageId: 'dlv_1',
};

describe('through SMTP', () => {
  let peer: SmtpPeer;
  let url: string;
  let mailer: SmtpMailer;

  beforeEach(async () => {
    peer = new SmtpPeer();
    url = await peer.listen();
    mailer = new SmtpMailer(parseSmtpUrl(url)!, FROM);
  });
  afterEach(() => peer.close());

  it('a message reaches its reader, with an id that is the same when it is sent again', async () => {
    await mailer.send(MAIL);
    await mailer.send(MAIL);
    expect(peer.received).toHaveLength(2);
    for (const { from, to, source } of peer.received) {
      expect([from, to]).toEqual([FROM.address, [MAIL.to]]);
      expect(source).toContain('Message-ID: <dlv_1@clearing.example>');
      expect(source).toContain('Subject: Your invitation');
      expect(source).toContain('Auto-Submitted: auto-generated');
      expect(source).toContain('Hello Ada,\n.\nhttps://clearing.example/invitation#abc=');
    }
  });

  it('neither an address nor a subject adds a reader or a header', async () => {
    await mailer.send({ ...MAIL, subject: 'One\r\nBcc: eve@example.org' });
    expect(peer.received[0]?.to).toEqual([MAIL.to]);
    expect(peer.received[0]?.source).not.toMatch(/^Bcc/m);
    await mailer.send({ ...MAIL, to: 'ada@example.org, eve@example.org' }).catch(() => undefined);
    expect(peer.received.flatMap(({ to }) => to).filter((to) => to.startsWith('eve'))).toEqual([]);
  });

  it.each([
    ['RCPT', '550 5.1.1 ada@example.org is unknown', '550 5.1.1'],
    ['DATA', '554 no', '554'],
    ['.', '552-5.2.2 the box of ada@example.org\r\n552 5.2.2 is full', '552-5.2.2'],
  ])('what is refused for good at %s is not tried again', async (verb, answer, shown) => {
    peer.answers.set(verb, answer);
    const failure = await mailer.send(MAIL).catch((error: unknown) => error as MailRefused);
    expect(failure).toBeInstanceOf(MailRefused);
    expect(failure).toMatchObject({ attemptsMax: 1, message: expect.stringContaining(shown) });
    expect(String((failure as Error).stack)).not.toContain('ada@');
  });

  it.each([
    ['RCPT', '451 4.7.1 ada@example.org is greylisted'],
    ['MAIL', '530 5.7.0 sign in first'],
    ['EHLO', '421 too busy'],
  ])('what says nothing of the message for good is tried again: %s %s', async (verb, answer) => {
    peer.answers.set(verb, answer);
    const failure = await mailer.send(MAIL).catch((error: unknown) => error as MailServerAway);
    expect(failure).toBeInstanceOf(MailServerAway);
    expect((failure as MailServerAway).attemptsMax).toBeGreaterThan(8);
    expect(String((failure as Error).stack)).not.toContain('ada@');
  });

  it('a server that is away is tried again', async () => {
    await peer.close();
    await expect(mailer.send(MAIL)).rejects.toThrow(MailServerAway);
  });

  it('nothing goes unencrypted to a server elsewhere', async () => {
    const elsewhere = { ...parseSmtpUrl(url)!, requireTls: true };
    await expect(new SmtpMailer(elsewhere, FROM).send(MAIL)).rejects.toThrow(MailServerAway);
    expect(peer.received).toEqual([]);
  });
});

describe('in a folder', () => {
  let folder: string;

  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'clearing-mail-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('a message is a file that a person reads, once however often it is sent, and nobody else', async () => {
    const mailer = new FolderMailer(join(folder, 'outbox'), FROM);
    await mailer.send(MAIL);
    await mailer.send(MAIL);
    const names = await readdir(join(folder, 'outbox'));
    expect(names).toEqual(['dlv_1.txt']);
    const path = join(folder, 'outbox', 'dlv_1.txt');
    const text = await readFile(path, 'utf8');
    expect(text).toContain(`To: ada@example.org\nSubject: Your invitation\n`);
    expect(text).toContain(`\n\n${MAIL.text}`);
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  it('the oldest make room', async () => {
    const mailer = new FolderMailer(folder, FROM);
    for (let i = 0; i < MESSAGES_MAX + 3; i += 1) {
      await mailer.send({ ...MAIL, messageId: `dlv_${String(i).padStart(4, '0')}` });
    }
    const names = (await readdir(folder)).sort();
    expect([names.length, names[0]]).toEqual([MESSAGES_MAX, 'dlv_0003.txt']);
  });

  it.each(['../etc/passwd', '', 'a b', 'a\nb'])('an id that is no name of a file is none: %j', async (messageId) => {
    await expect(new FolderMailer(folder, FROM).send({ ...MAIL, messageId })).rejects.toThrow('needs an id');
  });
});
