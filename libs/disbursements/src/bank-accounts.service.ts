import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import {
  InvalidInput,
  isId,
  MoveNotAllowed,
  newId,
  NotFound,
  refuseTogether,
  Stale,
  type ProblemItem,
} from '#libs/kernel';
import { isViolation, type Tx } from '#libs/platform';
import { BankAccount } from './bank-account.entity.js';
import { accountNumberFault, bicFault, compactAccountNumber } from './bank-account.rules.js';
import { BankAccountKnown, BankAccountNotUsable, SecondPersonRequired } from './disbursements.errors.js';
import { requireFinance } from './require-finance.js';
import { requireOutsider } from './require-outsider.js';

export interface NewBankAccount {
  readonly organizationId: string;
  readonly holderName: string;
  readonly accountNumber: string;
  readonly bic: string | null;
  /** ISO 4217. */
  readonly currency: string;
}

/** Bank details: entered by one finance person, verified by another, neither of them of the payee; never changed. */
@Injectable()
export class BankAccountsService {
  constructor(private readonly audit: Audit) {}

  /**
   * @param wrong What of it cannot be used at all, and is empty.
   * @throws InvalidInput, NotFound for an unknown organization, SeparationOfDuties, BankAccountKnown
   */
  async enter(tx: Tx, details: NewBankAccount, wrong: readonly ProblemItem[] = []): Promise<string> {
    requireFinance(tx.actor);
    if (!isId('org', details.organizationId)) throw new NotFound('organization', details.organizationId);
    await requireOutsider(tx, details.organizationId);
    const accountNumber = compactAccountNumber(details.accountNumber);
    const bic = details.bic === null ? null : compactAccountNumber(details.bic);
    const faults = [
      { path: 'accountNumber', detail: accountNumberFault(accountNumber) },
      { path: 'bic', detail: bic === null ? null : bicFault(bic) },
    ].flatMap(({ path, detail }) => (detail === null ? [] : [{ path, detail }]));
    refuseTogether(wrong, faults);
    const id = newId('bank');
    try {
      await tx.insert(BankAccount, { ...details, id, accountNumber, bic, createdByPerson: tx.actor.personId });
    } catch (error) {
      if (isViolation(error, 'uq_bank_accounts_number')) throw new BankAccountKnown();
      if (isViolation(error, 'fk_bank_accounts_organization')) {
        throw new NotFound('organization', details.organizationId);
      }
      if (isViolation(error, 'fk_bank_accounts_currency')) {
        throw new InvalidInput([{ path: 'currency', detail: 'Choose a currency from the list.' }]);
      }
      throw error;
    }
    await this.audit.record(tx, {
      act: 'bank-account.entered',
      refId: id,
      payload: { organizationId: details.organizationId, currency: details.currency },
    });
    return id;
  }

  /** @throws NotFound, Stale, SeparationOfDuties, MoveNotAllowed when it is verified already, SecondPersonRequired */
  async verify(tx: Tx, id: string, version: number): Promise<void> {
    requireFinance(tx.actor);
    const lock = { mode: 'pessimistic_write' } as const;
    const account = isId('bank', id) && (await tx.findOne(BankAccount, { where: { id }, lock }));
    if (!account) throw new NotFound('bank account', id);
    await requireOutsider(tx, account.organizationId);
    if (account.version !== version) throw new Stale('bank account', id);
    if (account.verifiedAt) throw new MoveNotAllowed('bank account', id, 'verified', 'verified');
    if (account.createdByPerson === tx.actor.personId) throw new SecondPersonRequired();
    await tx.query(
      'UPDATE bank_accounts SET verified_by_person = $2, verified_at = now(), version = version + 1 WHERE id = $1',
      [id, tx.actor.personId],
    );
    await this.audit.record(tx, { act: 'bank-account.verified', refId: id });
  }

  /**
   * The account, if that payee can be paid on it in that currency.
   * @throws NotFound, BankAccountNotUsable
   */
  async usable(tx: Tx, id: string, payeeOrganizationId: string, currency: string): Promise<BankAccount> {
    const account = await tx.findOneBy(BankAccount, { id });
    if (!account) throw new NotFound('bank account', id);
    if (account.organizationId !== payeeOrganizationId) throw new BankAccountNotUsable('other-organization');
    if (account.currency !== currency) throw new BankAccountNotUsable('other-currency');
    if (!account.verifiedAt) throw new BankAccountNotUsable('not-verified');
    return account;
  }
}
