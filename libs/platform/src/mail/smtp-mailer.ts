import { createTransport } from 'nodemailer';
import type { Config } from '../config/config.js';
import type { SmtpServer } from '../config/smtp-url.js';
import { localPart, Mailer, MailRefused, MailServerAway, type Mail } from './mailer.js';

const ANSWER_MS = 10_000;
const SILENCE_MS = 30_000;
/** What a server answers to these says something of the message or its reader, not of us. */
const ABOUT_THE_MESSAGE = new Set(['RCPT TO', 'DATA']);

/** What nodemailer says of a failure. */
interface SmtpFailure {
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

export class SmtpMailer extends Mailer {
  private readonly transport: ReturnType<typeof createTransport>;

  constructor(
    { host, port, implicitTls, requireTls, login }: SmtpServer,
    private readonly from: Config['mail']['from'],
  ) {
    super();
    this.transport = createTransport({
      ...{ host, port, secure: implicitTls, requireTLS: requireTls, ...(login && { auth: login }) },
      ...{ connectionTimeout: ANSWER_MS, greetingTimeout: ANSWER_MS, dnsTimeout: ANSWER_MS, socketTimeout: SILENCE_MS },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(mail: Mail): Promise<void> {
    // As an object: a text would be read as a list of addresses.
    const to = { name: '', address: mail.to };
    const domain = this.from.address.slice(this.from.address.lastIndexOf('@') + 1);
    try {
      await this.transport.sendMail({
        from: { ...this.from },
        to,
        subject: mail.subject,
        text: mail.text,
        messageId: `<${localPart(mail)}@${domain}>`,
        // Nobody’s holiday notice answers a machine (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw failureOf(error as SmtpFailure);
    }
  }

  override async close(): Promise<void> {
    this.transport.close();
  }
}

/** Only the codes: the words of a server may name the reader, and failures are logged. */
function failureOf({ code = 'unknown', command = '', response = '', responseCode = 0 }: SmtpFailure): Error {
  const [answer = code] = /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response) ?? [];
  return responseCode >= 500 && ABOUT_THE_MESSAGE.has(command) ? new MailRefused(answer) : new MailServerAway(answer);
}
