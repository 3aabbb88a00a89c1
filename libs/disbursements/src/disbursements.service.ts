import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Denied, InvalidInput, Money, MoveNotAllowed, newId } from '#libs/kernel';
import { HoldResolved, LedgerQueries, type Hold } from '#libs/ledger';
import { isViolation, Outbox, type Tx } from '#libs/platform';
import type { BankAccount } from './bank-account.entity.js';
import { requireFinance } from './require-finance.js';
import { requireOutsider } from './require-outsider.js';
import { BankAccountsService } from './bank-accounts.service.js';
import { AlreadyApproved, SeparationOfDuties } from './disbursements.errors.js';
import { DISBURSEMENT_APPROVED, DISBURSEMENT_REJECTED } from './disbursements.events.js';
import { assertOrderCanMove, changeOrder, lockOrder, moveOrder, recordOrderEvent } from './move-order.js';
import { OrderDraw, PaymentApproval, PaymentOrder } from './payment-order.entity.js';
import { APPROVALS_REQUIRED, drawsAddUp, sealContent } from './payment-order.rules.js';

export interface PaymentRequest {
  readonly payeeOrganizationId: string;
  readonly bankAccountId: string;
  readonly amount: Money;
  /** For the approvers and the payee's statement. */
  readonly purpose: string;
  /** What it pays for, by the id of the feature that asks; comes back in the events. */
  readonly purposeRef: string;
  /** Pending holds in the ledger that add up to the amount; each is posted whole when the payment settles. */
  readonly holdIds: readonly string[];
}

/** What an edit can change; the amount and the payee belong to the purpose. */
export interface OrderChange {
  readonly bankAccountId?: string;
  readonly purpose?: string;
}

