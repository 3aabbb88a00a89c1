import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Outbox, type ReadTx, type Tx } from '#libs/platform';
import { IsNull } from 'typeorm';
import { MAY_ACT } from './credentials.js';
import { cutOff } from './cut-off.js';
import { dropEmailChanges } from './drop-email-changes.js';
import { LinkNotValid } from './identity.errors.js';
import { PASSWORD_CHANGED, PASSWORD_RESET_REQUESTED } from './identity.events.js';
import { Person } from './identity.entities.js';
import { readMailedToken, useMailedToken } from './mailed-tokens.js';
import { normalEmail } from './session.rules.js';

/** Who the event of a request is about when nobody has that address. */
const UNKNOWN = 'unknown';

/** A new password for who forgot the old one, by a link to the address of the account. */
@Injectable()
export class PasswordResetsService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /** Does the same whoever is asked for, so that neither the answer nor its time tells who has an account. */
  async request(tx: Tx, email: string): Promise<void> {
    const [person] = await tx.query<({ id: string } | undefined)[]>(
      `SELECT p.id FROM people p WHERE p.email = $1 AND p.password_hash IS NOT NULL
          AND EXISTS (SELECT FROM memberships m WHERE m.person_id = p.id AND ${MAY_ACT})`,
      [normalEmail(email)],
    );
    const refId = person?.id ?? UNKNOWN;
    await this.audit.record(tx, { act: 'password.reset-requested', refType: 'person', refId });
    await this.outbox.add(tx, { type: PASSWORD_RESET_REQUESTED, refId });
  }

  /** @throws LinkNotValid */
  async check(tx: ReadTx, token: string): Promise<void> {
    const id = await readMailedToken(tx, 'reset', token);
    if (!(await tx.findOneBy(Person, { id, disabledAt: IsNull() }))) throw new LinkNotValid();
  }

  /**
   * Sets the password and ends all sessions and API tokens of the person: whoever had the account may have made some. Returns
   * the e-mail address of the account.
   * @throws LinkNotValid
   */
  async reset(tx: Tx, token: string, passwordHash: string): Promise<string> {
    const personId = await useMailedToken(tx, 'reset', token);
    const [[person]] = await tx.query<[({ email: string } | undefined)[], number]>(
      'UPDATE people SET password_hash = $2 WHERE id = $1 AND disabled_at IS NULL RETURNING email',
      [personId, passwordHash],
    );
    if (!person) throw new LinkNotValid();
    const ended = await cutOff(tx, personId);
    // Who knew the old password may have asked for it.
    await dropEmailChanges(tx, personId);
    await this.audit.record(tx, { act: 'password.reset', refType: 'person', refId: personId, payload: ended });
    await this.outbox.add(tx, { type: PASSWORD_CHANGED, refId: personId });
    return person.email;
  }
}
