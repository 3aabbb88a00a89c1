import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, type EventType, type Tx } from '#libs/platform';
import { Consumes, type Delivery, type LeasedConsumer, type Mail, Mailer } from '#libs/platform/worker';
import { IsNull, Raw } from 'typeorm';
import { accountMail, instantIn, roleIn, type AccountMailKind } from '../account-mails.js';
import { EmailChange } from '../email-change.entity.js';
import { Person } from '../identity.entities.js';
import {
  EMAIL_CHANGE_REQUESTED,
  EMAIL_CHANGED,
  INVITATION_SENT,
  PASSWORD_CHANGED,
  PASSWORD_RESET_REQUESTED,
} from '../identity.events.js';
import { InvitationsQueries } from '../invitations.queries.js';
import { makeMailedToken } from '../mailed-tokens.js';
import { EMAIL_CHANGE_HOURS, normalEmail, RESET_MINUTES } from '../session.rules.js';

/** Who is written to, in which language, and what fills the text; null: nobody any more. */
type Letter = {
  readonly to: string;
  readonly language: string;
  readonly kind: AccountMailKind;
  readonly values: Readonly<Record<string, string>>;
} | null;

/** Writes to people about their accounts. The text is made when it is sent, of what holds by then. */
@Injectable()
@Consumes('identity.send-mail')
export class SendAccountMail implements LeasedConsumer<Mail, void> {
  constructor(
    private readonly invitations: InvitationsQueries,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async prepare(tx: Tx, { id, eventType, refId }: Delivery): Promise<Mail | null> {
    const letter = await this.letterOf(tx, eventType, refId);
    if (!letter) return null;
    const { to, kind, language, values } = letter;
    return { to, ...accountMail(kind, language, values), messageId: id };
  }

  perform(mail: Mail): Promise<void> {
    return this.mailer.send(mail);
  }

  async conclude(): Promise<void> {}

  private letterOf(tx: Tx, event: EventType, refId: string): Promise<Letter> {
    switch (event) {
      case INVITATION_SENT:
        return this.invitation(tx, refId);
      case PASSWORD_RESET_REQUESTED:
        return this.reset(tx, refId);
      case PASSWORD_CHANGED:
        return this.passwordChanged(tx, refId);
      case EMAIL_CHANGE_REQUESTED:
        return this.emailChange(tx, refId);
      case EMAIL_CHANGED:
        return this.emailChanged(tx, refId);
      default:
        throw new Error(`No e-mail is sent about ${event}.`);
    }
  }

  private async invitation(tx: Tx, id: string): Promise<Letter> {
    const { state, email, name, organization, role, invitedBy, expiresAt } = await this.invitations.one(tx, id);
    if (state !== 'open') return null;
    const known = await tx.findOneBy(Person, { email: normalEmail(email) });
    const language = known?.language ?? 'en';
    const token = await makeMailedToken(tx, 'invitation', id);
    const values = {
      name: known?.name ?? name,
      inviter: invitedBy.name,
      organization: organization.name,
      role: roleIn(language, role),
      link: this.link('/invitation', token),
      until: instantIn(language, expiresAt),
    };
    return { to: email, language, kind: 'invitation', values };
  }

  private async reset(tx: Tx, personId: string): Promise<Letter> {
    const person = await this.person(tx, personId);
    if (!person) return null;
    const token = await makeMailedToken(tx, 'reset', personId);
    const values = { name: person.name, link: this.link('/reset', token), minutes: String(RESET_MINUTES) };
    return { to: person.email, language: person.language, kind: 'reset', values };
  }

  private async passwordChanged(tx: Tx, personId: string): Promise<Letter> {
    const person = await this.person(tx, personId);
    if (!person) return null;
    const values = { name: person.name, link: this.link('/reset') };
    return { to: person.email, language: person.language, kind: 'password-changed', values };
  }

  private async emailChange(tx: Tx, id: string): Promise<Letter> {
    const isLive = { id, confirmedAt: IsNull(), expiresAt: Raw((column) => `${column} > now()`) };
    const change = await tx.findOneBy(EmailChange, isLive);
    const person = change && (await this.person(tx, change.personId));
    if (!person) return null;
    const token = await makeMailedToken(tx, 'email', id);
    const values = { name: person.name, link: this.link('/confirm-address', token), hours: String(EMAIL_CHANGE_HOURS) };
    return { to: change.newEmail, language: person.language, kind: 'email-change', values };
  }

  /** To the address that the account had, also when it was shut out since. */
  private async emailChanged(tx: Tx, id: string): Promise<Letter> {
    const { personId, oldEmail } = await tx.findOneByOrFail(EmailChange, { id });
    const { name, language } = await tx.findOneByOrFail(Person, { id: personId });
    return { to: oldEmail, language, kind: 'email-changed', values: { name, link: this.link('') } };
  }

  /** Null: disabled by now, or never there. */
  private async person(tx: Tx, id: string): Promise<Person | null> {
    const person = await tx.findOneBy(Person, { id });
    return person?.disabledAt === null ? person : null;
  }

  /** Behind the `#`, where no server and no log sees the token. */
  private link(path: string, token?: string): string {
    return this.config.publicUrl + path + (token === undefined ? '' : `#${token}`);
  }
}