/** The people's side of a payment: asked for, approved by two others, given up or tried again. */
@Injectable()
export class DisbursementsService {
  constructor(
    private readonly bankAccounts: BankAccountsService,
    private readonly ledger: LedgerQueries,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  /**
   * Asks for a payment; returns the order's id.
   * @throws NotFound, SeparationOfDuties, BankAccountNotUsable, HoldResolved, InvalidInput when the holds are not that money
   */
  async request(tx: Tx, request: PaymentRequest): Promise<string> {
    requireFinance(tx.actor);
    const { payeeOrganizationId, amount, purpose, purposeRef } = request;
    await requireOutsider(tx, payeeOrganizationId);
    const account = await this.bankAccounts.usable(tx, request.bankAccountId, payeeOrganizationId, amount.currency);
    const draws = await this.drawsOf(tx, amount, request.holdIds);
    const id = newId('order');
    const maker = tx.actor.personId;
    await tx.insert(PaymentOrder, {
      id,
      payeeOrganizationId,
      bankAccountId: account.id,
      amountMinor: amount.minor,
      currency: amount.currency,
      purpose,
      purposeRef,
      state: 'requested',
      ...seal({ id, revision: 1, amount, purpose }, account),
      createdByPerson: maker,
      createdByOrganization: tx.actor.organizationId,
      makerPersonIds: [maker],
    });
    await tx.insert(
      OrderDraw,
      draws.map(({ id: holdId, accountId, amount: { minor } }) => ({
        orderId: id,
        holdId,
        accountId,
        amountMinor: minor,
      })),
    );
    await recordOrderEvent(tx, { id, state: 'requested' }, 'requested');
    await this.audit.record(tx, {
      act: 'payment-order.requested',
      refId: id,
      organizationId: payeeOrganizationId,
      payload: { purposeRef, amount: { ...amount.toJSON() } },
    });
    return id;
  }

  /**
   * Changes what is to be approved, which voids the approvals it had. Also the way on for a failed order with wrong details.
   * @throws NotFound, Stale, SeparationOfDuties, MoveNotAllowed, BankAccountNotUsable
   */
  async amend(tx: Tx, id: string, version: number, change: OrderChange): Promise<void> {
    requireFinance(tx.actor);
    const order = await lockOrder(tx, id, version);
    await requireOutsider(tx, order.payeeOrganizationId);
    if (order.state !== 'requested') assertOrderCanMove(order, 'requested');
    const account = await this.bankAccounts.usable(
      tx,
      change.bankAccountId ?? order.bankAccountId,
      order.payeeOrganizationId,
      order.currency,
    );
    const maker = tx.actor.personId;
    const revision = order.revision + 1;
    const purpose = change.purpose ?? order.purpose;
    const amount = Money.of(order.amountMinor, order.currency);
    order.state = 'requested';
    const written: Partial<PaymentOrder> = {
      state: order.state,
      bankAccountId: account.id,
      purpose,
      ...seal({ id, revision, amount, purpose }, account),
      makerPersonIds: [...new Set([...order.makerPersonIds, maker])],
    };
    await changeOrder(tx, order, written, 'amended', { revision: String(revision) });
    await this.audit.record(tx, { act: 'payment-order.amended', refId: id, payload: { revision } });
  }

  /**
   * One person's approval of the order's present content. The second one sets it going.
   * @throws NotFound, Stale, MoveNotAllowed, SeparationOfDuties, AlreadyApproved
   */
  async approve(tx: Tx, id: string, version: number): Promise<void> {
    const order = await lockOrder(tx, id, version);
    if (order.state !== 'requested') throw new MoveNotAllowed('payment order', id, order.state, 'approved');
    const { contentSha256 } = order;
    await this.insertApproval(tx, order);
    await this.audit.record(tx, { act: 'payment-order.approval-given', refId: id, payload: { contentSha256 } });
    const approver = { personId: tx.actor.personId };
    const given = await tx.countBy(PaymentApproval, { orderId: id, contentSha256 });
    if (given < APPROVALS_REQUIRED) {
      await changeOrder(tx, order, {}, 'approval-given', approver);
      return;
    }
    await recordOrderEvent(tx, order, 'approval-given', approver);
    await moveOrder(tx, order, 'approved', 'approved');
    await this.audit.record(tx, { act: 'payment-order.approved', refId: id, payload: { contentSha256 } });
    await this.setGoing(tx, order);
  }

  /**
   * Gives the order up: its holds are free for another one.
   * @throws NotFound, Stale, SeparationOfDuties, MoveNotAllowed
   */
  async reject(tx: Tx, id: string, version: number, reason: string): Promise<void> {
    if (tx.actor.role !== 'approver') requireFinance(tx.actor);
    const order = await lockOrder(tx, id, version);
    await requireOutsider(tx, order.payeeOrganizationId);
    await moveOrder(tx, order, 'rejected', 'rejected', { reason });
    await tx.update(OrderDraw, { orderId: id }, { live: false });
    await this.audit.record(tx, { act: 'payment-order.rejected', refId: id, payload: { reason } });
    await this.outbox.add(tx, {
      type: DISBURSEMENT_REJECTED,
      refId: id,
      payload: { purposeRef: order.purposeRef },
    });
  }

  /**
   * After a failure: the same approved content again, by a new instruction that names the old one. Before the bank's last
   * word: asks the bank again, never pays again.
   * @throws NotFound, Stale, SeparationOfDuties, MoveNotAllowed
   */
  async retry(tx: Tx, id: string, version: number, reason: string): Promise<void> {
    requireFinance(tx.actor);
    const order = await lockOrder(tx, id, version);
    await requireOutsider(tx, order.payeeOrganizationId);
    if (order.state === 'instructed' || order.state === 'accepted') {
      await tx.query(
        `UPDATE payment_instructions SET state = CASE state WHEN 'needs-review' THEN 'sent' ELSE state END, attempts = 1
          WHERE order_id = $1 AND state IN ('sent', 'accepted', 'needs-review')`,
        [id],
      );
      await changeOrder(tx, order, {}, 'asked-again', { reason });
    } else {
      if (order.state !== 'failed' && order.state !== 'returned') {
        throw new MoveNotAllowed('payment order', id, order.state, 'retried');
      }
      await moveOrder(tx, order, 'approved', 'retried', { reason });
    }
    await this.audit.record(tx, { act: 'payment-order.retried', refId: id, payload: { reason } });
    await this.setGoing(tx, order);
  }

  private async setGoing(tx: Tx, order: PaymentOrder): Promise<void> {
    await this.outbox.add(tx, { type: DISBURSEMENT_APPROVED, refId: order.id });
  }

  /** The holds that pay it, all pending and together exactly the amount. */
  private async drawsOf(tx: Tx, amount: Money, holdIds: readonly string[]): Promise<Hold[]> {
    const holds = await this.ledger.holds(tx, holdIds);
    const resolved = holds.find(({ state }) => state !== 'pending');
    if (resolved) throw new HoldResolved(resolved.id, resolved.state);
    const held = holds.map((hold) => hold.amount);
    if (!drawsAddUp(amount, held)) {
      throw new InvalidInput([{ path: 'holdIds', detail: `These do not hold ${amount} together.` }]);
    }
    return holds;
  }

  /** The database judges who may approve; here its verdict gets words. */
  private async insertApproval(tx: Tx, order: PaymentOrder): Promise<void> {
    try {
      await tx.insert(PaymentApproval, {
        id: newId('appr'),
        orderId: order.id,
        contentSha256: order.contentSha256,
        approverPersonId: tx.actor.personId,
        approverOrganizationId: tx.actor.organizationId,
      });
    } catch (error) {
      if (isViolation(error, 'ck_payment_approvals_not_maker')) throw new SeparationOfDuties('maker');
      if (isViolation(error, 'ck_payment_approvals_not_payee')) throw new SeparationOfDuties('payee');
      if (isViolation(error, 'ck_payment_approvals_not_account_maker')) throw new SeparationOfDuties('account');
      if (isViolation(error, 'uq_payment_approvals_person')) throw new AlreadyApproved();
      if (isViolation(error, 'ck_payment_approvals_approver'))
        throw new Denied('Only an approver may approve payments.');
      throw error;
    }
  }
}

type Sealed = Pick<PaymentOrder, 'revision' | 'content' | 'contentSha256'>;

/** What approvals will bind to, with the bank details as they are read by the approvers. */
function seal(
  { id, revision, amount, purpose }: { id: string; revision: number; amount: Money; purpose: string },
  account: BankAccount,
): Sealed {
  const { content, sha256 } = sealContent({
    order: id,
    revision,
    amount: amount.toJSON(),
    payee: account.organizationId,
    bankAccount: {
      id: account.id,
      holderName: account.holderName,
      accountNumber: account.accountNumber,
      bic: account.bic,
    },
    purpose,
  });
  return { revision, content, contentSha256: sha256 };
}
