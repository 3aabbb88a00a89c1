import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, type Tx } from '#libs/platform';
import { Consumes, type Delivery, type LeasedConsumer, type Mail, Mailer } from '#libs/platform/worker';
import { inboxMail } from '../inbox-mail.js';
import { NotificationMailsService } from '../notification-mails.service.js';

interface Work {
  readonly mail: Mail;
  readonly notificationIds: readonly string[];
}

/** Writes to somebody what is new in their inbox, as far as they may see it when it is sent. */
@Injectable()
@Consumes('notifications.mail')
export class MailInbox implements LeasedConsumer<Work, readonly string[]> {
  constructor(
    private readonly mails: NotificationMailsService,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async prepare(tx: Tx, { id, refId }: Delivery): Promise<Work | null> {
    const letter = await this.mails.letterFor(tx, refId);
    if (!letter) return null;
    const mail = { to: letter.to, ...inboxMail(letter, this.config.publicUrl), messageId: id };
    return { mail, notificationIds: letter.notificationIds };
  }

  async perform({ mail, notificationIds }: Work): Promise<readonly string[]> {
    await this.mailer.send(mail);
    return notificationIds;
  }

  async conclude(tx: Tx, _delivery: Delivery, notificationIds: readonly string[]): Promise<void> {
    await this.mails.noteMailed(tx, notificationIds);
  }
}
