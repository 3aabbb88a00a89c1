import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { newId, NotFound, refuseTogether, type ProblemItem } from '#libs/kernel';
import { isViolation, Outbox, type ReadTx, type Tx } from '#libs/platform';
import { IsNull } from 'typeorm';
import { dropEmailChanges } from './drop-email-changes.js';
import { EmailChange } from './email-change.entity.js';
import { Person, type MailWay } from './identity.entities.js';
import { EmailTaken, LinkNotValid, SignInRefused } from './identity.errors.js';
import { EMAIL_CHANGE_REQUESTED, EMAIL_CHANGED } from './identity.events.js';
import { dropMailedTokens, readMailedToken, useMailedToken } from './mailed-tokens.js';
import { EMAIL_CHANGE_HOURS, normalEmail, type Language } from './session.rules.js';

export interface Account {
  readonly name: string;
  readonly email: string;
  /** Another address whose link was not followed yet. */
  readonly awaitedEmail: string | null;
  readonly language: Language;
  readonly mailWork: MailWay;
  readonly mailFollowed: MailWay;
  readonly mailSearches: MailWay;
}

export type Preferences = Partial<Pick<Account, 'language' | 'mailWork' | 'mailFollowed' | 'mailSearches'>>;

/** Of the change of address `c`. */
const IS_AWAITED = 'c.confirmed_at IS NULL AND c.expires_at > now()';

/** What is wrong with another address for the account. */
export function checkNewEmail({ email }: Pick<Person, 'email'>, newEmail: string): ProblemItem[] {
  if (normalEmail(newEmail) !== email) return [];
  return [{ path: 'email', detail: 'This is the address of your account already.' }];
}

/** What people do with their own accounts. */
@Injectable()
export class AccountService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  async own(tx: ReadTx): Promise<Account> {
    const [row] = await tx.query<(Account | undefined)[]>(
      `SELECT p.name, p.email, p.language, p.mail_work AS "mailWork", p.mail_followed AS "mailFollowed",
              p.mail_searches AS "mailSearches",
              (SELECT c.new_email FROM email_changes c
                WHERE c.person_id = p.id AND ${IS_AWAITED}
                ORDER BY c.id DESC LIMIT 1) AS "awaitedEmail"
         FROM people p WHERE p.id = $1`,
      [tx.actor.personId],
    );
    if (!row) throw new NotFound('person', tx.actor.personId);
    return row;
  }

  /** What is left out stays. */
  async prefer(tx: Tx, { language, mailWork, mailFollowed, mailSearches }: Preferences): Promise<void> {
    const payload = {
      ...(language && { language }),
      ...(mailWork && { mailWork }),
      ...(mailFollowed && { mailFollowed }),
      ...(mailSearches && { mailSearches }),
    };
    if (Object.keys(payload).length === 0) return;
    const { personId } = tx.actor;
    await tx.update(Person, personId, payload);
    await this.audit.record(tx, { act: 'preferences.changed', refType: 'person', refId: personId, payload });
  }

  /**
   * Writes to another address; it is the person's once they follow the link. Whether somebody else has it is not said here.
   * `provenHash`: of the password that was given; it must still be theirs.
   * @throws InvalidInput for the address that they have; SignInRefused when the password was changed meanwhile
   */
  async requestEmail(tx: Tx, email: string, provenHash?: string | null): Promise<void> {
    const { personId } = tx.actor;
    const person = await tx.findOneOrFail(Person, { where: { id: personId }, lock: { mode: 'pessimistic_write' } });
    if (provenHash !== undefined && provenHash !== person.passwordHash) throw new SignInRefused();
    const newEmail = normalEmail(email);
    refuseTogether([], checkNewEmail(person, newEmail));
    await dropEmailChanges(tx, personId);
    const id = newId('emc');
    await tx.query(
      `INSERT INTO email_changes (id, person_id, old_email, new_email, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(hours => $5))`,
      [id, personId, person.email, newEmail, EMAIL_CHANGE_HOURS],
    );
    await this.audit.record(tx, { act: 'email.change-requested', refType: 'person', refId: personId });
    await this.outbox.add(tx, { type: EMAIL_CHANGE_REQUESTED, refId: id });
  }

  /** The address that was asked for last is not taken, and its link stops working. None is waited for: nothing happens. */
  async cancelEmail(tx: Tx): Promise<void> {
    const { personId } = tx.actor;
    if (!(await lockAwaited(tx))) return;
    await dropEmailChanges(tx, personId);
    await this.audit.record(tx, { act: 'email.change-cancelled', refType: 'person', refId: personId });
  }

  /**
   * Sends the link to the other address again; those that were sent before stop working, and its hours count anew.
   * @throws NotFound when no address is waited for
   */
  async sendEmailAgain(tx: Tx): Promise<void> {
    const { personId } = tx.actor;
    const change = await lockAwaited(tx);
    if (!change) throw new NotFound('change of address', personId);
    await tx.query('UPDATE email_changes SET expires_at = now() + make_interval(hours => $2) WHERE id = $1', [
      change.id,
      EMAIL_CHANGE_HOURS,
    ]);
    await dropMailedTokens(tx, 'email', change.id);
    await this.audit.record(tx, { act: 'email.change-sent-again', refType: 'person', refId: personId });
    await this.outbox.add(tx, { type: EMAIL_CHANGE_REQUESTED, refId: change.id });
  }

  /** @throws LinkNotValid */
  async checkEmailLink(tx: ReadTx, token: string): Promise<void> {
    const id = await readMailedToken(tx, 'email', token);
    const change = await tx.findOneBy(EmailChange, { id });
    const person = change && (await tx.findOneBy(Person, { id: change.personId, disabledAt: IsNull() }));
    if (!person) throw new LinkNotValid();
  }

  /**
   * The holder of the token reads e-mails at the new address.
   * @throws LinkNotValid; EmailTaken when somebody else has it by now
   */
  async confirmEmail(tx: Tx, token: string): Promise<void> {
    const id = await useMailedToken(tx, 'email', token);
    const change = await tx.findOneByOrFail(EmailChange, { id });
    const { personId, newEmail } = change;
    const person = await tx.findOne(Person, { where: { id: personId }, lock: { mode: 'pessimistic_write' } });
    if (!person || person.disabledAt) throw new LinkNotValid();
    try {
      await tx.update(Person, personId, { email: newEmail });
    } catch (error) {
      throw isViolation(error, 'uq_people_email') ? new EmailTaken(newEmail) : error;
    }
    await tx.query('UPDATE email_changes SET confirmed_at = now() WHERE id = $1', [id]);
    // Who still reads the old address chooses no password of the account any more.
    await dropMailedTokens(tx, 'reset', personId);
    await this.audit.record(tx, { act: 'email.changed', refType: 'person', refId: personId });
    await this.outbox.add(tx, { type: EMAIL_CHANGED, refId: id });
  }
}

/** The actor's change of address that waits for its link to be followed; locked against that. */
async function lockAwaited(tx: Tx): Promise<Pick<EmailChange, 'id'> | null> {
  await tx.query('SELECT 1 FROM people WHERE id = $1 FOR UPDATE', [tx.actor.personId]);
  const [change] = await tx.query<Pick<EmailChange, 'id'>[]>(
    `SELECT c.id FROM email_changes c WHERE c.person_id = $1 AND ${IS_AWAITED} ORDER BY c.id DESC LIMIT 1`,
    [tx.actor.personId],
  );
  return change ?? null;
}
